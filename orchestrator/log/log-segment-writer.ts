/** Appends to the newest segment of the log, and begins the next when it is full. */
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { listLogSegments, logSegmentPath } from './log-segments.ts';

/** Logs may tell what their user would not tell others. */
const FILE_MODE = 0o600;
const NEWLINE = 0x0a;

export class LogSegmentWriter {
  readonly #directory: string;
  readonly #segmentBytesMax: number;
  #handle: number | undefined;
  #startMs = -1;
  #sizeBytes = 0;

  constructor(directory: string, segmentBytesMax: number) {
    this.#directory = directory;
    this.#segmentBytesMax = segmentBytesMax;
  }

  /**
   * Writes synchronously: to the page cache that takes a fraction of what a trip through the
   * thread pool costs this thread. After a failure the next text begins on a line of its own.
   *
   * @throws the system's error
   */
  append(text: string, nowMs: number): void {
    if (this.#handle === undefined) this.#openNewest(nowMs);
    else if (this.#sizeBytes >= this.#segmentBytesMax) this.#begin(nowMs);
    const handle = this.#handle as number;
    const content = Buffer.from(text);
    try {
      for (let start = 0; start < content.length; ) start += writeSync(handle, content, start);
      this.#sizeBytes += content.length;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  close(): void {
    if (this.#handle !== undefined) closeSync(this.#handle);
    this.#handle = undefined;
  }

  #openNewest(nowMs: number): void {
    const newest = listLogSegments(this.#directory).at(-1);
    if (newest === undefined) {
      this.#begin(nowMs);
      return;
    }
    this.#open(newest.path, newest.startMs);
    if (this.#sizeBytes >= this.#segmentBytesMax) this.#begin(nowMs);
  }

  #begin(nowMs: number): void {
    // Later than the last, also when the clock has stepped back: names are the order.
    const startMs = Math.max(nowMs, this.#startMs + 1);
    this.#open(logSegmentPath(this.#directory, startMs), startMs);
  }

  #open(path: string, startMs: number): void {
    const handle = openSync(path, 'a+', FILE_MODE);
    this.close();
    this.#handle = handle;
    this.#startMs = startMs;
    this.#sizeBytes = fstatSync(handle).size;
    this.#endBrokenLine(handle);
  }

  /** A server that was killed, or its machine, may have left half a line. */
  #endBrokenLine(handle: number): void {
    if (this.#sizeBytes === 0) return;
    const last = Buffer.alloc(1);
    readSync(handle, last, 0, 1, this.#sizeBytes - 1);
    if (last[0] !== NEWLINE) this.#sizeBytes += writeSync(handle, '\n');
  }
}
