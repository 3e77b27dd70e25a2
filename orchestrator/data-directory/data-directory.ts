/** The directory that holds everything a server keeps, and the server's ownership of it. */
import { accessSync, constants, type FSWatcher, mkdirSync, statSync, watch } from 'node:fs';
import { resolve } from 'node:path';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { identifyProcess } from '../../base/process/process-identity.ts';
import { dataDirectoryError } from './data-directory-error.ts';
import { type DataDirectoryLayout, layoutOf } from './data-directory-layout.ts';
import { DirectoryLock } from './directory-lock.ts';
import {
  readServerRecord,
  removeServerRecord,
  type ServerRecord,
  writeServerRecord,
} from './server-record.ts';

/** Job configurations and logs may hold secrets: nobody but the server's user reads them. */
const DIRECTORY_MODE = 0o700;

/**
 * Creates what is missing below `path` and takes the directory for this process.
 *
 * @throws HowdahError HOWDAH_DATA_DIRECTORY_LOCKED when another living server has it,
 *   HOWDAH_DATA_DIRECTORY_UNUSABLE, HOWDAH_DISK_FULL
 */
export function openDataDirectory(path: string): DataDirectory {
  const layout = layoutOf(resolve(path));
  let lock: DirectoryLock | undefined;
  try {
    mkdirSync(layout.root, { recursive: true, mode: DIRECTORY_MODE });
    accessSync(layout.root, constants.R_OK | constants.W_OK | constants.X_OK);
    lock = DirectoryLock.take(layout.lockPath);
    if (lock === undefined) throw lockedError(layout);
    const predecessor = readServerRecord(layout.serverRecordPath);
    const directory = new DataDirectory(layout, lock, predecessor);
    directory.publish(undefined);
    mkdirSync(layout.jobsDirectory, { recursive: true, mode: DIRECTORY_MODE });
    mkdirSync(layout.logsDirectory, { recursive: true, mode: DIRECTORY_MODE });
    return directory;
  } catch (error) {
    lock?.release();
    throw error instanceof HowdahError ? error : dataDirectoryError(layout.root, error);
  }
}

export class DataDirectory {
  readonly layout: DataDirectoryLayout;
  /** The server that had the directory before and did not close it: it was killed. */
  readonly predecessor: ServerRecord | undefined;
  readonly #lock: DirectoryLock;
  readonly #lockInode: number | undefined;
  #watcher: FSWatcher | undefined;

  /** @internal Made by `openDataDirectory`. */
  constructor(
    layout: DataDirectoryLayout,
    lock: DirectoryLock,
    predecessor: ServerRecord | undefined,
  ) {
    this.layout = layout;
    this.predecessor = predecessor;
    this.#lock = lock;
    this.#lockInode = inodeOf(layout.lockPath);
  }

  /**
   * Tells the command line where this server answers.
   *
   * @throws HowdahError HOWDAH_DISK_FULL, HOWDAH_DATA_DIRECTORY_UNUSABLE
   */
  publish(url: string | undefined): void {
    const identity = identifyProcess(process.pid);
    if (identity === undefined) throw new Error('this process cannot identify itself');
    try {
      writeServerRecord(this.layout.serverRecordPath, { identity, url });
    } catch (error) {
      throw dataDirectoryError(this.layout.serverRecordPath, error);
    }
  }

  /**
   * Resolves when somebody removes the directory, which is seen by its lock: nothing else in it
   * stays untouched as long as the server lives. What is open would still work, for nobody.
   */
  whenRemoved(): Promise<HowdahError> {
    const { lockPath, root } = this.layout;
    return new Promise((resolve) => {
      const look = () => {
        if (inodeOf(lockPath) !== this.#lockInode) resolve(removedError(root));
      };
      try {
        this.#watcher = watch(lockPath, { persistent: false }, look).on('error', () => {});
      } catch {
        // Where the system watches no more files nobody will tell.
      }
      look();
    });
  }

  /** Gives the directory up for the next server. */
  close(): void {
    removeServerRecord(this.layout.serverRecordPath);
    this.#lock.release();
    // Not before: some systems drop a process's locks on a file that it closes once.
    this.#watcher?.close();
  }
}

function lockedError(layout: DataDirectoryLayout): HowdahError {
  const record = readServerRecord(layout.serverRecordPath);
  return new HowdahError(
    'HOWDAH_DATA_DIRECTORY_LOCKED',
    [layout.root, record?.identity.pid ?? 'unknown'],
    { mend: 'use that server, or stop it, or name another directory with --data-dir' },
  );
}

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

function removedError(root: string): HowdahError {
  return new HowdahError('HOWDAH_DATA_DIRECTORY_UNUSABLE', [root, 'it was removed'], {
    mend: 'start the server again; what the directory held is lost unless you have a copy',
  });
}
