import { type ErrorCode, errorRow } from './error-table.ts';

/** Where in a file something was found; line and column count from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface HowdahErrorDetails {
  readonly position?: SourcePosition | undefined;
  /** The node, element or property that it is about. */
  readonly subject?: string | undefined;
  /** What would be right. */
  readonly mend?: string | undefined;
  readonly cause?: unknown;
}

/** An error that a user may meet: a code of the one table, and what is needed to mend it. */
export class HowdahError extends Error {
  override readonly name = 'HowdahError';
  readonly code: ErrorCode;
  readonly position: SourcePosition | undefined;
  readonly subject: string | undefined;
  readonly mend: string | undefined;

  constructor(
    code: ErrorCode,
    parameters: readonly (string | number)[] = [],
    details: HowdahErrorDetails = {},
  ) {
    super(fillTemplate(errorRow(code).message, parameters), { cause: details.cause });
    this.code = code;
    this.position = details.position;
    this.subject = details.subject;
    this.mend = details.mend;
  }

  get httpStatus(): number {
    return errorRow(this.code).httpStatus;
  }

  /** `E0708: Invalid transition, …`, as Oozie's clients print it. */
  get codedMessage(): string {
    return `${this.code}: ${this.message}`;
  }
}

/** Replaces `{0}`, `{1}` … by the parameters; a placeholder without one stays as it is. */
function fillTemplate(template: string, parameters: readonly (string | number)[]): string {
  return template.replaceAll(/\{(\d+)\}/g, (placeholder, index) => {
    const value = parameters[Number(index)];
    return value === undefined ? placeholder : String(value);
  });
}
