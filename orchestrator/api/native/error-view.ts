/** Errors as the interface and the command line's `--json` show them. */
import type { HowdahError } from '../../../base/error/howdah-error.ts';
import type { Problem } from '../../definition/problem.ts';
import type { ErrorView, ProblemView } from './views.ts';

export function errorView(error: HowdahError): ErrorView {
  const { code, message, position, subject, mend } = error;
  return {
    code,
    message,
    ...(position && { ...position }),
    ...(subject !== undefined && { subject }),
    ...(mend !== undefined && { mend }),
  };
}

export function problemView(problem: Problem): ProblemView {
  const { severity, code, message, position, node, mend } = problem;
  return { severity, code, message, ...position, ...(node !== undefined && { node }), mend };
}
