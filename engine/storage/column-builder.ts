/**
 * A column that grows value by value and stays in a typed array for as long as its values allow.
 */
import { type Column, isInt32 } from './column.ts';

const INITIAL_CAPACITY = 16;

/** What the values so far have in common: the narrowest first. */
type Form = 'int32' | 'float64' | 'any';

export class ColumnBuilder {
  length = 0;
  private form: Form = 'int32';
  private ints = new Int32Array(INITIAL_CAPACITY);
  private doubles: Float64Array = new Float64Array(0);
  private values: unknown[] = [];

  append(value: unknown): void {
    if (this.form === 'int32') {
      if (isInt32(value)) {
        if (this.length === this.ints.length) {
          this.ints = grownInts(this.ints);
        }
        this.ints[this.length++] = value;
        return;
      }
      this.widen(value);
    }
    if (this.form === 'float64') {
      if (typeof value === 'number') {
        if (this.length === this.doubles.length) {
          this.doubles = grownDoubles(this.doubles);
        }
        this.doubles[this.length++] = value;
        return;
      }
      this.widen(value);
    }
    this.values.push(value);
    this.length += 1;
  }

  appendColumn(column: Column): void {
    for (let index = 0; index < column.length; index += 1) {
      this.append(column[index]);
    }
  }

  /** The values, without a copy: valid until the next append or reset. */
  column(): Column {
    if (this.form === 'any') {
      return this.values;
    }
    return (this.form === 'int32' ? this.ints : this.doubles).subarray(0, this.length);
  }

  reset(): void {
    this.length = 0;
    this.form = 'int32';
    this.doubles = new Float64Array(0);
    this.values = [];
  }

  /** Leaves the present form for the narrowest one that also holds `value`. */
  private widen(value: unknown): void {
    if (this.form === 'int32' && typeof value === 'number') {
      this.doubles = new Float64Array(Math.max(this.ints.length, INITIAL_CAPACITY));
      this.doubles.set(this.ints.subarray(0, this.length));
      this.form = 'float64';
      return;
    }
    this.values = Array.from<unknown>(this.column() as ArrayLike<unknown>);
    this.doubles = new Float64Array(0);
    this.form = 'any';
  }
}

function grownInts(column: Int32Array): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(column.length * 2);
  grown.set(column);
  return grown;
}

function grownDoubles(column: Float64Array): Float64Array {
  const grown = new Float64Array(Math.max(column.length * 2, INITIAL_CAPACITY));
  grown.set(column);
  return grown;
}
