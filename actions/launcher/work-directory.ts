/** The directory that an action's command runs in, part of its attempt's directory. */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import type { ActionContext } from '../contract/action-type.ts';
import { codedActionError } from '../contract/coded-action-error.ts';
import { workDirectoryOf } from '../process/attempt-files.ts';

/**
 * Creates it empty. A preparation that a crash cut short left what it had placed; the command has
 * not run then.
 *
 * @throws ActionError HOWDAH_DISK_FULL, JA010
 */
export function createWorkDirectory(context: ActionContext): string {
  const path = workDirectoryOf(context.directory);
  return inAttempt(context, () => {
    // Looked for first: what is prepared has one, and an error made and thrown away takes longer.
    if (existsSync(path)) {
      if (readdirSync(path).length === 0) return path;
      rmSync(path, { recursive: true, force: true });
    }
    mkdirSync(path);
    return path;
  });
}

/** Does work on the attempt's own files, and says so when the data directory's disk is full. */
export function inAttempt<Result>(context: ActionContext, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error;
    throw codedActionError('HOWDAH_DISK_FULL', [context.directory], { cause: error });
  }
}
