/** Brings what SQLite has written to its write-ahead log onto the disk. */
import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs';
import { promisify } from 'node:util';

const syncInBackground = promisify(fdatasync);

export class LogSync {
  readonly #handle: number;
  #pending: Promise<void> = Promise.resolve();

  /** @param path of the log, which exists as long as the database is open */
  constructor(path: string) {
    this.#handle = openSync(path, 'r+');
  }

  /**
   * Syncs on this thread: the shortest way when nobody else has anything to do.
   * @throws the system's error
   */
  now(): void {
    fdatasyncSync(this.#handle);
  }

  /** Syncs on another thread, so that this one can go on with other jobs' work meanwhile. */
  inBackground(): Promise<void> {
    this.#pending = syncInBackground(this.#handle);
    return this.#pending;
  }

  /** Settles when everything that was written before is on the disk, whether or not that failed. */
  async settled(): Promise<void> {
    await this.#pending.catch(() => {});
  }

  close(): void {
    closeSync(this.#handle);
  }
}
