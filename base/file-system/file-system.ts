/**
 * The port through which the server and its actions reach files. Paths are absolute and without
 * scheme (`/data/in`); which adapter serves a URI is FileSystems' business. No handle, descriptor
 * or Node.js type leaks through it. Adapters throw FileSystemError only.
 */
export interface FileSystem {
  /** The URI scheme it serves, without colon: `file`. */
  readonly scheme: string;
  /** Undefined when nothing is there. Links are followed. */
  status(path: string): Promise<FileStatus | undefined>;
  /** The same, at once; expressions are evaluated synchronously. */
  statusNow(path: string): FileStatus | undefined;
  /** The children of a directory, ordered by name. */
  list(path: string): Promise<FileStatus[]>;
  listNow(path: string): FileStatus[];
  /**
   * Every path that matches a Hadoop glob (`*`, `?`, `[a-c]`, `{a,b}`, `\` escapes), ordered by
   * path; one without wildcards matches itself if it exists. At most `limit` + 1 are returned.
   */
  glob(pattern: string, limit: number): Promise<FileStatus[]>;
  globNow(pattern: string, limit: number): FileStatus[];
  readFile(path: string, maxBytes?: number): Promise<Uint8Array>;
  writeFile(path: string, content: Uint8Array | string): Promise<void>;
  /** Creates the directory and its missing parents; an existing one is fine. */
  makeDirectories(path: string): Promise<void>;
  /** Removes a file or a whole directory; false when nothing was there. */
  delete(path: string): Promise<boolean>;
  /** Gives the source the target's path; the target's parent exists, the target does not. */
  rename(source: string, target: string): Promise<void>;
  /** @param permissions the nine permission bits, such as 0o755 */
  setPermissions(path: string, permissions: number): Promise<void>;
  setGroup(path: string, group: string): Promise<void>;
  /** Copies a file or a whole directory to the machine's own disk, to a path that is free. */
  copyToLocal(path: string, localPath: string): Promise<void>;
}

export interface FileStatus {
  readonly path: string;
  readonly kind: 'file' | 'directory';
  readonly sizeBytes: number;
  readonly blockSizeBytes: number;
  readonly modifiedMs: number;
  readonly permissions: number;
}

/** What went wrong in terms that every file system has. */
export type FileSystemFailure =
  | 'not-found'
  | 'access-denied'
  | 'not-a-directory'
  | 'is-a-directory'
  | 'already-exists'
  | 'no-space'
  | 'too-large'
  | 'other';

export class FileSystemError extends Error {
  override readonly name = 'FileSystemError';
  readonly failure: FileSystemFailure;
  readonly path: string;

  constructor(failure: FileSystemFailure, path: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.failure = failure;
    this.path = path;
  }
}
