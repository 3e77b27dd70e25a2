import type { ErrorCode } from '../../base/error/error-table.ts';
import { errorRow } from '../../base/error/error-table.ts';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { ActionError } from './action-type.ts';

export interface CodedActionErrorOptions {
  /** What would be right; it follows the message. */
  readonly mend?: string | undefined;
  readonly cause?: unknown;
}

/**
 * The failure that a row of the error table describes, with the row's class. The message begins
 * with the code, and an ERROR has the external status ERROR: so does Oozie report what fails
 * before anything was launched.
 */
export function codedActionError(
  code: ErrorCode,
  parameters: readonly (string | number)[],
  { mend, cause }: CodedActionErrorOptions = {},
): ActionError {
  const { codedMessage } = new HowdahError(code, parameters);
  const { errorClass } = errorRow(code);
  const message = mend === undefined ? codedMessage : `${codedMessage}: ${mend}`;
  const external = errorClass === 'ERROR' ? { externalStatus: 'ERROR' } : {};
  return new ActionError(errorClass, code, message, { cause, ...external });
}
