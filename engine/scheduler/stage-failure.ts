/** Why a job ends when one of its stages cannot go on, in Spark's words. */
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

function abortedBecause(reason: string): string {
  return `Job aborted due to stage failure: ${reason}`;
}
