/** Makes the errors of expressions: Oozie's code and text, and where in the text it went wrong. */
import { HowdahError } from '../../../base/error/howdah-error.ts';

export interface ExpressionErrorDetails {
  /** The whole text that was read or evaluated. */
  readonly text?: string | undefined;
  /** Offset into `text`, counted from 0. */
  readonly offset?: number | undefined;
  readonly mend?: string | undefined;
  readonly cause?: unknown;
}

/** The name that stands for the file in the positions of expressions. */
export const EXPRESSION_SOURCE = 'expression';

/**
 * @param message what clients see as `errorMessage` of the action, in the words of Oozie where apps
 *   and people know them
 */
export function expressionError(
  message: string,
  details: ExpressionErrorDetails = {},
): HowdahError {
  const { text, offset, mend, cause } = details;
  return new HowdahError('EL_ERROR', [message], {
    position: text === undefined || offset === undefined ? undefined : positionWithin(text, offset),
    mend,
    cause,
  });
}

/** A text that is not a template at all. The message quotes the whole text, as Oozie's does. */
export function syntaxError(
  text: string,
  offset: number,
  found: string,
  expected: string,
): HowdahError {
  return expressionError(`Failed to parse the expression [${text}]`, {
    text,
    offset,
    mend: `found ${found}; ${expected}`,
  });
}

function positionWithin(text: string, offset: number) {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { file: EXPRESSION_SOURCE, line, column: offset - before.lastIndexOf('\n') };
}
