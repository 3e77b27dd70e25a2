/** Actions that merge all rows to one value. */
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { AnyFunction } from '../closure/annotation.ts';
import type { LibraryFunction } from './library-function.ts';
import type { DriverFunction } from './lineage.ts';
import { foldedByKey } from './merge-by-key.ts';
import { RDD, travels } from './rdd.ts';
import { runRows } from './run-results.ts';
import { compareValues } from './value-order.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /**
     * Merges all rows. The function must be associative and commutative.
     * @throws HowdahError `HOWDAH_EMPTY_COLLECTION`
     */
    reduce(f: (left: T, right: T) => T): Promise<T>;
    /**
     * As `reduce`, but partitions' results are merged on the executors first, in `depth` steps:
     * for many partitions, or results that are costly to merge.
     * @throws HowdahError `HOWDAH_EMPTY_COLLECTION`; RangeError for a depth below 1
     */
    treeReduce(f: (left: T, right: T) => T, depth?: number): Promise<T>;
    /**
     * Merges all rows and, once for each partition and once more on the driver, `zeroValue`. It
     * should be neutral, and the function associative.
     */
    fold(zeroValue: T, op: (left: T, right: T) => T): Promise<T>;
    /**
     * Merges the rows of each partition into a copy of `zeroValue`, then those results, on the
     * driver, into another copy.
     */
    aggregate<U>(
      zeroValue: U,
      seqOp: (combined: U, value: T) => U,
      combOp: (left: U, right: U) => U,
    ): Promise<U>;
    /** As `aggregate`, with partitions' results merged on the executors first. */
    treeAggregate<U extends Row>(
      zeroValue: U,
      seqOp: (combined: U, value: T) => U,
      combOp: (left: U, right: U) => U,
      depth?: number,
    ): Promise<U>;
    /**
     * The least row in the order of values; `by` gives what rows are ordered by.
     * @throws HowdahError `HOWDAH_EMPTY_COLLECTION`, as `max` does
     */
    min(by?: (value: T) => unknown): Promise<T>;
    max(by?: (value: T) => unknown): Promise<T>;
  }
}

type Rows = RDD<unknown>;
type Merge = (left: unknown, right: unknown) => unknown;

/** Fewer results than this are merged at once. */
const TREE_SCALE_MIN = 2;

export function emptyCollection(): HowdahError {
  return new HowdahError('HOWDAH_EMPTY_COLLECTION');
}

async function reduceRows(
  rdd: Rows,
  operation: string,
  fn: DriverFunction,
  merge: Merge,
): Promise<unknown> {
  const rows = (await runRows(rdd, operation, { kind: 'reduce', fn })).flat();
  if (rows.length === 0) {
    throw emptyCollection();
  }
  return rows.reduce((left, right) => merge(left, right));
}

/** Merges rows that stand for partitions until few enough for the driver are left. */
function mergedInTree(
  rows: Rows,
  operation: string,
  zeroValue: unknown,
  merge: AnyFunction | LibraryFunction,
  depth: number,
): Rows {
  let left = rows.getNumPartitions();
  const scale = Math.max(Math.ceil(left ** (1 / depth)), TREE_SCALE_MIN);
  let merged = rows;
  while (left > scale + Math.ceil(left / scale)) {
    left = Math.floor(left / scale);
    const fn = { library: 'pairWithPartition', bound: left } as const;
    const pairs = merged.throughLibrary<[unknown, unknown]>(operation, fn, { withIndex: true });
    const merges = { value: merge, combiners: merge };
    merged = foldedByKey(pairs, operation, zeroValue, merges, left).values();
  }
  return merged;
}

function checkDepth(depth: number): void {
  if (!(depth >= 1)) {
    throw new RangeError(`Depth must be greater than or equal to 1 but got ${depth}.`);
  }
}

async function extreme(
  rdd: Rows,
  sign: 1 | -1,
  by: ((value: unknown) => unknown) | undefined,
): Promise<unknown> {
  const operation = sign > 0 ? 'max' : 'min';
  if (by !== undefined) {
    const [row] = await (sign > 0 ? rdd.top(1, by) : rdd.takeOrdered(1, by)).then((found) =>
      found.map((value) => [value] as const),
    );
    if (row === undefined) {
      throw emptyCollection();
    }
    return row[0];
  }
  const library = sign > 0 ? 'greater' : 'smaller';
  return reduceRows(rdd, operation, { library }, (left, right) =>
    sign * compareValues(left, right) >= 0 ? left : right,
  );
}

const actions = {
  async reduce(this: Rows, f: Merge) {
    travels(f);
    return reduceRows(this, 'reduce', f, f);
  },

  async treeReduce(this: Rows, f: Merge, depth = 2) {
    checkDepth(depth);
    travels(f);
    await this.runner.prepare(this.lineage);
    const partial = { library: 'reducePartition', functions: [f] } as const;
    const optionals = this.throughLibrary('treeReduce', partial);
    const merge = { library: 'mergeOptionals', functions: [f] } as const;
    const merged = await mergedInTree(optionals, 'treeReduce', [], merge, depth).collect();
    const rows = (merged as unknown[][]).flat();
    if (rows.length === 0) {
      throw emptyCollection();
    }
    return rows.reduce((left, right) => f(left, right));
  },

  async fold(this: Rows, zeroValue: unknown, op: Merge) {
    travels(op);
    const parts = await runRows(this, 'fold', { kind: 'aggregate', zero: zeroValue, fn: op });
    return parts.flat(1).reduce((left, right) => op(left, right), structuredClone(zeroValue));
  },

  async aggregate(this: Rows, zeroValue: unknown, seqOp: Merge, combOp: Merge) {
    travels(seqOp);
    const sink = { kind: 'aggregate', zero: zeroValue, fn: seqOp } as const;
    const parts = await runRows(this, 'aggregate', sink);
    return parts.flat(1).reduce((left, right) => combOp(left, right), structuredClone(zeroValue));
  },

  async treeAggregate(this: Rows, zeroValue: unknown, seqOp: Merge, combOp: Merge, depth = 2) {
    checkDepth(depth);
    travels(seqOp);
    travels(combOp);
    await this.runner.prepare(this.lineage);
    const partial = {
      library: 'aggregatePartition',
      bound: structuredClone(zeroValue),
      functions: [seqOp],
    } as const;
    const parts = this.throughLibrary('treeAggregate', partial);
    const merged = await mergedInTree(parts, 'treeAggregate', zeroValue, combOp, depth).collect();
    return merged.reduce((left, right) => combOp(left, right), structuredClone(zeroValue));
  },

  min(this: Rows, by?: (value: unknown) => unknown) {
    return extreme(this, -1, by);
  },

  max(this: Rows, by?: (value: unknown) => unknown) {
    return extreme(this, 1, by);
  },
};

Object.assign(RDD.prototype, actions);
