/**
 * Cuts the bytes of a part of a text file into lines. A line belongs to the part in which its first
 * byte lies, as in Hadoop's line reader; lines end with LF, CRLF or CR.
 */
import { isAscii } from 'node:buffer';
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { ByteSource } from './byte-source.ts';

/** The first read is small, so that `first()` reads little; later ones hide the cost of a call. */
const FIRST_READ_BYTES = 16 << 10;
/**
 * Bytes and lines stay in the processor's cache, and no text is so large that V8 gives it pages of
 * its own, which it does from 128 KB on.
 */
const READ_BYTES_MAX = 64 << 10;
const READ_GROWTH = 4;

const LINE_FEED = 0x0a;

export interface LineRange {
  /** For messages. */
  readonly path: string;
  readonly start: number;
  /** May be known only when the bytes there were read, and is infinite before. */
  readonly end: () => number;
  /** Longer lines fail: they would take memory that nobody has. */
  readonly lineBytesMax: number;
}

export class LineCutter {
  private readonly bytes: ByteSource;
  private readonly range: LineRange;
  private position: number;
  /** Used for every read: new memory would cost more than the read itself. */
  private buffer = Buffer.alloc(0);
  /** So many bytes of the buffer are the beginning of a line whose end was not read yet. */
  private carriedBytes = 0;
  private readBytes = FIRST_READ_BYTES;
  private isDone = false;
  private skipsFirst: boolean;

  constructor(bytes: ByteSource, range: LineRange) {
    const { start } = range;
    this.bytes = bytes;
    this.range = range;
    this.skipsFirst = start > 0;
    // A split that begins right after a line's end begins with a whole line.
    this.position = this.skipsFirst ? start - 1 : start;
  }

  /**
   * The next lines; undefined after the last.
   * @throws HowdahError `HOWDAH_INPUT_LINE_TOO_LONG`
   */
  next(): string[] | undefined {
    while (!this.isDone) {
      const lines = this.nextLines();
      if (lines.length > 0) {
        return lines;
      }
    }
    return undefined;
  }

  private nextLines(): string[] {
    const carried = this.carriedBytes;
    // Of a line without an end as much again as there is, so that it is not searched too often.
    const wanted = Math.max(this.readBytes, carried);
    const buffer = this.bufferOf(carried + wanted);
    const count = this.bytes.read(buffer.subarray(carried), this.position);
    const first = this.position - carried;
    const filled = carried + count;
    const isAtEnd = count < wanted;
    this.position += count;
    this.readBytes = Math.min(this.readBytes * READ_GROWTH, READ_BYTES_MAX);
    let from = 0;
    if (this.skipsFirst) {
      const lineEnd = buffer.subarray(0, filled).indexOf(LINE_FEED);
      if (lineEnd < 0) {
        this.finishIf(isAtEnd || this.position >= this.range.end());
        return [];
      }
      from = lineEnd + 1;
      this.skipsFirst = false;
    }
    if (first + from >= this.range.end()) {
      this.finishIf(true);
      return [];
    }
    return this.cut(buffer.subarray(0, filled), from, first, isAtEnd);
  }

  /** The carried bytes, and room behind them. */
  private bufferOf(sizeBytes: number): Buffer {
    if (this.buffer.length < sizeBytes) {
      const larger = Buffer.allocUnsafeSlow(sizeBytes);
      this.buffer.copy(larger, 0, 0, this.carriedBytes);
      this.buffer = larger;
    }
    return this.buffer.subarray(0, sizeBytes);
  }

  private carry(buffer: Buffer, from: number): void {
    const { lineBytesMax, path } = this.range;
    const sizeBytes = buffer.length - from;
    if (sizeBytes > lineBytesMax) {
      const place = String(this.position - sizeBytes);
      throw new HowdahError('HOWDAH_INPUT_LINE_TOO_LONG', [path, place, String(lineBytesMax)]);
    }
    this.carriedBytes = buffer.copy(this.buffer, 0, from);
  }

  /** Lines from `from` on that begin before the end of the split; keeps an unfinished one. */
  private cut(buffer: Buffer, from: number, first: number, isAtEnd: boolean): string[] {
    // The last line of the split begins before its end, so it is over at the first LF from there.
    const lastByte = this.range.end() - 1 - first;
    const stop =
      lastByte < buffer.length ? buffer.indexOf(LINE_FEED, Math.max(lastByte, from)) : -1;
    if (stop >= 0) {
      this.finishIf(true);
      return this.linesOf(buffer, from, stop, first + from === 0);
    }
    if (isAtEnd) {
      this.finishIf(true);
      const isEnded = buffer[buffer.length - 1] === LINE_FEED;
      const to = isEnded ? buffer.length - 1 : buffer.length;
      return from < buffer.length ? this.linesOf(buffer, from, to, first + from === 0) : [];
    }
    const lineEnd = buffer.lastIndexOf(LINE_FEED);
    if (lineEnd < from) {
      this.carry(buffer, from);
      return [];
    }
    const lines = this.linesOf(buffer, from, lineEnd, first + from === 0);
    this.carry(buffer, lineEnd + 1);
    return lines;
  }

  private linesOf(buffer: Buffer, from: number, to: number, isFileStart: boolean): string[] {
    const hasMark =
      isFileStart && buffer.readUIntBE(from, Math.min(3, buffer.length - from)) === 0xefbbbf;
    const bytes = buffer.subarray(hasMark ? from + 3 : from, to);
    const text = bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
    if (!text.includes('\r')) {
      return text.split('\n');
    }
    const lines = text.split(/\r\n|\n|\r/);
    if (text.endsWith('\r')) {
      lines.pop();
    }
    return lines;
  }

  private finishIf(isDone: boolean): void {
    if (isDone && !this.isDone) {
      this.isDone = true;
      this.bytes.close();
    }
  }
}
