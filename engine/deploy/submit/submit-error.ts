/** A mistake in how an application was submitted: shown in Spark's words, never with a stack. */
export class SubmitError extends Error {
  override readonly name = 'SubmitError';
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
