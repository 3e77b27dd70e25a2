/** Functions that read whole files. */
import { readFileSync } from 'node:fs';
import { decompressed } from '../compression-codec.ts';

export const fileFunctions = {
  /** Pairs of a path, as a URI, and the whole text of the file. */
  readWholeText: (path: string) => {
    const content = readFileSync(path);
    return [`file:${path}`, (decompressed(path, content) ?? content).toString()];
  },

  /** Pairs of a path, as a URI, and the bytes of the file. */
  readWholeBytes: (path: string) => [`file:${path}`, Uint8Array.from(readFileSync(path))],
} as const;
