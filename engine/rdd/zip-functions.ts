/** Functions over RDDs whose partitions lie side by side. */
import type { AnyFunction } from '../closure/annotation.ts';
import type { LibraryFunction } from './library-function.ts';
import { RDD, travels } from './rdd.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /**
     * Rows side by side. Lazy, no shuffle. Both need the same number of partitions, and of rows in
     * each, or the task fails.
     */
    zip<U>(other: RDD<U>): RDD<[T, U]>;
    /**
     * The function over the iterators of partitions of the same number. Lazy, no shuffle; the
     * action
     * throws a RangeError where the numbers of partitions differ.
     */
    zipPartitions<U, R extends Row>(
      rdd2: RDD<U>,
      f: (rows: IteratorObject<T>, rows2: IteratorObject<U>) => Iterable<R>,
      preservesPartitioning?: boolean,
    ): RDD<R>;
    zipPartitions<U, V, R extends Row>(
      rdd2: RDD<U>,
      rdd3: RDD<V>,
      f: (
        rows: IteratorObject<T>,
        rows2: IteratorObject<U>,
        rows3: IteratorObject<V>,
      ) => Iterable<R>,
      preservesPartitioning?: boolean,
    ): RDD<R>;
    zipPartitions<U, V, W, R extends Row>(
      rdd2: RDD<U>,
      rdd3: RDD<V>,
      rdd4: RDD<W>,
      f: (
        rows: IteratorObject<T>,
        rows2: IteratorObject<U>,
        rows3: IteratorObject<V>,
        rows4: IteratorObject<W>,
      ) => Iterable<R>,
      preservesPartitioning?: boolean,
    ): RDD<R>;
  }
}

type Rows = RDD<unknown>;

export interface ZipOptions {
  readonly className: string;
  readonly operation: string;
  readonly fn: AnyFunction | LibraryFunction;
  readonly keepsPartitioning: boolean;
}

/** A function over the iterators of partitions of the same number. */
export function zipped(inputs: readonly [Rows, ...Rows[]], options: ZipOptions): Rows {
  const [first] = inputs;
  const { className, operation, fn, keepsPartitioning } = options;
  return first.derive({
    className,
    operation,
    dependencies: inputs.map(({ lineage }) => ({
      kind: 'narrow',
      parent: lineage,
      parentPartitions: undefined,
    })),
    partitionCount: () => {
      const counts = inputs.map((input) => input.getNumPartitions());
      if (counts.some((count) => count !== counts[0])) {
        throw new RangeError(
          `Can't zip RDDs with unequal numbers of partitions: ${counts.join(', ')}`,
        );
      }
      return counts[0] as number;
    },
    plan: (plans, rddId) => ({ kind: 'zip-partitions', rddId, fn, inputs: plans }),
    ...(keepsPartitioning ? { partitioner: () => first.lineage.partitioner } : {}),
  });
}

const functions = {
  zip(this: Rows, other: Rows) {
    return zipped([this, other], {
      className: 'ZippedPartitionsRDD2',
      operation: 'zip',
      fn: { library: 'zipIterators' },
      keepsPartitioning: false,
    });
  },

  zipPartitions(this: Rows, ...given: (Rows | AnyFunction | boolean | undefined)[]) {
    const others = given.filter((one): one is Rows => one instanceof RDD);
    const fn = given[others.length] as AnyFunction;
    travels(fn);
    return zipped([this, ...others], {
      className: `ZippedPartitionsRDD${others.length + 1}`,
      operation: 'zipPartitions',
      fn,
      keepsPartitioning: given[others.length + 1] === true,
    });
  },
};

Object.assign(RDD.prototype, functions);
