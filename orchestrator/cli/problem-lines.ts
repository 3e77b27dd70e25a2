/** Problems of a definition on the terminal. */
import type { ProblemView } from '../api/native/views.ts';

/** `file:line:column: error E0708: message`, the mend below. */
export function problemLines(problem: ProblemView): string[] {
  const { severity, code, message, file, line, column, mend } = problem;
  const first = `${file}:${line}:${column}: ${severity} ${code}: ${message}`;
  return mend === undefined ? [first] : [first, `  mend: ${mend}`];
}
