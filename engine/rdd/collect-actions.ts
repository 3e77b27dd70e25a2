/** Actions that bring rows to the driver, or run a function on them where they are. */
import { type CallSite, callSites } from '../context/call-site.ts';
import { emptyCollection } from './aggregate-actions.ts';
import type { DriverFunction } from './lineage.ts';
import type { SinkPlan } from './plan.ts';
import { RDD, travels } from './rdd.ts';
import { runResults, runRows } from './run-results.ts';
import { compareValues } from './value-order.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /** All rows, in the order of the partitions. They must fit in the driver's memory. */
    collect(): Promise<T[]>;
    /**
     * All rows, one partition at a time: the driver's memory holds the largest of them. Runs a job
     * for each partition when it is reached.
     * @param prefetchPartitions whether a partition is computed while the one before is read
     */
    toLocalIterator(prefetchPartitions?: boolean): AsyncGenerator<T, void, void>;
    /** The first rows. Looks at one partition, then at four times as many, until it has enough. */
    take(num: number): Promise<T[]>;
    /** @throws HowdahError `HOWDAH_EMPTY_COLLECTION` */
    first(): Promise<T>;
    /** Whether there is no row; looks at as few partitions as it can. */
    isEmpty(): Promise<boolean>;
    /** The least rows in the order of values; `by` gives what they are ordered by. */
    takeOrdered(num: number, by?: (value: T) => unknown): Promise<T[]>;
    /** The greatest rows, the greatest first. */
    top(num: number, by?: (value: T) => unknown): Promise<T[]>;
    /** Calls the function for each row on the executors; a promise that it gives is awaited. */
    foreach(f: (value: T) => unknown): Promise<void>;
    /**
     * Calls the function for each partition on the executors; a promise that it gives is awaited.
     */
    foreachPartition(f: (rows: IteratorObject<T>) => unknown): Promise<void>;
  }
}

type Rows = RDD<unknown>;

/** Spark's `spark.rdd.limit.scaleUpFactor`: how many times more partitions `take` looks at next. */
const TAKE_SCALE_UP = 4;

async function firstInOrder(
  rdd: Rows,
  operation: string,
  num: number,
  isAscending: boolean,
  by: ((value: unknown) => unknown) | undefined,
): Promise<unknown[]> {
  if (by !== undefined) {
    travels(by);
  }
  const ordered = { kind: 'ordered', count: num, isAscending } as const;
  const sink: SinkPlan<DriverFunction> = by === undefined ? ordered : { ...ordered, by };
  const rows = await runRows(rdd, operation, sink);
  const keyOf = by ?? ((value: unknown) => value);
  const sign = isAscending ? 1 : -1;
  return rows
    .flat()
    .sort((left, right) => sign * compareValues(keyOf(left), keyOf(right)))
    .slice(0, num);
}

async function partitionRows(rdd: Rows, partition: number, site: CallSite): Promise<unknown[]> {
  const sink = { kind: 'collect' } as const;
  return (await runRows(rdd, 'toLocalIterator', sink, [partition], site)).flat(1);
}

const actions = {
  async collect(this: Rows) {
    return (await runRows(this, 'collect', { kind: 'collect' })).flat(1);
  },

  async *toLocalIterator(this: Rows, prefetchPartitions = false) {
    const site = callSites();
    await this.runner.prepare(this.lineage);
    const count = this.getNumPartitions();
    let next = count === 0 ? undefined : partitionRows(this, 0, site);
    for (let partition = 1; next !== undefined; partition += 1) {
      const present = next;
      const hasMore = partition < count;
      next = hasMore && prefetchPartitions ? partitionRows(this, partition, site) : undefined;
      // Awaited below; a caller that stops early must not meet its failure.
      next?.catch(() => {});
      yield* await present;
      if (hasMore) {
        next ??= partitionRows(this, partition, site);
      }
    }
  },

  async take(this: Rows, num: number) {
    const taken: unknown[] = [];
    const site = callSites();
    await this.runner.prepare(this.lineage);
    const total = this.getNumPartitions();
    let seen = 0;
    while (taken.length < num && seen < total) {
      const next = seen === 0 ? 1 : Math.max(1, seen * TAKE_SCALE_UP);
      const end = Math.min(total, seen + next);
      const partitions = Array.from({ length: end - seen }, (_, index) => seen + index);
      const sink = { kind: 'take', count: num - taken.length } as const;
      for (const rows of await runRows(this, 'take', sink, partitions, site)) {
        taken.push(...rows.slice(0, num - taken.length));
      }
      seen = end;
    }
    return taken;
  },

  async first(this: Rows) {
    const rows = await this.take(1);
    if (rows.length === 0) {
      throw emptyCollection();
    }
    return rows[0];
  },

  async isEmpty(this: Rows) {
    return (await this.take(1)).length === 0;
  },

  takeOrdered(this: Rows, num: number, by?: (value: unknown) => unknown) {
    return firstInOrder(this, 'takeOrdered', num, true, by);
  },

  top(this: Rows, num: number, by?: (value: unknown) => unknown) {
    return firstInOrder(this, 'top', num, false, by);
  },

  async foreach(this: Rows, f: (value: unknown) => unknown) {
    travels(f);
    await runResults(this, 'foreach', { kind: 'foreach', fn: f });
  },

  async foreachPartition(this: Rows, f: (rows: IteratorObject<unknown>) => unknown) {
    travels(f);
    const sink = { kind: 'partition', fn: f, withIndex: false, keepsResult: false } as const;
    await runResults(this, 'foreachPartition', sink);
  },
};

Object.assign(RDD.prototype, actions);
