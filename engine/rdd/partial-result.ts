/** What was known of a result in time, and the way to the rest. */
export class PartialResult<R> {
  readonly initialValue: R;
  readonly isInitialValueFinal: boolean;
  private readonly final: Promise<R>;

  /** @internal */
  constructor(initialValue: R, isInitialValueFinal: boolean, final: Promise<R>) {
    this.initialValue = initialValue;
    this.isInitialValueFinal = isInitialValueFinal;
    this.final = final;
  }

  /** Waits for the job's end. Rejects with its failure. */
  getFinalValue(): Promise<R> {
    return this.final;
  }
}
