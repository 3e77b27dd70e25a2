/** Files that `SparkContext.addFile` and `--files` give to every task. */
import { copyFileSync, cpSync, mkdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { localPath } from '../rdd/local-path.ts';

/** Within the application's directory, which every executor of this machine can read. */
const FILES_DIRECTORY = 'files';

let root: string | undefined;

/**
 * Where tasks and driver find the files that were added.
 * @public for programs
 */
export const SparkFiles = {
  /** The absolute path of a file, by the last part of the name with which it was added. */
  get(filename: string): string {
    return join(SparkFiles.getRootDirectory(), filename);
  },

  /** @throws Error where no application runs */
  getRootDirectory(): string {
    if (root === undefined) {
      throw new Error('SparkFiles are there while a SparkContext runs');
    }
    return root;
  },
};

/**
 * Called by each slot when it starts. @param executorDirectory within the application's
 * directory
 */
export function findSparkFiles(executorDirectory: string): void {
  root = join(dirname(executorDirectory), FILES_DIRECTORY);
}

/** @param applicationDirectory the driver's */
export function filesDirectory(applicationDirectory: string): string {
  return join(applicationDirectory, FILES_DIRECTORY);
}

export class ApplicationFiles {
  private readonly directory: string;
  private readonly added: string[] = [];

  constructor(applicationDirectory: string) {
    this.directory = filesDirectory(applicationDirectory);
    root = this.directory;
  }

  /** @throws HowdahError `HOWDAH_INPUT_MISSING`; TypeError for a directory without `recursive` */
  add(path: string, recursive: boolean): void {
    const source = localPath(path);
    const stats = statSync(source, { throwIfNoEntry: false });
    if (stats === undefined) {
      throw new HowdahError('HOWDAH_INPUT_MISSING', [source], { subject: path });
    }
    if (stats.isDirectory() && !recursive) {
      throw new TypeError(`Added file ${path} is a directory and recursive is not turned on.`);
    }
    mkdirSync(this.directory, { recursive: true });
    const target = join(this.directory, basename(source));
    if (stats.isDirectory()) {
      cpSync(source, target, { recursive: true });
    } else {
      copyFileSync(source, target);
    }
    this.added.push(`file:${source}`);
  }

  list(): readonly string[] {
    return this.added;
  }

  close(): void {
    root = undefined;
  }
}
