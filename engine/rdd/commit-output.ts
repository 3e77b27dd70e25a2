/** An output directory on the driver: made before the job, filled by renames after it. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { partFileName, SUCCESS_FILE, TEMPORARY_DIRECTORY } from './output-files.ts';

/** @throws HowdahError `HOWDAH_OUTPUT_EXISTS` */
export function prepareOutput(directory: string): void {
  if (existsSync(directory)) {
    throw new HowdahError('HOWDAH_OUTPUT_EXISTS', [directory], {
      subject: directory,
      mend: 'write to another directory or remove this one first',
    });
  }
  mkdirSync(join(directory, TEMPORARY_DIRECTORY), { recursive: true });
}

/** Moves every partition's file to its place; the success file comes last. */
export function commitOutput(directory: string, partitionCount: number, extension = ''): void {
  const temporary = join(directory, TEMPORARY_DIRECTORY);
  for (let partition = 0; partition < partitionCount; partition += 1) {
    const name = `${partFileName(partition)}${extension}`;
    renameSync(join(temporary, name), join(directory, name));
  }
  rmSync(temporary, { recursive: true, force: true });
  writeFileSync(join(directory, SUCCESS_FILE), '');
}

/** Leaves nothing of a job that failed. */
export function abortOutput(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
}
