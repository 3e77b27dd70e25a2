/** Errors on the terminal: what happened, where, and what would be right. Never a stack trace. */
import { HowdahError } from '../../base/error/howdah-error.ts';
import { errorView } from '../api/native/error-view.ts';
import type { ErrorView } from '../api/native/views.ts';

/** The lines that tell of an error, whatever was thrown. */
export function errorLines(error: unknown): string[] {
  return errorViewLines(viewOf(error));
}

export function errorViewLines({ code, message, file, line, column, mend }: ErrorView): string[] {
  const lines = [`error: ${code}: ${message}`];
  if (file !== undefined) lines.push(`  at ${file}:${line ?? 1}:${column ?? 1}`);
  if (mend !== undefined) lines.push(`  mend: ${mend}`);
  return lines;
}

function viewOf(error: unknown): ErrorView {
  if (error instanceof HowdahError) return errorView(error);
  if (error instanceof AnsweredError) return error.view;
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'E0607', message: `Other error in operation [howdah], ${message}` };
}

/** An error that a server has answered. */
export class AnsweredError extends Error {
  override readonly name = 'AnsweredError';
  readonly view: ErrorView;
  readonly httpStatus: number;

  constructor(view: ErrorView, httpStatus: number) {
    super(view.message);
    this.view = view;
    this.httpStatus = httpStatus;
  }
}
