/**
 * Rows reach an operator in batches: arrays, pairs of columns, or numbers that exist only as a
 * range.
 */
import type { Column } from '../storage/column.ts';

export interface RangeBatch {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** Rows `[keys[i], values[i]]` for `from <= i < to`. */
export interface PairBatch {
  readonly keys: Column;
  readonly values: Column;
  readonly from: number;
  readonly to: number;
}

export interface RowSource {
  readonly form: 'rows';
  /** The next rows, never none of them; undefined at the end. */
  next(): readonly unknown[] | undefined;
}

export interface RangeSource {
  readonly form: 'range';
  next(): RangeBatch | undefined;
}

export interface PairSource {
  readonly form: 'pairs';
  next(): PairBatch | undefined;
}

export type BatchSource = RowSource | RangeSource | PairSource;

/** The first batch of a source is small, so that `take(1)` computes little more than one row. */
const FIRST_BATCH_ROWS = 64;

/** Large enough to hide the cost of a batch, small enough to stay in the processor's cache. */
const BATCH_ROWS_MAX = 16_384;

const GROWTH = 4;

/** The row counts of successive batches. */
export class BatchRamp {
  private rows = FIRST_BATCH_ROWS;

  next(): number {
    const rows = this.rows;
    this.rows = Math.min(rows * GROWTH, BATCH_ROWS_MAX);
    return rows;
  }
}

export function rowSource(next: () => readonly unknown[] | undefined): RowSource {
  return { form: 'rows', next };
}

export const emptySource: RowSource = rowSource(() => undefined);

/** Arrays one after the other, skipping empty ones. */
export function sourceOfBatches(batches: Iterator<readonly unknown[]>): RowSource {
  return rowSource(() => {
    for (let step = batches.next(); !step.done; step = batches.next()) {
      if (step.value.length > 0) {
        return step.value;
      }
    }
    return undefined;
  });
}

/** Two columns of equal length in batches. @param onEnd called when all were given */
export function pairSource(keys: Column, values: Column, onEnd: () => void = () => {}): PairSource {
  const ramp = new BatchRamp();
  let from = 0;
  return {
    form: 'pairs',
    next() {
      if (from >= keys.length) {
        onEnd();
        return undefined;
      }
      const batch = { keys, values, from, to: Math.min(from + ramp.next(), keys.length) };
      from = batch.to;
      return batch;
    },
  };
}
