/** The files by which an attempt's process is known to whatever server comes next. */
import { join } from 'node:path';

/**
 * The environment variable that marks every process of an attempt with the attempt's directory,
 * whatever group or session it moves to.
 */
export const ATTEMPT_MARKER = 'HOWDAH_ATTEMPT_DIRECTORY';

export interface AttemptFiles {
  /**
   * Created exclusively by the one process that may run the command, which adds the exit status.
   * One file for both, since creating a file is among the dearest things that a start does.
   */
  readonly record: string;
  readonly stdout: string;
  readonly stderr: string;
}

/** The directory that an attempt's command runs in, mostly. */
export function workDirectoryOf(directory: string): string {
  return join(directory, 'work');
}

/** @param directory the attempt's own directory, absolute */
export function attemptFiles(directory: string): AttemptFiles {
  return {
    record: join(directory, 'process'),
    stdout: join(directory, 'stdout'),
    stderr: join(directory, 'stderr'),
  };
}
