/** Appends to one log file, up to its limit. */
import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';

/** Logs may tell what their user would not tell others. */
const FILE_MODE = 0o600;

/** `full`: the file has its limit, and nothing was written. */
export type AppendOutcome = 'appended' | 'full' | { readonly error: unknown };

/**
 * Writes synchronously: to the page cache that takes a fraction of what a trip through the thread
 * pool costs this thread.
 *
 * @param sizeBytesMax where the file ends; the last text to fit is followed by a note that says so
 */
export function appendToLog(path: string, text: string, sizeBytesMax: number): AppendOutcome {
  let handle: number | undefined;
  try {
    handle = openSync(path, 'a', FILE_MODE);
    const sizeBytes = fstatSync(handle).size;
    if (sizeBytes >= sizeBytesMax) return 'full';
    const content = Buffer.from(text);
    const reachesLimit = sizeBytes + content.length >= sizeBytesMax;
    writeFully(handle, content);
    if (reachesLimit) writeFully(handle, Buffer.from(limitNote(sizeBytesMax)));
    return 'appended';
  } catch (error) {
    return { error };
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function limitNote(sizeBytesMax: number): string {
  return `This log has reached its limit of ${sizeBytesMax} bytes; what follows is not kept.\n`;
}

function writeFully(handle: number, content: Buffer): void {
  for (let start = 0; start < content.length; ) start += writeSync(handle, content, start);
}
