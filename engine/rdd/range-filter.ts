/** Pairs whose keys lie in a range, found without looking at partitions that cannot hold them. */
import type { DriverPlan, Partitioner } from './lineage.ts';
import type { Pairs } from './merge-by-key.ts';
import { partitionFunction } from './partitioner.ts';
import { RDD } from './rdd.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /**
     * Pairs whose keys lie from `lower` to `upper`, both included, in the order of values. Lazy, no
     * shuffle. Where the ranges of the partitions are known (after an action over what `sortByKey`
     * gave, or a `RangePartitioner`), only partitions that may hold such keys are left.
     */
    filterByRange<K, V>(this: RDD<[K, V]>, lower: K, upper: K): RDD<[K, V]>;
  }
}

type RangePlan = Extract<Partitioner, { kind: 'range' }>;

/** The partitions from the one that would hold `lower` to the one that would hold `upper`. */
function partitionsWithin(plan: RangePlan, lower: unknown, upper: unknown): number[] {
  const partitionOf = partitionFunction({ ...plan }, 0);
  const [first, last] = [partitionOf(lower), partitionOf(upper)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function pruned(rdd: Pairs, partitions: readonly number[]): Pairs {
  return rdd.derive({
    className: 'PartitionPruningRDD',
    operation: 'filterByRange',
    dependencies: [
      {
        kind: 'narrow',
        parent: rdd.lineage,
        parentPartitions: (partition) => [partitions[partition] as number],
      },
    ],
    partitionCount: () => partitions.length,
    plan: ([input], rddId) => ({
      kind: 'coalesce',
      rddId,
      groups: partitions.map((partition) => [partition]),
      input: input as DriverPlan,
    }),
  });
}

const functions = {
  filterByRange(this: Pairs, lower: unknown, upper: unknown) {
    const { partitioner } = this.lineage;
    const kept =
      partitioner?.kind === 'range'
        ? pruned(this, partitionsWithin(partitioner, lower, upper))
        : this;
    const fn = { library: 'isWithin', bound: [lower, upper] } as const;
    return kept.narrow(
      'filterByRange',
      (input, rddId) => ({ kind: 'filter', rddId, fn, input }),
      true,
    );
  },
};

Object.assign(RDD.prototype, functions);
