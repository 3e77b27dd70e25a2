/**
 * An application's event log: one JSON object a line in `<directory>/<application id>.inprogress`,
 * renamed when the application ends. Uncompressed, which every reader of Spark's logs takes.
 */
import { closeSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { localPath } from '../rdd/local-path.ts';

/** Lines are gathered to writes of about this many characters, as Spark's buffer is. */
const BUFFER_CHARACTERS = 64 << 10;

/** Readable for the group, as Spark's logs are. */
const FILE_MODE = 0o660;

export class EventLogFile {
  private readonly path: string;
  private readonly descriptor: number;
  private buffered = '';

  constructor(directory: string, applicationId: string) {
    const parent = localPath(directory);
    mkdirSync(parent, { recursive: true });
    this.path = join(parent, sanitized(applicationId));
    this.descriptor = openSync(`${this.path}.inprogress`, 'w', FILE_MODE);
  }

  /** @param event its key `Event` must come first: readers look for lines that begin with it */
  write(event: object, isFlushed: boolean): void {
    this.buffered += `${JSON.stringify(event)}\n`;
    if (isFlushed || this.buffered.length >= BUFFER_CHARACTERS) {
      this.flush();
    }
  }

  close(): void {
    this.flush();
    closeSync(this.descriptor);
    renameSync(`${this.path}.inprogress`, this.path);
  }

  private flush(): void {
    const bytes = Buffer.from(this.buffered);
    let written = 0;
    while (written < bytes.length) {
      written += writeSync(this.descriptor, bytes, written, bytes.length - written);
    }
    this.buffered = '';
  }
}

/** Spark's rule for characters of an application id in file names. */
function sanitized(applicationId: string): string {
  return applicationId
    .replaceAll(/[ :/]/g, '-')
    .replaceAll(/[.${}'"[\]()*]/g, '_')
    .toLowerCase();
}
