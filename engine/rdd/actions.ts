/** Actions: they run a job and give a promise of its result. */
import { HowdahError } from '../../base/error/howdah-error.ts';
import { rowsFromBytes } from '../storage/row-bytes.ts';
import { abortOutput, commitOutput, prepareOutput } from './commit-output.ts';
import type { DriverFunction } from './lineage.ts';
import { localPath } from './local-path.ts';
import { summed } from './pair-functions.ts';
import type { SinkPlan } from './plan.ts';
import { RDD, travels } from './rdd.ts';
import { compareValues } from './value-order.ts';

type Sink = SinkPlan<DriverFunction>;

/** How many partitions `take` looks at next, as a multiple of those it has seen. */
const TAKE_SCALE_UP = 4;

declare module './rdd.ts' {
  interface RDD<T> {
    /** The number of rows. */
    count(): Promise<number>;
    /** All rows, in the order of the partitions. They must fit in the driver's memory. */
    collect(): Promise<T[]>;
    /** The first rows; looks at as few partitions as it can. */
    take(count: number): Promise<T[]>;
    /** @throws HowdahError `HOWDAH_EMPTY_COLLECTION` */
    first(): Promise<T>;
    isEmpty(): Promise<boolean>;
    /**
     * Merges all rows. The function must be associative and commutative.
     * @throws HowdahError `HOWDAH_EMPTY_COLLECTION`
     */
    reduce(fn: (left: T, right: T) => T): Promise<T>;
    /** Merges all rows and, once for each partition and once more, `zero`. */
    fold(zero: T, fn: (left: T, right: T) => T): Promise<T>;
    /** Merges the rows of each partition into a copy of `zero`, then those results. */
    aggregate<U>(
      zero: U,
      mergeValue: (combined: U, value: T) => U,
      mergeCombined: (left: U, right: U) => U,
    ): Promise<U>;
    /** Calls the function for each row on the executors; a promise that it gives is awaited. */
    foreach(fn: (value: T) => unknown): Promise<void>;
    /**
     * Calls the function for each partition on the executors; a promise that it gives is awaited.
     */
    foreachPartition(fn: (rows: IteratorObject<T>) => unknown): Promise<void>;
    /** How often each row occurs; rows compare by value. */
    countByValue(): Promise<Map<T, number>>;
    /** The least rows in order; `by` gives what they are ordered by. */
    takeOrdered(count: number, by?: (value: T) => unknown): Promise<T[]>;
    /** The greatest rows, the greatest first. */
    top(count: number, by?: (value: T) => unknown): Promise<T[]>;
    /** @throws HowdahError `HOWDAH_EMPTY_COLLECTION`, as `max` does */
    min(): Promise<T>;
    max(): Promise<T>;
    sum(this: RDD<number>): Promise<number>;
    mean(this: RDD<number>): Promise<number>;
    /**
     * Writes each partition as `part-00000` and so on, one row a line: texts as they are, arrays as
     * `(a,b)`, objects as JSON. `_SUCCESS` is written last; a job that fails leaves nothing.
     * @param path a directory that does not exist yet
     * @throws HowdahError `HOWDAH_OUTPUT_EXISTS`
     */
    saveAsTextFile(path: string): Promise<void>;
  }
}

/** Results in the order of the partitions. */
async function results<T>(
  rdd: RDD<T>,
  operation: string,
  sink: Sink,
  partitions?: readonly number[],
): Promise<(Uint8Array | number | undefined)[]> {
  const values: (Uint8Array | number | undefined)[] = [];
  await rdd.runner.runLineage({
    lineage: rdd.lineage,
    sink,
    operation,
    ...(partitions === undefined ? {} : { partitions }),
    onResult: (index, value) => {
      values[index] = value;
    },
  });
  return values;
}

async function resultRows<T>(
  rdd: RDD<T>,
  operation: string,
  sink: Sink,
  partitions?: readonly number[],
): Promise<unknown[][]> {
  const values = await results(rdd, operation, sink, partitions);
  return values.map((value) => rowsFromBytes(value as Uint8Array));
}

function emptyCollection(): HowdahError {
  return new HowdahError('HOWDAH_EMPTY_COLLECTION');
}

async function reduceRows<T>(
  rdd: RDD<T>,
  operation: string,
  fn: DriverFunction,
  merge: (left: T, right: T) => T,
): Promise<T> {
  const rows = (await resultRows(rdd, operation, { kind: 'reduce', fn })).flat() as T[];
  if (rows.length === 0) {
    throw emptyCollection();
  }
  return rows.reduce((left, right) => merge(left, right));
}

async function firstInOrder<T>(
  rdd: RDD<T>,
  operation: string,
  count: number,
  isAscending: boolean,
  by: ((value: T) => unknown) | undefined,
): Promise<T[]> {
  if (by !== undefined) {
    travels(by);
  }
  const ordered = { kind: 'ordered', count, isAscending } as const;
  const rows = await resultRows(rdd, operation, by === undefined ? ordered : { ...ordered, by });
  const keyOf = by ?? ((value: T) => value);
  const sign = isAscending ? 1 : -1;
  return (rows.flat() as T[])
    .sort((left, right) => sign * compareValues(keyOf(left), keyOf(right)))
    .slice(0, count);
}

const actions: ThisType<RDD<unknown>> & Partial<RDD<unknown>> = {
  async count() {
    const counts = (await results(this, 'count', { kind: 'count' })) as number[];
    return counts.reduce((sum, count) => sum + count, 0);
  },

  async collect() {
    return (await resultRows(this, 'collect', { kind: 'collect' })).flat();
  },

  async take(count) {
    const taken: unknown[] = [];
    await this.runner.prepare(this.lineage);
    const total = this.getNumPartitions();
    let seen = 0;
    while (taken.length < count && seen < total) {
      const next = seen === 0 ? 1 : Math.max(1, seen * TAKE_SCALE_UP);
      const end = Math.min(total, seen + next);
      const partitions = Array.from({ length: end - seen }, (_, index) => seen + index);
      const sink = { kind: 'take', count: count - taken.length } as const;
      for (const rows of await resultRows(this, 'take', sink, partitions)) {
        taken.push(...rows.slice(0, count - taken.length));
      }
      seen = end;
    }
    return taken;
  },

  async first() {
    const rows = await this.take(1);
    if (rows.length === 0) {
      throw emptyCollection();
    }
    return rows[0];
  },

  async isEmpty() {
    return (await this.take(1)).length === 0;
  },

  async reduce(fn) {
    travels(fn);
    return reduceRows(this, 'reduce', fn, fn);
  },

  async fold(zero, fn) {
    travels(fn);
    const parts = await resultRows(this, 'fold', { kind: 'aggregate', zero, fn });
    return parts.flat().reduce((left, right) => fn(left, right), structuredClone(zero));
  },

  async foreach(fn) {
    travels(fn);
    await results(this, 'foreach', { kind: 'foreach', fn });
  },

  async foreachPartition(fn) {
    travels(fn);
    const sink = { kind: 'partition', fn, withIndex: false, keepsResult: false } as const;
    await results(this, 'foreachPartition', sink);
  },

  takeOrdered(count, by) {
    return firstInOrder(this, 'takeOrdered', count, true, by);
  },

  top(count, by) {
    return firstInOrder(this, 'top', count, false, by);
  },

  min() {
    const merge = (left: unknown, right: unknown) =>
      compareValues(left, right) <= 0 ? left : right;
    return reduceRows(this, 'min', { library: 'smaller' }, merge);
  },

  max() {
    const merge = (left: unknown, right: unknown) =>
      compareValues(left, right) >= 0 ? left : right;
    return reduceRows(this, 'max', { library: 'greater' }, merge);
  },

  async saveAsTextFile(path) {
    const directory = localPath(path);
    await this.runner.prepare(this.lineage);
    prepareOutput(directory);
    try {
      await results(this, 'saveAsTextFile', { kind: 'save-text', directory });
      commitOutput(directory, this.getNumPartitions());
    } catch (error) {
      abortOutput(directory);
      throw error;
    }
  },
};

Object.assign(RDD.prototype, actions, {
  async aggregate(
    this: RDD<unknown>,
    zero: unknown,
    mergeValue: (combined: unknown, value: unknown) => unknown,
    mergeCombined: (left: unknown, right: unknown) => unknown,
  ) {
    travels(mergeValue);
    const sink = { kind: 'aggregate', zero, fn: mergeValue } as const;
    const parts = await resultRows(this, 'aggregate', sink);
    return parts.flat().reduce((left, right) => mergeCombined(left, right), structuredClone(zero));
  },

  async countByValue(this: RDD<unknown>) {
    const counts = this.narrow<[unknown, number]>('countByValue', (input, rddId) => ({
      kind: 'map-values',
      rddId,
      fn: { library: 'one' },
      input: { kind: 'pair-with-null', rddId, input },
    }));
    return new Map(await summed(counts, 'countByValue').collect());
  },

  async sum(this: RDD<number>) {
    const sink = { kind: 'aggregate', zero: 0, fn: { library: 'sum' } } as const;
    const parts = (await resultRows(this, 'sum', sink)).flat() as number[];
    return parts.reduce((sum, part) => sum + part, 0);
  },

  async mean(this: RDD<number>) {
    const kept = await Promise.all([this.sum(), this.count()]);
    return kept[0] / kept[1];
  },
});
