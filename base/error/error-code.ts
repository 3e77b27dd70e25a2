/** The classes of failure that Oozie knows; they decide what happens to the action and its job. */
export type ErrorClass = 'TRANSIENT' | 'NON_TRANSIENT' | 'ERROR' | 'FAILED';

/** One row of the error table. */
export interface ErrorCodeRow {
  /** Message with `{0}`, `{1}` … placeholders. */
  readonly message: string;
  /** Status of the HTTP answer that reports it. */
  readonly httpStatus: number;
  /** What it does to an action that raises it; `FAILED` where it never meets an action. */
  readonly errorClass: ErrorClass;
}

/** Types a family of codes while keeping its literal keys. */
export function errorCodes<const Codes extends Record<string, ErrorCodeRow>>(codes: Codes): Codes {
  return codes;
}

/** A row, in the order message, HTTP status, class. */
export function row(
  message: string,
  httpStatus = 400,
  errorClass: ErrorClass = 'FAILED',
): ErrorCodeRow {
  return { message, httpStatus, errorClass };
}
