/** One file of an event log: a JSON object a line, compressed or not. */
import { closeSync, openSync, renameSync, writeSync } from 'node:fs';
import { zstdCompressSync } from 'node:zlib';

/** Lines are gathered to writes of about this many characters, as Spark's buffer is. */
const BUFFER_CHARACTERS = 64 << 10;

/** Readable for the group, as Spark's logs are. */
const FILE_MODE = 0o660;

export class EventLogFile {
  private readonly path: string;
  private readonly isCompressed: boolean;
  private readonly descriptor: number;
  private buffered = '';
  private writtenBytes = 0;

  constructor(path: string, isCompressed: boolean) {
    this.path = path;
    this.isCompressed = isCompressed;
    this.descriptor = openSync(path, 'w', FILE_MODE);
  }

  /** What lies on the disk, compressed where it is. */
  get sizeBytes(): number {
    return this.writtenBytes;
  }

  /** @param line without its end */
  write(line: string, isUrgent: boolean): void {
    this.buffered += `${line}\n`;
    if (isUrgent || this.buffered.length >= BUFFER_CHARACTERS) {
      this.flush();
    }
  }

  close(): void {
    this.flush();
    closeSync(this.descriptor);
  }

  renameTo(path: string): void {
    renameSync(this.path, path);
  }

  /** Each write is a frame of its own: a reader finds what a driver that died had written. */
  flush(): void {
    if (this.buffered === '') {
      return;
    }
    const text = Buffer.from(this.buffered);
    const bytes = this.isCompressed ? zstdCompressSync(text) : text;
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(this.descriptor, bytes, written, bytes.length - written);
    }
    this.writtenBytes += bytes.length;
    this.buffered = '';
  }
}
