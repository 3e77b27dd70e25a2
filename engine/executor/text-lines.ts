/**
 * The lines of a part of a text file. A line belongs to the split in which its first byte lies, as
 * in Hadoop's line reader; lines end with LF, CRLF or CR. Compressed files are read whole.
 */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { decompressed, isCompressed } from '../rdd/compression-codec.ts';
import type { RowSource } from './batch-source.ts';

/** A part of a file, in bytes. */
export interface FileSplit {
  readonly path: string;
  readonly start: number;
  readonly length: number;
}

/** The first read is small, so that `first()` reads little; later ones hide the cost of a call. */
const FIRST_READ_BYTES = 16 << 10;
const READ_BYTES_MAX = 1 << 20;
const READ_GROWTH = 4;

const LINE_FEED = 0x0a;

export interface InputMetrics {
  bytesRead: number;
  recordsRead: number;
}

export function textLines(split: FileSplit, metrics: InputMetrics): RowSource {
  const content = readCompressed(split.path);
  const reader = content === undefined ? new FileBytes(split) : new MemoryBytes(content);
  const lines = new LineCutter(reader, split.start, split.start + split.length);
  return {
    form: 'rows',
    next() {
      const rows = lines.next();
      metrics.bytesRead = reader.bytesRead;
      metrics.recordsRead += rows?.length ?? 0;
      return rows;
    },
  };
}

function readCompressed(path: string): Buffer | undefined {
  return isCompressed(path) ? decompressed(path, readFileSync(path)) : undefined;
}

interface Bytes {
  bytesRead: number;
  /** Fills the target with what lies at the position; fewer bytes only at the end. */
  read(target: Buffer, position: number): number;
  close(): void;
}

class FileBytes implements Bytes {
  bytesRead = 0;
  private readonly descriptor: number;

  constructor(split: FileSplit) {
    this.descriptor = openSync(split.path, 'r');
  }

  read(target: Buffer, position: number): number {
    let filled = 0;
    while (filled < target.length) {
      const count = readSync(
        this.descriptor,
        target,
        filled,
        target.length - filled,
        position + filled,
      );
      if (count === 0) {
        break;
      }
      filled += count;
    }
    this.bytesRead += filled;
    return filled;
  }

  close(): void {
    closeSync(this.descriptor);
  }
}

class MemoryBytes implements Bytes {
  bytesRead = 0;
  private readonly content: Buffer;

  constructor(content: Buffer) {
    this.content = content;
  }

  read(target: Buffer, position: number): number {
    const count = this.content.copy(target, 0, position, position + target.length);
    this.bytesRead += count;
    return count;
  }

  close(): void {}
}

class LineCutter {
  private readonly bytes: Bytes;
  private readonly end: number;
  private position: number;
  /** The beginning of a line whose end was not read yet. */
  private rest: Buffer = Buffer.alloc(0);
  private readBytes = FIRST_READ_BYTES;
  private isDone = false;
  private skipsFirst: boolean;

  constructor(bytes: Bytes, start: number, end: number) {
    this.bytes = bytes;
    this.end = end;
    this.skipsFirst = start > 0;
    // A split that begins right after a line's end begins with a whole line.
    this.position = this.skipsFirst ? start - 1 : start;
  }

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
    const buffer = Buffer.allocUnsafe(this.rest.length + this.readBytes);
    this.rest.copy(buffer);
    const carried = this.rest.length;
    const wanted = buffer.length - carried;
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
        this.finishIf(isAtEnd || this.position >= this.end);
        return [];
      }
      from = lineEnd + 1;
      this.skipsFirst = false;
    }
    if (first + from >= this.end) {
      this.finishIf(true);
      return [];
    }
    return this.cut(buffer.subarray(0, filled), from, first, isAtEnd);
  }

  /** Lines from `from` on that begin before the end of the split; keeps an unfinished one. */
  private cut(buffer: Buffer, from: number, first: number, isAtEnd: boolean): string[] {
    // The last line of the split begins before its end, so it is over at the first LF from there.
    const lastByte = this.end - 1 - first;
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
      this.rest = Buffer.from(buffer.subarray(from));
      return [];
    }
    this.rest = Buffer.from(buffer.subarray(lineEnd + 1));
    return this.linesOf(buffer, from, lineEnd, first + from === 0);
  }

  private linesOf(buffer: Buffer, from: number, to: number, isFileStart: boolean): string[] {
    const hasMark =
      isFileStart && buffer.readUIntBE(from, Math.min(3, buffer.length - from)) === 0xefbbbf;
    const text = buffer.toString('utf8', hasMark ? from + 3 : from, to);
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
