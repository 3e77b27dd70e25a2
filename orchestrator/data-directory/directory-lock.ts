/** At most one server owns a data directory, and a dead one owns nothing. */
import { DatabaseSync } from 'node:sqlite';

/** SQLite's result code for a lock that somebody else holds. */
const SQLITE_BUSY = 5;

/**
 * A lock of the operating system on one file, taken through SQLite, which has one interface to it
 * on every platform: the kernel drops it with its process however that ends, child processes do
 * not inherit it, and two takers cannot both have it. Nothing is ever written to the file.
 */
export class DirectoryLock {
  readonly #database: DatabaseSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /**
   * @returns undefined when another process, or this one, holds the lock
   * @throws what keeps the file from being opened
   */
  static take(path: string): DirectoryLock | undefined {
    const database = new DatabaseSync(path);
    try {
      database.exec('PRAGMA journal_mode = MEMORY; PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
      return new DirectoryLock(database);
    } catch (error) {
      database.close();
      if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined;
      throw error;
    }
  }

  release(): void {
    this.#database.close();
  }
}
