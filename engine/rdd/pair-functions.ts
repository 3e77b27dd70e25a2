/** Functions of RDDs of pairs: `RDD<[K, V]>` has them by its type. Keys compare by value. */
import { defaultPartitioner, samePartitioner } from './default-partitioner.ts';
import type { DriverFunction, DriverPlan, Lineage, Partitioner } from './lineage.ts';
import type { CombinerPlan, JoinKind, ShuffleReadMode } from './plan.ts';
import { RDD, travels } from './rdd.ts';

/** How many partitions the result has; by default as many as the largest input. */
export type PartitionCount = number | undefined;

declare module './rdd.ts' {
  interface RDD<T> {
    /** Each value by the function, keys as they are. Lazy, no shuffle, keeps partitioning. */
    mapValues<K, V, U extends Row>(this: RDD<[K, V]>, fn: (value: V) => U): RDD<[K, U]>;
    /** The key with each of the values that the function gives. Lazy, no shuffle. */
    flatMapValues<K, V, U extends Row>(
      this: RDD<[K, V]>,
      fn: (value: V) => Iterable<U>,
    ): RDD<[K, U]>;
    keys<K, V>(this: RDD<[K, V]>): RDD<K>;
    values<K, V>(this: RDD<[K, V]>): RDD<V>;
    /** Merges the values of each key, on the map side first. Shuffles once. */
    reduceByKey<K, V>(
      this: RDD<[K, V]>,
      fn: (left: V, right: V) => V,
      partitionCount?: number,
    ): RDD<[K, V]>;
    /** As `reduceByKey`, beginning with a copy of `zero` for each key and partition. */
    foldByKey<K, V>(
      this: RDD<[K, V]>,
      zero: V,
      fn: (left: V, right: V) => V,
      partitionCount?: number,
    ): RDD<[K, V]>;
    /** Merges the values of each key into a copy of `zero`. Shuffles once. */
    aggregateByKey<K, V, U>(
      this: RDD<[K, V]>,
      zero: U,
      mergeValue: (combined: U, value: V) => U,
      mergeCombined: (left: U, right: U) => U,
      partitionCount?: number,
    ): RDD<[K, U]>;
    /** Merges the values of each key with functions of its own. Shuffles once. */
    combineByKey<K, V, C>(
      this: RDD<[K, V]>,
      create: (value: V) => C,
      mergeValue: (combined: C, value: V) => C,
      mergeCombiners: (left: C, right: C) => C,
      partitionCount?: number,
    ): RDD<[K, C]>;
    /** All values of each key in one array. Shuffles every row: prefer `reduceByKey` to sum up. */
    groupByKey<K, V>(this: RDD<[K, V]>, partitionCount?: number): RDD<[K, V[]]>;
    /** All rows for which the function gives the same key. Shuffles every row. */
    groupBy<K>(fn: (value: T) => K, partitionCount?: number): RDD<[K, T[]]>;
    /** Rows of both sides matched by key. Shuffles the sides that lie otherwise. */
    join<K, V, W>(this: RDD<[K, V]>, other: RDD<[K, W]>, partitionCount?: number): RDD<[K, [V, W]]>;
    /** As `join`, with `undefined` where the other side has nothing. */
    leftOuterJoin<K, V, W>(
      this: RDD<[K, V]>,
      other: RDD<[K, W]>,
      partitionCount?: number,
    ): RDD<[K, [V, W | undefined]]>;
    rightOuterJoin<K, V, W>(
      this: RDD<[K, V]>,
      other: RDD<[K, W]>,
      partitionCount?: number,
    ): RDD<[K, [V | undefined, W]]>;
    fullOuterJoin<K, V, W>(
      this: RDD<[K, V]>,
      other: RDD<[K, W]>,
      partitionCount?: number,
    ): RDD<[K, [V | undefined, W | undefined]]>;
    /** For each key the values of both sides. */
    cogroup<K, V, W>(
      this: RDD<[K, V]>,
      other: RDD<[K, W]>,
      partitionCount?: number,
    ): RDD<[K, [V[], W[]]]>;
    /** Pairs whose key the other side does not have. */
    subtractByKey<K, V, W>(
      this: RDD<[K, V]>,
      other: RDD<[K, W]>,
      partitionCount?: number,
    ): RDD<[K, V]>;
    /** Places pairs by key: a number for a hash, or a function from key to partition. */
    partitionBy<K, V>(
      this: RDD<[K, V]>,
      partitionCount: number,
      partitionOf?: (key: K) => number,
    ): RDD<[K, V]>;
    /** Every pair as a Map; of equal keys the last stays. */
    collectAsMap<K, V>(this: RDD<[K, V]>): Promise<Map<K, V>>;
    /** How many pairs each key has. */
    countByKey<K, V>(this: RDD<[K, V]>): Promise<Map<K, number>>;
    reduceByKeyLocally<K, V>(this: RDD<[K, V]>, fn: (left: V, right: V) => V): Promise<Map<K, V>>;
    /** All values of a key; looks at one partition where the partitioning is known. */
    lookup<K, V>(this: RDD<[K, V]>, key: K): Promise<V[]>;
  }
}

type Pairs = RDD<[unknown, unknown]>;

function partitionerFor(rdd: Pairs, others: readonly Pairs[], count: PartitionCount): Partitioner {
  checkPartitionCount(count);
  return count === undefined
    ? defaultPartitioner(
        rdd.runner,
        [rdd, ...others].map(({ lineage }) => lineage),
      )
    : { kind: 'hash', partitionCount: count };
}

/** @throws RangeError for what is no number of partitions */
export function checkPartitionCount(count: PartitionCount): void {
  if (count !== undefined && !(Number.isInteger(count) && count > 0)) {
    throw new RangeError(`Number of partitions (${count}) must be positive.`);
  }
}

/** An RDD that merges the pairs of each key, with a shuffle only where they lie apart. */
export function merged<U>(
  rdd: RDD<never> | Pairs,
  operation: string,
  partitioner: Partitioner,
  mode: ShuffleReadMode<DriverFunction>,
  combiner?: CombinerPlan<DriverFunction>,
): RDD<U> {
  const { lineage, runner } = rdd;
  if (samePartitioner(lineage.partitioner, partitioner) && mode.kind !== 'sort') {
    const plan = (input: DriverPlan, rddId: number): DriverPlan => ({
      kind: 'local-combine',
      rddId,
      mode: mode.kind === 'combine' ? { ...mode, isCombined: false } : mode,
      input,
    });
    return rdd.narrow(operation, plan, true);
  }
  return rdd.derive({
    className: 'ShuffledRDD',
    operation,
    dependencies: [
      {
        kind: 'shuffle',
        shuffleId: runner.newShuffleId(),
        parent: lineage,
        partitioner: () => partitioner,
        ...(combiner === undefined ? {} : { combiner }),
      },
    ],
    partitionCount: () => partitioner.partitionCount,
    plan: ([input]) => ({ ...(input as Extract<DriverPlan, { kind: 'shuffle-read' }>), mode }),
    partitioner: () => partitioner,
  });
}

function combined<U>(
  rdd: Pairs,
  operation: string,
  combiner: CombinerPlan<DriverFunction>,
  count: PartitionCount,
): RDD<U> {
  const mode = { kind: 'combine', combiner, isCombined: true } as const;
  return merged(rdd, operation, partitionerFor(rdd, [], count), mode, combiner);
}

/** Inputs placed alike: those that lie otherwise are shuffled. */
function matched<U>(
  operation: string,
  className: string,
  inputs: readonly Pairs[],
  count: PartitionCount,
  plan: (inputs: readonly DriverPlan[], rddId: number) => DriverPlan,
): RDD<U> {
  const [first, ...others] = inputs as [Pairs, ...Pairs[]];
  const partitioner = partitionerFor(first, others, count);
  const dependencyOf = (lineage: Lineage) =>
    samePartitioner(lineage.partitioner, partitioner)
      ? ({ kind: 'narrow', parent: lineage, parentPartitions: undefined } as const)
      : ({
          kind: 'shuffle',
          shuffleId: first.runner.newShuffleId(),
          parent: lineage,
          partitioner: () => partitioner,
        } as const);
  return first.derive({
    className,
    operation,
    dependencies: inputs.map(({ lineage }) => dependencyOf(lineage)),
    partitionCount: () => partitioner.partitionCount,
    plan,
    partitioner: () => partitioner,
  });
}

function joined<U>(kind: JoinKind, left: Pairs, right: Pairs, count: PartitionCount): RDD<U> {
  const operation = kind === 'inner' ? 'join' : `${kind}OuterJoin`;
  return matched(operation, 'CoGroupedRDD', [left, right], count, (inputs, rddId) => {
    const [leftPlan, rightPlan] = inputs as [DriverPlan, DriverPlan];
    return { kind: 'join', rddId, join: kind, left: leftPlan, right: rightPlan };
  });
}

function cogrouped<U>(left: Pairs, right: Pairs, count: PartitionCount): RDD<U> {
  return matched('cogroup', 'CoGroupedRDD', [left, right], count, (inputs, rddId) => ({
    kind: 'cogroup',
    rddId,
    inputs,
  }));
}

const transformations = {
  mapValues(this: Pairs, fn: (value: unknown) => unknown) {
    travels(fn);
    return this.narrow(
      'mapValues',
      (input, rddId) => ({ kind: 'map-values', rddId, fn, input }),
      true,
    );
  },

  flatMapValues(this: Pairs, fn: (value: unknown) => Iterable<unknown>) {
    travels(fn);
    return this.narrow(
      'flatMapValues',
      (input, rddId) => ({ kind: 'flat-map-values', rddId, fn, input }),
      true,
    );
  },

  keys(this: Pairs) {
    return this.narrow('keys', (input, rddId) => ({ kind: 'keys', rddId, input }));
  },

  values(this: Pairs) {
    return this.narrow('values', (input, rddId) => ({ kind: 'values', rddId, input }));
  },

  reduceByKey(this: Pairs, fn: (left: unknown, right: unknown) => unknown, count?: number) {
    travels(fn);
    return combined(this, 'reduceByKey', { mergeValue: fn, mergeCombiners: fn }, count);
  },

  foldByKey(
    this: Pairs,
    zero: unknown,
    fn: (left: unknown, right: unknown) => unknown,
    count?: number,
  ) {
    return aggregatedByKey(this, 'foldByKey', zero, fn, fn, count);
  },

  aggregateByKey(
    this: Pairs,
    zero: unknown,
    mergeValue: (combined: unknown, value: unknown) => unknown,
    mergeCombined: (left: unknown, right: unknown) => unknown,
    count?: number,
  ) {
    return aggregatedByKey(this, 'aggregateByKey', zero, mergeValue, mergeCombined, count);
  },

  combineByKey(
    this: Pairs,
    create: (value: unknown) => unknown,
    mergeValue: (combined: unknown, value: unknown) => unknown,
    mergeCombiners: (left: unknown, right: unknown) => unknown,
    count?: number,
  ) {
    for (const fn of [create, mergeValue, mergeCombiners]) {
      travels(fn);
    }
    return combined(this, 'combineByKey', { create, mergeValue, mergeCombiners }, count);
  },

  groupByKey(this: Pairs, count?: number) {
    return merged(this, 'groupByKey', partitionerFor(this, [], count), { kind: 'group' });
  },

  groupBy(this: RDD<unknown>, fn: (value: unknown) => unknown, count?: number) {
    return this.keyBy(fn).groupByKey(count);
  },

  join(this: Pairs, other: Pairs, count?: number) {
    return joined('inner', this, other, count);
  },

  leftOuterJoin(this: Pairs, other: Pairs, count?: number) {
    return joined('left', this, other, count);
  },

  rightOuterJoin(this: Pairs, other: Pairs, count?: number) {
    return joined('right', this, other, count);
  },

  fullOuterJoin(this: Pairs, other: Pairs, count?: number) {
    return joined('full', this, other, count);
  },

  cogroup(this: Pairs, other: Pairs, count?: number) {
    return cogrouped(this, other, count);
  },

  subtractByKey(this: Pairs, other: Pairs, count?: number) {
    const groups = cogrouped<[unknown, [unknown[], unknown[]]]>(this, other, count);
    const missing = groups.narrow<[unknown, [unknown[], unknown[]]]>(
      'subtractByKey',
      (input, rddId) => ({ kind: 'filter', rddId, fn: { library: 'hasLeftOnly' }, input }),
      true,
    );
    return missing.narrow(
      'subtractByKey',
      (input, rddId) => ({ kind: 'flat-map-values', rddId, fn: { library: 'leftValues' }, input }),
      true,
    );
  },

  partitionBy(this: Pairs, count: number, partitionOf?: (key: unknown) => number) {
    checkPartitionCount(count);
    if (partitionOf !== undefined) {
      travels(partitionOf);
    }
    const partitioner: Partitioner =
      partitionOf === undefined
        ? { kind: 'hash', partitionCount: count }
        : { kind: 'custom', partitionCount: count, fn: partitionOf };
    return samePartitioner(this.lineage.partitioner, partitioner)
      ? this
      : merged(this, 'partitionBy', partitioner, { kind: 'pairs' });
  },
};

function aggregatedByKey(
  rdd: Pairs,
  operation: string,
  zero: unknown,
  mergeValue: (combined: unknown, value: unknown) => unknown,
  mergeCombiners: (left: unknown, right: unknown) => unknown,
  count: PartitionCount,
): RDD<unknown> {
  travels(mergeValue);
  travels(mergeCombiners);
  const combiner = { zero: [structuredClone(zero)] as const, mergeValue, mergeCombiners };
  return combined(rdd, operation, combiner, count);
}

const pairActions = {
  async collectAsMap(this: Pairs) {
    return new Map(await this.collect());
  },

  async countByKey(this: Pairs) {
    const ones = this.narrow<[unknown, number]>(
      'countByKey',
      (input, rddId) => ({ kind: 'map-values', rddId, fn: { library: 'one' }, input }),
      true,
    );
    return new Map(await summed(ones, 'countByKey').collect());
  },

  async reduceByKeyLocally(this: Pairs, fn: (left: unknown, right: unknown) => unknown) {
    return new Map(await this.reduceByKey(fn).collect());
  },

  async lookup(this: Pairs, key: unknown) {
    const wanted = { library: 'hasKey', bound: key } as const;
    const rows = this.narrow<[unknown, unknown]>(
      'lookup',
      (input, rddId) => ({ kind: 'filter', rddId, fn: wanted, input }),
      true,
    );
    return rows.values().collect();
  },
};

/** Sums the values of each key. */
export function summed(rdd: Pairs, operation: string): RDD<[unknown, number]> {
  const sum = { library: 'sum' } as const;
  const combiner = { mergeValue: sum, mergeCombiners: sum };
  return combined(rdd, operation, combiner, undefined);
}

Object.assign(RDD.prototype, transformations, pairActions);
