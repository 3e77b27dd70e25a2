import type { BenchRow } from '../report.ts';

/** A figure that is measured by itself, so that one can be asked for alone. */
export interface RowSource {
  readonly name: string;
  measure(): Promise<BenchRow>;
}
