/** Values of equal keys merged by a user's functions; numbers stay in a typed array. */
import type { Column } from '../storage/column.ts';
import { estimateColumnBytes } from '../storage/estimate-size.ts';
import { sliceColumn } from './concat-columns.ts';
import { keepFetched } from './keep-fetched.ts';
import { KeyIndex } from './key-index.ts';
import { KEYS_TOGETHER_MAX } from './text-index.ts';

/** Spark's aggregator: how values of one key become one combined value. */
export interface Combiner {
  /** Makes the combined value of a key's first value; undefined where the value is it. */
  readonly create: ((value: unknown) => unknown) | undefined;
  readonly mergeValue: (combined: unknown, value: unknown) => unknown;
}

const INITIAL_CAPACITY = 64;

/** So many values lie in the processor's nearer caches anyway. */
const NEAR_VALUES = 1 << 12;

/** The numbers of the keys that are inserted together. */
const found = new Int32Array(KEYS_TOGETHER_MAX);

export class CombineTable {
  readonly keys = new KeyIndex();
  private readonly combiner: Combiner;
  private numbers: Float64Array | undefined = new Float64Array(INITIAL_CAPACITY);
  private values: unknown[] = [];
  /** How many keys have a value. */
  private filled = 0;

  constructor(combiner: Combiner) {
    this.combiner = combiner;
  }

  get size(): number {
    return this.keys.size;
  }

  /**
   * Inserts the first rows of two columns, one after the other.
   * @param count at most `KEYS_TOGETHER_MAX`
   */
  insertAll(keys: Column, values: Column, count: number): void {
    this.keys.addAll(keys, count, found);
    this.makeRoom();
    this.fetchNumbers(count);
    const { create, mergeValue } = this.combiner;
    for (let row = 0; row < count; row += 1) {
      const index = found[row] as number;
      const value = values[row];
      const { numbers } = this;
      if (index === this.filled) {
        this.filled += 1;
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
  }

  /** Inserts columns of equal length, one row after the other. */
  insertColumns(keys: Column, values: Column): void {
    for (let from = 0; from < keys.length; from += KEYS_TOGETHER_MAX) {
      const to = Math.min(from + KEYS_TOGETHER_MAX, keys.length);
      this.insertAll(sliceColumn(keys, from, to), sliceColumn(values, from, to), to - from);
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

  /** For the values of all keys that there are by now. */
  private makeRoom(): void {
    if (this.numbers !== undefined && this.size > this.numbers.length) {
      const larger = new Float64Array(2 ** Math.ceil(Math.log2(this.size)));
      larger.set(this.numbers);
      this.numbers = larger;
    }
  }

  /** Nothing but independent reads, so that the processor waits for all of them at once. */
  private fetchNumbers(count: number): void {
    const { numbers } = this;
    if (numbers !== undefined && numbers.length > NEAR_VALUES) {
      let touched = 0;
      for (let row = 0; row < count; row += 1) {
        touched += numbers[found[row] as number] as number;
      }
      keepFetched(touched);
    }
  }

  private set(index: number, value: unknown): void {
    const { numbers } = this;
    if (numbers === undefined) {
      this.values[index] = value;
    } else if (typeof value === 'number') {
      numbers[index] = value;
    } else {
      // The value at `index` itself is not set yet, or is about to be replaced.
      this.values = Array.from(numbers.subarray(0, this.filled));
      this.values[index] = value;
      this.numbers = undefined;
    }
  }
}
