/** Puts columns together and apart, staying in typed arrays where all of them are. */
import type { Column } from '../storage/column.ts';

/** The columns one after the other. */
export function concatColumns(columns: readonly Column[]): Column {
  if (columns.length === 1) {
    return columns[0] as Column;
  }
  const length = columns.reduce((sum, column) => sum + column.length, 0);
  if (columns.some((column) => Array.isArray(column))) {
    const joined: unknown[] = new Array(length);
    let at = 0;
    for (const column of columns) {
      for (let index = 0; index < column.length; index += 1) {
        joined[at++] = column[index];
      }
    }
    return joined;
  }
  const isDouble = columns.some((column) => column instanceof Float64Array);
  const joined = isDouble ? new Float64Array(length) : new Int32Array(length);
  let at = 0;
  for (const column of columns) {
    joined.set(column as Int32Array, at);
    at += column.length;
  }
  return joined;
}

/** Rows of one column by the part that each belongs to. */
export class ColumnScatter {
  /** `starts[p]` is where part `p` begins among all rows; one more entry holds the end. */
  readonly starts: Int32Array;
  private readonly targets: Int32Array;

  /** @param parts the part of each row */
  constructor(parts: Int32Array, rowCount: number, partCount: number) {
    this.starts = new Int32Array(partCount + 1);
    for (let row = 0; row < rowCount; row += 1) {
      const part = parts[row] as number;
      this.starts[part + 1] = (this.starts[part + 1] as number) + 1;
    }
    for (let part = 0; part < partCount; part += 1) {
      this.starts[part + 1] = (this.starts[part + 1] as number) + (this.starts[part] as number);
    }
    const next = this.starts.slice();
    this.targets = new Int32Array(rowCount);
    for (let row = 0; row < rowCount; row += 1) {
      const part = parts[row] as number;
      const at = next[part] as number;
      this.targets[row] = at;
      next[part] = at + 1;
    }
  }

  /** The column's rows ordered by part. */
  apply(column: Column): Column {
    const { targets } = this;
    if (column instanceof Int32Array) {
      const scattered = new Int32Array(targets.length);
      for (let row = 0; row < targets.length; row += 1) {
        scattered[targets[row] as number] = column[row] as number;
      }
      return scattered;
    }
    if (column instanceof Float64Array) {
      const scattered = new Float64Array(targets.length);
      for (let row = 0; row < targets.length; row += 1) {
        scattered[targets[row] as number] = column[row] as number;
      }
      return scattered;
    }
    const scattered: unknown[] = new Array(targets.length);
    for (let row = 0; row < targets.length; row += 1) {
      scattered[targets[row] as number] = column[row];
    }
    return scattered;
  }
}

/** A part of a column: a view where it is a typed array. */
export function sliceColumn(column: Column, from: number, to: number): Column {
  return Array.isArray(column) ? column.slice(from, to) : column.subarray(from, to);
}
