/**
 * Gathers pairs to rounds that are spread and encoded together. The first round is small, to learn
 * how large a row is; from then on a round has about as many bytes as it was allowed.
 */
import type { Column } from '../storage/column.ts';
import { ColumnBuilder } from '../storage/column-builder.ts';
import type { PairScatter } from './pair-scatter.ts';

const FIRST_ROUND_ROWS = 256;
const ROUND_ROWS_MAX = 1 << 18;

/** What a round grows by at most, as rows may become larger. */
const GROWTH_MAX = 64;

export class PairRounds {
  readonly keys = new ColumnBuilder();
  readonly values = new ColumnBuilder();
  /** Whoever appends to the columns calls `flush` when they are so long. */
  roundRows = FIRST_ROUND_ROWS;
  private readonly scatter: PairScatter;
  private readonly roundBytes: number;
  private readonly isRowsOnly: boolean;

  /** @param isRowsOnly whether rows are values without keys */
  constructor(scatter: PairScatter, roundBytes: number, isRowsOnly = false) {
    this.scatter = scatter;
    this.roundBytes = roundBytes;
    this.isRowsOnly = isRowsOnly;
  }

  append(key: unknown, value: unknown): void {
    this.keys.append(key);
    this.values.append(value);
    if (this.values.length >= this.roundRows) {
      this.flush();
    }
  }

  appendColumns(keys: Column, values: Column): void {
    for (let row = 0; row < keys.length; row += 1) {
      this.append(keys[row], values[row]);
    }
  }

  flush(): void {
    const rows = this.values.length;
    if (rows === 0) {
      return;
    }
    const keys = this.isRowsOnly ? undefined : this.keys.column();
    const bytes = this.scatter.write(keys, this.values.column());
    const fitting = Math.floor((this.roundBytes * rows) / bytes);
    const grown = this.roundRows * GROWTH_MAX;
    this.roundRows = Math.max(1, Math.min(ROUND_ROWS_MAX, fitting, grown));
    this.keys.reset();
    this.values.reset();
  }
}
