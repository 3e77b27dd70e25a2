/** Why a job ends when one of its stages cannot go on, in Spark's words. */
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { ErrorDescription } from '../executor/slot-protocol.ts';
import type { JobFailure } from './stage.ts';

export interface StageFailure {
  readonly reason: string;
  /** With the frames of the task: listeners get no error to read them from. */
  readonly toldReason?: string;
  /** What the last attempt has thrown. */
  readonly cause?: ErrorDescription;
  /** Of the driver itself, thrown as it is. */
  readonly error?: unknown;
}

export function failureOfJob(failure: StageFailure): JobFailure & { readonly told: string } {
  const { reason, toldReason, cause, error } = failure;
  return {
    message: abortedBecause(reason),
    told: abortedBecause(toldReason ?? reason),
    cause,
    ...(error === undefined ? {} : { error }),
  };
}

/** @param error of the driver itself, such as of who takes the results */
export function failureOfDriver(error: unknown): JobFailure {
  // Without the name of our own errors, which says nothing to the user.
  const message = error instanceof HowdahError ? error.message : String(error);
  return { message, cause: undefined, error };
}

function abortedBecause(reason: string): string {
  return `Job aborted due to stage failure: ${reason}`;
}
