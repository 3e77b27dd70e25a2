/** Writes of the system may take less than they were given: these go on until all is written. */
import { writeSync, writevSync } from 'node:fs';

/** How many buffers one call of the system may take. */
const VECTOR_MAX = 1_000;

export function writeAllFully(descriptor: number, buffers: readonly Buffer[]): void {
  for (let from = 0; from < buffers.length; from += VECTOR_MAX) {
    const part = buffers.slice(from, from + VECTOR_MAX);
    const sizeBytes = part.reduce((sum, buffer) => sum + buffer.length, 0);
    const written = writevSync(descriptor, part);
    if (written < sizeBytes) {
      writeFully(descriptor, Buffer.concat(part).subarray(written));
    }
  }
}

export function writeFully(descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    written += writeSync(descriptor, bytes, written, bytes.length - written);
  }
}
