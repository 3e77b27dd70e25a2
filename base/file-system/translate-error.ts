/** Translates Node.js's errors into the port's terms, so that no adapter's errors leak through. */
import { FileSystemError, type FileSystemFailure } from './file-system.ts';

const failures: Readonly<Record<string, readonly [FileSystemFailure, string]>> = {
  ENOENT: ['not-found', 'does not exist'],
  ENOTDIR: ['not-a-directory', 'is not a directory, or lies below something that is none'],
  EISDIR: ['is-a-directory', 'is a directory'],
  EEXIST: ['already-exists', 'exists already'],
  ENOTEMPTY: ['already-exists', 'is a directory that is not empty'],
  EACCES: ['access-denied', 'cannot be accessed: permission denied'],
  EPERM: ['access-denied', 'cannot be accessed: operation not permitted'],
  EROFS: ['access-denied', 'lies on a file system that is mounted read-only'],
  ENOSPC: ['no-space', 'cannot be written: no space left on the device'],
  EDQUOT: ['no-space', 'cannot be written: the disk quota is used up'],
  EFBIG: ['too-large', 'would become larger than the file system allows'],
  ENAMETOOLONG: ['other', 'is longer than the file system allows'],
  ELOOP: ['other', 'passes through too many symbolic links'],
  EXDEV: ['other', 'lies on another device'],
};

/** The error of the port that a thrown value is; one that is none yet is taken as Node.js's. */
export function fileSystemError(path: string, error: unknown): FileSystemError {
  if (error instanceof FileSystemError) return error;
  const code = errorCode(error);
  const known = code === undefined ? undefined : failures[code];
  if (known !== undefined) {
    return new FileSystemError(known[0], path, `${path} ${known[1]}`, error);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new FileSystemError('other', path, `${path}: ${reason}`, error);
}

/** Whether nothing is there: the name itself is missing, or what should hold it is no directory. */
export function isAbsence(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

export function errorCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}
