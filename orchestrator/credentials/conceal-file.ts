/** Takes secrets out of files that a process has written. */
import { type FileHandle, open } from 'node:fs/promises';
import type { KnownSecrets } from './known-secrets.ts';

const CHUNK_BYTES = 1_048_576;

/**
 * Overwrites each known secret with as many asterisks, in place: whoever follows the file keeps its
 * position in it. A file that is not there holds none.
 *
 * @throws NodeJS.ErrnoException
 */
export async function concealFile(path: string, secrets: KnownSecrets): Promise<void> {
  const longest = secrets.longestBytes;
  if (longest === 0) return;
  let file: FileHandle;
  try {
    file = await open(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  try {
    await concealIn(file, secrets, longest);
  } finally {
    await file.close();
  }
}

/** Chunks overlap by the longest secret less one byte, so that none falls between two of them. */
async function concealIn(file: FileHandle, secrets: KnownSecrets, longest: number): Promise<void> {
  const buffer = Buffer.alloc(CHUNK_BYTES + longest);
  for (let position = 0; ; ) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0) return;
    for (const { 0: found, index } of secrets.findInBytes(
      buffer.toString('latin1', 0, bytesRead),
    )) {
      await file.write('*'.repeat(found.length), position + index, 'latin1');
    }
    if (bytesRead < buffer.length) return;
    position += bytesRead - longest + 1;
  }
}
