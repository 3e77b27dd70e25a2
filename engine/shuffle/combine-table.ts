/** Values of equal keys merged by a user's functions; numbers stay in a typed array. */
import type { Column } from '../storage/column.ts';
import { estimateColumnBytes } from '../storage/estimate-size.ts';
import { KeyIndex } from './key-index.ts';

/** Spark's aggregator: how values of one key become one combined value. */
export interface Combiner {
  /** Makes the combined value of a key's first value; undefined where the value is it. */
  readonly create: ((value: unknown) => unknown) | undefined;
  readonly mergeValue: (combined: unknown, value: unknown) => unknown;
}

const INITIAL_CAPACITY = 64;

export class CombineTable {
  readonly keys = new KeyIndex();
  private readonly combiner: Combiner;
  private numbers: Float64Array | undefined = new Float64Array(INITIAL_CAPACITY);
  private values: unknown[] = [];

  constructor(combiner: Combiner) {
    this.combiner = combiner;
  }

  get size(): number {
    return this.keys.size;
  }

  insert(key: unknown, value: unknown): void {
    const known = this.keys.size;
    const index = this.keys.add(key);
    const { create, mergeValue } = this.combiner;
    const { numbers } = this;
    if (index === known) {
      this.set(index, create === undefined ? value : create(value));
    } else if (numbers === undefined) {
      this.values[index] = mergeValue(this.values[index], value);
    } else {
      const merged = mergeValue(numbers[index], value);
      if (typeof merged === 'number') {
        numbers[index] = merged;
      } else {
        this.set(index, merged);
      }
    }
  }

  /** Inserts columns of equal length, one row after the other. */
  insertColumns(keys: Column, values: Column): void {
    if (keys instanceof Int32Array && !Array.isArray(values)) {
      this.insertNumbers(keys, values);
      return;
    }
    for (let index = 0; index < keys.length; index += 1) {
      this.insert(keys[index], values[index]);
    }
  }

  /** Memory that the table takes, roughly. */
  estimateBytes(): number {
    const { numbers } = this;
    return (
      this.keys.estimateBytes() +
      (numbers === undefined ? estimateColumnBytes(this.values) : numbers.byteLength)
    );
  }

  /** The combined values in the order of the keys' numbers, without a copy. */
  column(): Column {
    return this.numbers === undefined ? this.values : this.numbers.subarray(0, this.size);
  }

  private insertNumbers(keys: Int32Array, values: Int32Array | Float64Array): void {
    const { keys: index } = this;
    const { create, mergeValue } = this.combiner;
    let row = 0;
    for (; row < keys.length && this.numbers !== undefined; row += 1) {
      const known = index.size;
      const at = index.addInt(keys[row] as number);
      const value = values[row] as number;
      if (at === known) {
        this.set(at, create === undefined ? value : create(value));
        continue;
      }
      const merged = mergeValue(this.numbers[at], value);
      if (typeof merged === 'number') {
        this.numbers[at] = merged;
      } else {
        this.set(at, merged);
      }
    }
    for (; row < keys.length; row += 1) {
      this.insert(keys[row], values[row]);
    }
  }

  private set(index: number, value: unknown): void {
    const { numbers } = this;
    if (numbers === undefined) {
      this.values[index] = value;
      return;
    }
    if (typeof value !== 'number') {
      // The value at `index` itself is not set yet, or is about to be replaced.
      this.values = Array.from(numbers.subarray(0, this.size));
      this.values[index] = value;
      this.numbers = undefined;
      return;
    }
    if (index >= numbers.length) {
      this.numbers = new Float64Array(numbers.length * 2);
      this.numbers.set(numbers);
    }
    (this.numbers as Float64Array)[index] = value;
  }
}
