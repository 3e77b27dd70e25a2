/** Files that `SparkContext.addFile` and `--files` give to every task. */
import { copyFileSync, cpSync, mkdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { registerTraveller, TRAVEL, type TravelTicket } from '../closure/traveller.ts';
import { localPath } from '../rdd/local-path.ts';

const SPARK_FILES_KIND = 'spark-files';

/** Within the application's directory, which every executor of this machine can read. */
const FILES_DIRECTORY = 'files';

let root: string | undefined;

/** Where tasks and driver find the files that were added. */
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

  /** @internal Functions that use it take the directory with them. */
  [TRAVEL](): TravelTicket {
    return { kind: SPARK_FILES_KIND, state: root };
  },
};

/** Called by each slot when it starts. */
export function registerSparkFiles(): void {
  registerTraveller(SPARK_FILES_KIND, (directory: string | undefined) => {
    root = directory;
    return SparkFiles;
  });
}

export class ApplicationFiles {
  private readonly directory: string;
  private readonly added: string[] = [];

  constructor(applicationDirectory: string) {
    this.directory = join(applicationDirectory, FILES_DIRECTORY);
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
