/** The files by which an attempt's process is known to whatever server comes next. */
import { join } from 'node:path';

/**
 * The environment variable that marks every process of an attempt with the attempt's directory,
 * whatever group or session it moves to.
 */
export const ATTEMPT_MARKER = 'HOWDAH_ATTEMPT_DIRECTORY';

export interface AttemptFiles {
  /** Holds claim and exit record alone, so that watching it is not woken by output. */
  readonly recordDirectory: string;
  /** Created exclusively by the one process that may run the command. */
  readonly claim: string;
  /** The exit status, one line. */
  readonly exit: string;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param directory the attempt's own directory, absolute */
export function attemptFiles(directory: string): AttemptFiles {
  const recordDirectory = join(directory, 'process');
  return {
    recordDirectory,
    claim: join(recordDirectory, 'claim'),
    exit: join(recordDirectory, 'exit'),
    stdout: join(directory, 'stdout'),
    stderr: join(directory, 'stderr'),
  };
}
