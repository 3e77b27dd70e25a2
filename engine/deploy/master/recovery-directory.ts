/**
 * The files of `spark.deploy.recoveryDirectory`: one for each worker and application, whole or not
 * at all, on the disk before anybody is answered. A file that was damaged since is told by name and
 * put aside; the others are recovered. After Spark's `FileSystemPersistenceEngine`.
 */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { checkStoredApplication, checkStoredWorker } from '../check-registration.ts';
import type {
  MasterRecords,
  RecordChange,
  StoredApplication,
  StoredWorker,
} from './master-records.ts';

/** Descriptions hold what executors find in their environment. */
const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;

/** As large as a message may be with which its owner came. */
const FILE_BYTES_MAX = 4 << 20;

const NAME = /^(worker|app)_\w[\w.-]*$/;
const ASIDE = /\.(?:part|damaged)$/;

export interface DamagedFile {
  readonly path: string;
  readonly reason: string;
}

export interface FoundRecords extends MasterRecords {
  readonly damaged: readonly DamagedFile[];
}

export class RecoveryDirectory {
  readonly directory: string;

  /** @throws Error when the directory cannot be made */
  constructor(directory: string) {
    this.directory = directory;
    mkdirSync(directory, { recursive: true, mode: DIRECTORY_MODE });
  }

  /** @throws Error when the directory cannot be read */
  read(): FoundRecords {
    const workers: StoredWorker[] = [];
    const applications: StoredApplication[] = [];
    const damaged: DamagedFile[] = [];
    for (const name of readdirSync(this.directory).sort()) {
      const kind = ASIDE.test(name) ? undefined : NAME.exec(name)?.[1];
      if (kind === undefined) {
        continue;
      }
      const path = join(this.directory, name);
      try {
        const record = readRecord(path);
        if (kind === 'worker') {
          workers.push(checkStoredWorker(record));
        } else {
          applications.push(checkStoredApplication(record));
        }
      } catch (error) {
        putAside(path);
        damaged.push({ path, reason: (error as Error).message });
      }
    }
    applications.sort((left, right) => left.startedAtMs - right.startedAtMs);
    return { workers, applications, damaged };
  }

  /** Durable when it returns. @throws Error when the disk does not take it */
  apply(change: RecordChange): void {
    const path = join(this.directory, change.name);
    if (change.type === 'remove') {
      rmSync(path, { force: true });
    } else {
      const body = JSON.stringify(change.record);
      const part = `${path}.part`;
      writeDurably(part, `${crc32(body).toString(16)} ${body}\n`);
      renameSync(part, path);
    }
    syncDirectory(this.directory);
  }
}

/** So that it is told once, and can be looked at. */
function putAside(path: string): void {
  try {
    renameSync(path, `${path}.damaged`);
  } catch {
    // It will be told again.
  }
}

/** A checksum, a space, JSON and the end of the line. */
function readRecord(path: string): unknown {
  const { size } = statSync(path);
  if (size > FILE_BYTES_MAX) {
    throw new Error(`it has ${size} bytes, more than ${FILE_BYTES_MAX}`);
  }
  const text = readFileSync(path, 'utf8');
  const [, checksum, body] = /^([0-9a-f]{1,8}) (.*)\n$/s.exec(text) ?? [];
  if (body === undefined) {
    throw new Error('it is cut off, or no record of a master');
  }
  if (crc32(body).toString(16) !== checksum) {
    throw new Error('its checksum is another');
  }
  return JSON.parse(body);
}

function writeDurably(path: string, text: string): void {
  const descriptor = openSync(path, 'w', FILE_MODE);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Without it a crash of the machine could take the new name back. */
function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
