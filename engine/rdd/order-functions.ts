/** Functions that put rows in order. Values are ordered as `compareValues` says. */
import type { DriverPlan, Partitioner } from './lineage.ts';
import type { Pairs } from './merge-by-key.ts';
import { checkPartitionCount } from './partition-count.ts';
import { sampleBounds } from './range-bounds.ts';
import { RDD } from './rdd.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /**
     * Rows in the order of what the function gives for them, over all partitions. Lazy; a job that
     * samples runs before the first action, which shuffles every row.
     */
    sortBy<K>(f: (value: T) => K, ascending?: boolean, numPartitions?: number): RDD<T>;
    /** Pairs in the order of their keys, over all partitions. As lazy as `sortBy`. */
    sortByKey<K, V>(this: RDD<[K, V]>, ascending?: boolean, numPartitions?: number): RDD<[K, V]>;
  }
}

const functions = {
  sortBy(this: RDD<unknown>, f: (value: unknown) => unknown, ascending = true, count?: number) {
    const sorted = this.keyBy(f).sortByKey(ascending, count);
    return sorted.narrow('sortBy', (input, rddId) => ({ kind: 'values', rddId, input }));
  },

  sortByKey(this: Pairs, ascending = true, count?: number) {
    checkPartitionCount(count);
    const { lineage, runner } = this;
    const partitionCount = () => count ?? lineage.partitionCount;
    let partitioner: Partitioner | undefined;
    return this.derive({
      className: 'ShuffledRDD',
      operation: 'sortByKey',
      dependencies: [
        {
          kind: 'shuffle',
          shuffleId: runner.newShuffleId(),
          parent: lineage,
          partitioner: () => partitioner as Partitioner,
        },
      ],
      partitionCount,
      plan: ([input]) => ({
        ...(input as Extract<DriverPlan, { kind: 'shuffle-read' }>),
        mode: { kind: 'sort', isAscending: ascending },
      }),
      partitioner: () => partitioner,
      prepare: async () => {
        const keys = this.narrow('sortByKey', (input, rddId) => ({ kind: 'keys', rddId, input }));
        const bounds = await sampleBounds(runner, keys.lineage, partitionCount(), 'sortByKey');
        partitioner = {
          kind: 'range',
          partitionCount: partitionCount(),
          bounds,
          isAscending: ascending,
        };
      },
    });
  },
};

Object.assign(RDD.prototype, functions);
