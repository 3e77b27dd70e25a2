/** The adapter of the file-system port over the machine's own files. */
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';
import {
  chmod,
  chown,
  copyFile,
  cp,
  lstat,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { posix } from 'node:path';
import { type FileStatus, type FileSystem, FileSystemError } from './file-system.ts';
import { compareText, type GlobAnswer, type GlobRequest, globSearch } from './glob-search.ts';
import { groupId } from './group-id.ts';
import { errorCode, fileSystemError, isAbsence } from './translate-error.ts';

/** What Hadoop's local file system reports for every file (`fs.local.block.size`). */
const BLOCK_SIZE_BYTES = 32 * 1024 * 1024;

const PERMISSION_BITS = 0o777;

/** Read at once, on the thread that asks. */
const SMALL_FILE_BYTES_MAX = 65_536;

export class LocalFileSystem implements FileSystem {
  readonly scheme = 'file';

  async status(path: string): Promise<FileStatus | undefined> {
    try {
      return fileStatus(path, await stat(path));
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw fileSystemError(path, error);
    }
  }

  statusNow(path: string): FileStatus | undefined {
    try {
      const stats = statSync(path, { throwIfNoEntry: false });
      return stats && fileStatus(path, stats);
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw fileSystemError(path, error);
    }
  }

  async list(path: string): Promise<FileStatus[]> {
    const names = await attempt(path, () => readdir(path));
    // A child that went away meanwhile, or a link that leads nowhere, is not there.
    const children = await Promise.all(
      names.sort(compareText).map((name) => this.status(posix.join(path, name))),
    );
    return children.filter((child) => child !== undefined);
  }

  listNow(path: string): FileStatus[] {
    return attemptNow(path, () => readdirSync(path))
      .sort(compareText)
      .map((name) => this.statusNow(posix.join(path, name)))
      .filter((child) => child !== undefined);
  }

  async glob(pattern: string, limit: number): Promise<FileStatus[]> {
    const search = globSearch(pattern, limit);
    let step = search.next();
    while (!step.done) step = search.next(await this.#answer(step.value));
    return step.value;
  }

  globNow(pattern: string, limit: number): FileStatus[] {
    const search = globSearch(pattern, limit);
    let step = search.next();
    while (!step.done) step = search.next(this.#answerNow(step.value));
    return step.value;
  }

  async #answer({ kind, path }: GlobRequest): Promise<GlobAnswer> {
    const status = await this.status(path);
    if (kind === 'status') return status;
    return status?.kind === 'directory' ? this.list(path) : undefined;
  }

  #answerNow({ kind, path }: GlobRequest): GlobAnswer {
    const status = this.statusNow(path);
    if (kind === 'status') return status;
    return status?.kind === 'directory' ? this.listNow(path) : undefined;
  }

  async readFile(path: string, maxBytes = Number.POSITIVE_INFINITY): Promise<Uint8Array> {
    const small = attemptNow(path, () => readSmallFile(path));
    if (small !== undefined && small.length <= maxBytes) return small;
    return attempt(path, async () => {
      const handle = await open(path, constants.O_RDONLY);
      try {
        const stats = await handle.stat();
        if (stats.isDirectory()) {
          throw new FileSystemError('is-a-directory', path, `${path} is a directory`);
        }
        if (stats.size > maxBytes) throw tooLarge(path, maxBytes);
        const content = await handle.readFile();
        if (content.length > maxBytes) throw tooLarge(path, maxBytes);
        return content;
      } finally {
        await handle.close();
      }
    });
  }

  async writeFile(path: string, content: Uint8Array | string): Promise<void> {
    await attempt(path, () => writeFile(path, content));
  }

  async makeDirectories(path: string): Promise<void> {
    await attempt(path, () => mkdir(path, { recursive: true }));
  }

  async delete(path: string): Promise<boolean> {
    try {
      await lstat(path);
    } catch (error) {
      if (isAbsence(error)) return false;
      throw fileSystemError(path, error);
    }
    await attempt(path, () => rm(path, { recursive: true, force: true }));
    return true;
  }

  async rename(source: string, target: string): Promise<void> {
    try {
      await rename(source, target);
    } catch (error) {
      if (errorCode(error) !== 'EXDEV') throw fileSystemError(source, error);
      await attempt(source, () => moveAcrossDevices(source, target));
    }
  }

  async setPermissions(path: string, permissions: number): Promise<void> {
    await attempt(path, () => chmod(path, permissions & PERMISSION_BITS));
  }

  async setGroup(path: string, group: string): Promise<void> {
    const id = await groupId(group);
    if (id === undefined) {
      throw new FileSystemError('other', path, `${path}: there is no group [${group}]`);
    }
    await attempt(path, () => chown(path, -1, id));
  }

  async copyToLocal(path: string, localPath: string): Promise<void> {
    await attempt(path, () => copy(path, localPath));
  }
}

/** The first bytes of a local file, at once; fewer if it is shorter. */
export function readStartNow(path: string, lengthBytes: number): Uint8Array {
  return attemptNow(path, () => {
    const descriptor = openSync(path, constants.O_RDONLY);
    try {
      const buffer = Buffer.alloc(lengthBytes);
      let filled = 0;
      for (;;) {
        const count = readSync(descriptor, buffer, filled, lengthBytes - filled, null);
        filled += count;
        if (count === 0 || filled === lengthBytes) return buffer.subarray(0, filled);
      }
    } finally {
      closeSync(descriptor);
    }
  });
}

function fileStatus(path: string, stats: Stats): FileStatus {
  return {
    path,
    kind: stats.isDirectory() ? 'directory' : 'file',
    sizeBytes: stats.size,
    blockSizeBytes: BLOCK_SIZE_BYTES,
    modifiedMs: Math.floor(stats.mtimeMs),
    permissions: stats.mode & PERMISSION_BITS,
  };
}

function tooLarge(path: string, maxBytes: number): FileSystemError {
  return new FileSystemError('too-large', path, `${path} is larger than ${maxBytes} bytes`);
}

/** Copies beside the target first, so that the target appears whole or not at all. */
async function moveAcrossDevices(source: string, target: string): Promise<void> {
  const partial = posix.join(posix.dirname(target), `.${posix.basename(target)}.partial`);
  await rm(partial, { recursive: true, force: true });
  try {
    await cp(source, partial, {
      recursive: true,
      preserveTimestamps: true,
      verbatimSymlinks: true,
    });
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
  await rm(source, { recursive: true, force: true });
}

/** Links are followed: what arrives must not depend on what lies elsewhere. */
/**
 * Undefined for what is large, or no plain file. Five trips through the thread pool would cost ten
 * times as much as reading a definition takes.
 */
function readSmallFile(path: string): Uint8Array | undefined {
  // Opening a named pipe would otherwise wait for somebody to write into it.
  const handle = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(handle);
    if (!stats.isFile() || stats.size > SMALL_FILE_BYTES_MAX) return undefined;
    return readFileSync(handle);
  } finally {
    closeSync(handle);
  }
}

async function copy(source: string, target: string): Promise<void> {
  const mode = constants.COPYFILE_FICLONE;
  if ((await stat(source)).isFile()) await copyFile(source, target, mode);
  else await cp(source, target, { recursive: true, dereference: true, mode });
}

async function attempt<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw fileSystemError(path, error);
  }
}

function attemptNow<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw fileSystemError(path, error);
  }
}
