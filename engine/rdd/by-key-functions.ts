/** Functions that merge or gather the values of each key. Keys compare by value. */
import type { Partitioning } from './key-partitioners.ts';
import { combined, foldedByKey, merged, type Pairs, partitionerFor } from './merge-by-key.ts';
import { RDD, travels } from './rdd.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /**
     * Merges the values of each key, on the map side first. The function must be associative and
     * commutative. Lazy, shuffles once, unless equal keys lie together already.
     * @param partitioning by default that of this RDD, or as many partitions as it has
     */
    reduceByKey<K, V>(
      this: RDD<[K, V]>,
      func: (left: V, right: V) => V,
      partitioning?: Partitioning<K>,
    ): RDD<[K, V]>;
    /** As `reduceByKey`, beginning with a copy of `zeroValue` for each key and map partition. */
    foldByKey<K, V>(
      this: RDD<[K, V]>,
      zeroValue: V,
      func: (left: V, right: V) => V,
      partitioning?: Partitioning<K>,
    ): RDD<[K, V]>;
    /**
     * Merges the values of each key into a copy of `zeroValue` for each map partition, then those.
     * The first argument of both functions may be changed and given back. Lazy, shuffles once.
     */
    aggregateByKey<K, V, U>(
      this: RDD<[K, V]>,
      zeroValue: U,
      seqFunc: (combined: U, value: V) => U,
      combFunc: (left: U, right: U) => U,
      partitioning?: Partitioning<K>,
    ): RDD<[K, U]>;
    /**
     * Merges the values of each key with functions of its own: what the first value becomes, how
     * another one is added to that, how two such results are merged. Lazy, shuffles once.
     */
    combineByKey<K, V, C>(
      this: RDD<[K, V]>,
      createCombiner: (value: V) => C,
      mergeValue: (combined: C, value: V) => C,
      mergeCombiners: (left: C, right: C) => C,
      partitioning?: Partitioning<K>,
    ): RDD<[K, C]>;
    /**
     * All values of each key in one array, which must fit in memory. Lazy, shuffles every pair:
     * prefer `reduceByKey` or `aggregateByKey` where values are summed up.
     */
    groupByKey<K, V>(this: RDD<[K, V]>, partitioning?: Partitioning<K>): RDD<[K, V[]]>;
    /** All rows for which the function gives the same key. Lazy, shuffles every row. */
    groupBy<K>(f: (value: T) => K, partitioning?: Partitioning<K>): RDD<[K, T[]]>;
  }
}

type Merge = (left: unknown, right: unknown) => unknown;

const functions = {
  reduceByKey(this: Pairs, func: Merge, partitioning?: Partitioning) {
    travels(func);
    const combiner = { mergeValue: func, mergeCombiners: func };
    return combined(this, 'reduceByKey', combiner, partitioning);
  },

  foldByKey(this: Pairs, zeroValue: unknown, func: Merge, partitioning?: Partitioning) {
    travels(func);
    const merges = { value: func, combiners: func };
    return foldedByKey(this, 'foldByKey', zeroValue, merges, partitioning);
  },

  aggregateByKey(
    this: Pairs,
    zeroValue: unknown,
    seqFunc: Merge,
    combFunc: Merge,
    partitioning?: Partitioning,
  ) {
    travels(seqFunc);
    travels(combFunc);
    const merges = { value: seqFunc, combiners: combFunc };
    return foldedByKey(this, 'aggregateByKey', zeroValue, merges, partitioning);
  },

  combineByKey(
    this: Pairs,
    create: (value: unknown) => unknown,
    mergeValue: Merge,
    mergeCombiners: Merge,
    partitioning?: Partitioning,
  ) {
    for (const fn of [create, mergeValue, mergeCombiners]) {
      travels(fn);
    }
    const combiner = { create, mergeValue, mergeCombiners };
    return combined(this, 'combineByKey', combiner, partitioning);
  },

  groupByKey(this: Pairs, partitioning?: Partitioning) {
    return merged(this, 'groupByKey', partitionerFor([this], partitioning), { kind: 'group' });
  },

  groupBy(this: RDD<unknown>, f: (value: unknown) => unknown, partitioning?: Partitioning) {
    return this.keyBy(f).groupByKey(partitioning);
  },
};

Object.assign(RDD.prototype, functions);
