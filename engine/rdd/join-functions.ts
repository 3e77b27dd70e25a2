/** Functions that match the pairs of several RDDs by key. Keys compare by value. */
import { samePartitioner } from './default-partitioner.ts';
import { FunctionPartitioner, HashPartitioner, type Partitioning } from './key-partitioners.ts';
import type { DriverPlan, Lineage } from './lineage.ts';
import { type Pairs, partitionerFor } from './merge-by-key.ts';
import type { JoinKind } from './plan.ts';
import { RDD } from './rdd.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /**
     * Every value with every value of the other side that has the same key. Lazy; shuffles the
     * sides that are not placed alike already.
     * @param partitioning by default that of a side, or as many partitions as the larger one has
     */
    join<K, V, W>(
      this: RDD<[K, V]>,
      other: RDD<[K, W]>,
      partitioning?: Partitioning<K>,
    ): RDD<[K, [V, W]]>;
    /** As `join`, with `undefined` where the other side does not have the key. */
    leftOuterJoin<K, V, W>(
      this: RDD<[K, V]>,
      other: RDD<[K, W]>,
      partitioning?: Partitioning<K>,
    ): RDD<[K, [V, W | undefined]]>;
    /** As `join`, with `undefined` where this side does not have the key. */
    rightOuterJoin<K, V, W>(
      this: RDD<[K, V]>,
      other: RDD<[K, W]>,
      partitioning?: Partitioning<K>,
    ): RDD<[K, [V | undefined, W]]>;
    /** As `join`, with `undefined` where either side does not have the key. */
    fullOuterJoin<K, V, W>(
      this: RDD<[K, V]>,
      other: RDD<[K, W]>,
      partitioning?: Partitioning<K>,
    ): RDD<[K, [V | undefined, W | undefined]]>;
    /**
     * For each key that occurs anywhere the values of every side, empty where it has none. Lazy;
     * shuffles the sides that are not placed alike already.
     */
    cogroup<K, V, W>(
      this: RDD<[K, V]>,
      other: RDD<[K, W]>,
      partitioning?: Partitioning<K>,
    ): RDD<[K, [V[], W[]]]>;
    cogroup<K, V, W, X>(
      this: RDD<[K, V]>,
      other1: RDD<[K, W]>,
      other2: RDD<[K, X]>,
      partitioning?: Partitioning<K>,
    ): RDD<[K, [V[], W[], X[]]]>;
    cogroup<K, V, W, X, Y>(
      this: RDD<[K, V]>,
      other1: RDD<[K, W]>,
      other2: RDD<[K, X]>,
      other3: RDD<[K, Y]>,
      partitioning?: Partitioning<K>,
    ): RDD<[K, [V[], W[], X[], Y[]]]>;
    /** Another name of `cogroup`. */
    groupWith<K, V, W>(this: RDD<[K, V]>, other: RDD<[K, W]>): RDD<[K, [V[], W[]]]>;
    groupWith<K, V, W, X>(
      this: RDD<[K, V]>,
      other1: RDD<[K, W]>,
      other2: RDD<[K, X]>,
    ): RDD<[K, [V[], W[], X[]]]>;
    groupWith<K, V, W, X, Y>(
      this: RDD<[K, V]>,
      other1: RDD<[K, W]>,
      other2: RDD<[K, X]>,
      other3: RDD<[K, Y]>,
    ): RDD<[K, [V[], W[], X[], Y[]]]>;
    /** Pairs whose key the other side does not have. Lazy, shuffles as `join` does. */
    subtractByKey<K, V, W>(
      this: RDD<[K, V]>,
      other: RDD<[K, W]>,
      partitioning?: Partitioning<K>,
    ): RDD<[K, V]>;
  }
}

type Groups = RDD<[unknown, [unknown[], unknown[]]]>;

/** Inputs placed alike: those that lie otherwise are shuffled. */
function matched<U>(
  operation: string,
  inputs: readonly [Pairs, ...Pairs[]],
  partitioning: Partitioning<never> | undefined,
  plan: (inputs: readonly DriverPlan[], rddId: number) => DriverPlan,
): RDD<U> {
  const [{ runner }] = inputs;
  const partitioner = partitionerFor(inputs, partitioning);
  const dependencyOf = (lineage: Lineage) =>
    samePartitioner(lineage.partitioner, partitioner)
      ? ({ kind: 'narrow', parent: lineage, parentPartitions: undefined } as const)
      : ({
          kind: 'shuffle',
          shuffleId: runner.newShuffleId(),
          parent: lineage,
          partitioner: () => partitioner,
        } as const);
  return inputs[0].derive({
    className: 'CoGroupedRDD',
    operation,
    dependencies: inputs.map(({ lineage }) => dependencyOf(lineage)),
    partitionCount: () => partitioner.partitionCount,
    plan,
    partitioner: () => partitioner,
  });
}

const joinNames: Readonly<Record<JoinKind, string>> = {
  inner: 'join',
  left: 'leftOuterJoin',
  right: 'rightOuterJoin',
  full: 'fullOuterJoin',
};

function joiner(kind: JoinKind) {
  return function join(this: Pairs, other: Pairs, partitioning?: Partitioning): RDD<unknown> {
    return matched(joinNames[kind], [this, other], partitioning, (inputs, rddId) => {
      const [left, right] = inputs as [DriverPlan, DriverPlan];
      return { kind: 'join', rddId, join: kind, left, right };
    });
  };
}

function cogrouped<U>(
  operation: string,
  inputs: readonly [Pairs, ...Pairs[]],
  partitioning: Partitioning | undefined,
): RDD<U> {
  return matched(operation, inputs, partitioning, (plans, rddId) => ({
    kind: 'cogroup',
    rddId,
    inputs: plans,
  }));
}

function isPartitioning(value: Pairs | Partitioning | undefined): value is Partitioning {
  return (
    typeof value === 'number' ||
    value instanceof HashPartitioner ||
    value instanceof FunctionPartitioner
  );
}

const functions = {
  join: joiner('inner'),
  leftOuterJoin: joiner('left'),
  rightOuterJoin: joiner('right'),
  fullOuterJoin: joiner('full'),

  cogroup(this: Pairs, ...others: (Pairs | Partitioning | undefined)[]) {
    const inputs = others.filter((other): other is Pairs => other instanceof RDD);
    return cogrouped('cogroup', [this, ...inputs], others.find(isPartitioning));
  },

  groupWith(this: Pairs, ...others: Pairs[]) {
    return cogrouped('groupWith', [this, ...others], undefined);
  },

  subtractByKey(this: Pairs, other: Pairs, partitioning?: Partitioning) {
    const groups: Groups = cogrouped('subtractByKey', [this, other], partitioning);
    const missing: Groups = groups.narrow(
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
};

Object.assign(RDD.prototype, functions);
