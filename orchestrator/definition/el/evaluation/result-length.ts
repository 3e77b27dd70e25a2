/** Keeps what an evaluation gives within bounds. */
import { expressionError } from '../expression-error.ts';
import { RESULT_LENGTH_MAX } from '../expression-limits.ts';

/** @throws HowdahError EL_ERROR when a text of so many characters must not be made */
export function checkResultLength(length: number): void {
  if (length > RESULT_LENGTH_MAX) {
    throw expressionError(`The text that it gives is longer than ${RESULT_LENGTH_MAX} characters`);
  }
}

export function joinTexts(left: string, right: string): string {
  checkResultLength(left.length + right.length);
  return left + right;
}
