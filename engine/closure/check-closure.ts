/**
 * The early check of a function that is given to a transformation, as Spark's ClosureCleaner does.
 */
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { AnyFunction } from './annotation.ts';
import { describeClosure } from './describe-closure.ts';

/**
 * Fails now, at the user's call, for what could not travel later. A variable without a value yet is
 * no mistake at this time: it may have one when the stage is submitted.
 * @throws HowdahError `HOWDAH_TASK_NOT_SERIALIZABLE`
 */
export function checkClosure(fn: AnyFunction): void {
  try {
    describeClosure(fn);
  } catch (error) {
    const isForLater = error instanceof HowdahError && error.cause instanceof ReferenceError;
    if (!isForLater) {
      throw error;
    }
  }
}
