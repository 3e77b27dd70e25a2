/** Gives a driver's files to executors that cannot read its disk: code, and what was added. */
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { FileEntry, FilePieceQuestion, FileRoot } from '../../executor/slot-question.ts';

/** Large enough that the way to and fro does not count, small enough to wait for others. */
const PIECE_BYTES = 4 << 20;

const PERMISSIONS = 0o777;

export class ApplicationFileServer {
  private readonly roots: Readonly<Record<FileRoot, string | undefined>>;

  /** @param roots absolute paths; what is not there has no files */
  constructor(roots: Readonly<Record<FileRoot, string | undefined>>) {
    this.roots = roots;
  }

  /** Whether anything was added for tasks. */
  get hasFiles(): boolean {
    return existsSync(this.roots.files ?? '');
  }

  /** All files below a root, whatever their depth. */
  list(root: FileRoot): FileEntry[] {
    const directory = this.roots[root];
    if (directory === undefined || !existsSync(directory)) {
      return [];
    }
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .map(({ parentPath, name }) => join(parentPath, name))
      .flatMap((path) => {
        const stats = statSync(path);
        const { size: sizeBytes, mtimeMs: modifiedMs } = stats;
        const mode = stats.mode & PERMISSIONS;
        return stats.isFile()
          ? [{ path: relative(directory, path), sizeBytes, modifiedMs, mode }]
          : [];
      });
  }

  /** @throws Error for a path that is none of the root's */
  piece({ root, path, offset }: FilePieceQuestion): Uint8Array {
    const directory = this.roots[root] ?? '';
    const file = resolve(directory, path);
    if (directory === '' || !file.startsWith(`${directory}${sep}`)) {
      throw new Error(`There is no file ${path}`);
    }
    const descriptor = openSync(file, 'r');
    try {
      const bytes = Buffer.alloc(PIECE_BYTES);
      return bytes.subarray(0, readSync(descriptor, bytes, 0, PIECE_BYTES, offset));
    } finally {
      closeSync(descriptor);
    }
  }
}
