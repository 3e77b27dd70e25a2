/** Spreads columns of pairs over parts and appends each part's rows to a file of chunks. */
import { ColumnScatter, sliceColumn } from '../shuffle/concat-columns.ts';
import type { Column } from '../storage/column.ts';

/** Where chunks go: a map task's output or a spill file. */
export interface ChunkTarget {
  /** @returns the encoded size in bytes */
  append(part: number, columns: readonly Column[]): number;
}

/** The part of each key of a column. */
export type PartsOf = (keys: Column) => Int32Array;

export class PairScatter {
  private readonly partCount: number;
  private readonly partsOf: PartsOf;
  private readonly target: ChunkTarget;

  constructor(partCount: number, partsOf: PartsOf, target: ChunkTarget) {
    this.partCount = partCount;
    this.partsOf = partsOf;
    this.target = target;
  }

  /** @returns the encoded size in bytes */
  write(keys: Column | undefined, values: Column): number {
    const { partCount } = this;
    const columns = keys === undefined ? [values] : [keys, values];
    if (partCount === 1) {
      return this.target.append(0, columns);
    }
    const scatter = new ColumnScatter(this.partsOf(keys ?? values), values.length, partCount);
    const scattered = columns.map((column) => scatter.apply(column));
    let bytes = 0;
    for (let part = 0; part < partCount; part += 1) {
      const from = scatter.starts[part] as number;
      const to = scatter.starts[part + 1] as number;
      if (to > from) {
        bytes += this.target.append(
          part,
          scattered.map((column) => sliceColumn(column, from, to)),
        );
      }
    }
    return bytes;
  }
}
