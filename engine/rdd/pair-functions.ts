/** Functions of RDDs of pairs that need no other pair: `RDD<[K, V]>` has them by its type. */
import { samePartitioner } from './default-partitioner.ts';
import {
  FunctionPartitioner,
  type Partitioned,
  type Partitioning,
  publicPartitioner,
  toPartitioner,
} from './key-partitioners.ts';
import { merged, type Pairs } from './merge-by-key.ts';
import { RDD, travels } from './rdd.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /**
     * How keys are placed, where it is known that equal keys lie in one partition. The ranges of
     * what `sortByKey` gives are known after the first action.
     */
    readonly partitioner: Partitioned<never> | undefined;
    /** Each value by the function, keys as they are. Lazy, no shuffle, keeps partitioning. */
    mapValues<K, V, U extends Row>(this: RDD<[K, V]>, f: (value: V) => U): RDD<[K, U]>;
    /**
     * The key with each of the values that the function gives. Lazy, no shuffle, keeps
     * partitioning.
     */
    flatMapValues<K, V, U extends Row>(
      this: RDD<[K, V]>,
      f: (value: V) => Iterable<U>,
    ): RDD<[K, U]>;
    /** The first of each pair. Lazy, no shuffle. */
    keys<K, V>(this: RDD<[K, V]>): RDD<K>;
    /** The second of each pair. Lazy, no shuffle. */
    values<K, V>(this: RDD<[K, V]>): RDD<V>;
    /**
     * Places pairs by key; keys compare by value. Lazy; shuffles every pair, or none where they lie
     * so already.
     * @param partitioner a number for a hash, or a partitioner
     * @param partitionFunc with a number: gives a key's partition from 0 to that number less one
     */
    partitionBy<K, V>(
      this: RDD<[K, V]>,
      partitioner: Partitioning<K>,
      partitionFunc?: (key: K) => number,
    ): RDD<[K, V]>;
    /**
     * Places pairs as `partitionBy` does and sorts each partition by key. Cheaper than to sort
     * afterwards: the shuffle does it. Lazy, shuffles every pair.
     */
    repartitionAndSortWithinPartitions<K, V>(
      this: RDD<[K, V]>,
      partitioner: Partitioning<K>,
      ascending?: boolean,
    ): RDD<[K, V]>;
  }
}

const functions = {
  mapValues(this: Pairs, f: (value: unknown) => unknown) {
    travels(f);
    return this.narrow(
      'mapValues',
      (input, rddId) => ({ kind: 'map-values', rddId, fn: f, input }),
      true,
    );
  },

  flatMapValues(this: Pairs, f: (value: unknown) => Iterable<unknown>) {
    travels(f);
    return this.narrow(
      'flatMapValues',
      (input, rddId) => ({ kind: 'flat-map-values', rddId, fn: f, input }),
      true,
    );
  },

  keys(this: Pairs) {
    return this.narrow('keys', (input, rddId) => ({ kind: 'keys', rddId, input }));
  },

  values(this: Pairs) {
    return this.narrow('values', (input, rddId) => ({ kind: 'values', rddId, input }));
  },

  partitionBy(
    this: Pairs,
    partitioning: Partitioning<unknown>,
    partitionFunc?: (key: unknown) => number,
  ) {
    const partitioner = checkedPartitioner(
      typeof partitioning === 'number' && partitionFunc !== undefined
        ? new FunctionPartitioner(partitioning, partitionFunc)
        : partitioning,
    );
    return samePartitioner(this.lineage.partitioner, partitioner)
      ? this
      : merged(this, 'partitionBy', partitioner, { kind: 'pairs' });
  },

  repartitionAndSortWithinPartitions(
    this: Pairs,
    partitioning: Partitioning<unknown>,
    ascending = true,
  ) {
    const mode = { kind: 'sort', isAscending: ascending } as const;
    const operation = 'repartitionAndSortWithinPartitions';
    return merged(this, operation, checkedPartitioner(partitioning), mode);
  },
};

function checkedPartitioner(partitioning: Partitioning<unknown>) {
  if (partitioning instanceof FunctionPartitioner) {
    travels(partitioning.getPartition);
  }
  return toPartitioner(partitioning);
}

Object.assign(RDD.prototype, functions);
Object.defineProperty(RDD.prototype, 'partitioner', {
  get(this: Pairs) {
    return publicPartitioner(this.lineage.partitioner);
  },
});
