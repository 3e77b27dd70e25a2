/** Functions that read whole files. */
import { readFileSync } from 'node:fs';
import { decompressed } from '../compression-codec.ts';

export const fileFunctions = {
  /** Pairs of a path, as a URI, and the whole text of the file. */
  readWholeText: (path: string) => {
    const content = readFileSync(path);
    return [`file:${path}`, decompressed(path, content).toString()];
  },

  /** Pairs of a path, as a URI, and the bytes of the file. */
  readWholeBytes: (path: string) => [`file:${path}`, Uint8Array.from(readFileSync(path))],

  /** Cuts a file's bytes into records of the same length. */
  cutRecords: (length: number, [path, bytes]: readonly [string, Uint8Array]) => {
    if (bytes.length % length !== 0) {
      throw new RangeError(`${path} has ${bytes.length} bytes, no multiple of ${length}`);
    }
    return Array.from({ length: bytes.length / length }, (_, index) =>
      bytes.slice(index * length, (index + 1) * length),
    );
  },
} as const;
