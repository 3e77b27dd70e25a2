/** What the operating system refuses, in words that name the directory and the mend. */
import { HowdahError } from '../../base/error/howdah-error.ts';

/** The codes under which a full disk, or a spent quota, shows itself. */
const fullCodes: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT']);

/** SQLite's result code for a full disk. */
const SQLITE_FULL = 13;

/** Whether a failure, or what caused it, is that nothing more fits on the disk. */
export function isDiskFull(error: unknown): boolean {
  const { code, errcode, cause } = (error ?? {}) as NodeJS.ErrnoException & { errcode?: number };
  if (fullCodes.has(code) || errcode === SQLITE_FULL) return true;
  return cause !== undefined && isDiskFull(cause);
}

/**
 * @param path the file or directory that the operation was about
 * @returns HowdahError HOWDAH_DISK_FULL or HOWDAH_DATA_DIRECTORY_UNUSABLE
 */
export function dataDirectoryError(path: string, error: unknown): HowdahError {
  if (isDiskFull(error)) {
    return new HowdahError('HOWDAH_DISK_FULL', [path], {
      mend: 'free some space on its disk, or name a directory on another with --data-dir',
      cause: error,
    });
  }
  const problem = error instanceof Error ? error.message : String(error);
  return new HowdahError('HOWDAH_DATA_DIRECTORY_UNUSABLE', [path, problem], {
    mend: 'name a directory that this user may write to with --data-dir',
    cause: error,
  });
}
