/** The error of an action whose job failed: Spark's words, the user's own error behind them. */
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { JobFailure } from '../scheduler/stage.ts';

export function errorOfFailure(failure: JobFailure): Error {
  if (failure.error instanceof Error) {
    return failure.error;
  }
  const cause = failure.cause && remoteError(failure.cause);
  const error = new HowdahError('HOWDAH_JOB_FAILED', [failure.message], { cause });
  // The user's line comes first: where the function failed, or else where the job was waited for.
  const frames = [...framesOf(cause), ...framesOf(error)];
  error.stack = [`${error.name}: ${error.message}`, ...frames].join('\n');
  return error;
}

function framesOf(error: Error | undefined): string[] {
  return error?.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
}

function remoteError({ name, message, stack }: NonNullable<JobFailure['cause']>): Error {
  const error = new Error(message);
  Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
  error.stack = stack;
  return error;
}
