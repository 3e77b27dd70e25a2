/** Functions that change how many partitions there are, or which rows lie in one. */
import type { DriverPlan, Partitioner } from './lineage.ts';
import { checkPartitionCount } from './partition-count.ts';
import { RDD } from './rdd.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /** One array a partition. Lazy, no shuffle. */
    glom(): RDD<T[]>;
    /**
     * Fewer partitions, by putting neighbours together. Lazy; no shuffle without `shuffle`, with
     * which any number of partitions can be had.
     */
    coalesce(numPartitions: number, shuffle?: boolean): RDD<T>;
    /** Rows spread evenly over so many partitions. Lazy, shuffles every row. */
    repartition(numPartitions: number): RDD<T>;
    /**
     * Rows with their number from 0, in the order of the partitions. Lazy; a job that counts runs
     * before the first action where there are several partitions. No shuffle.
     */
    zipWithIndex(): RDD<[T, number]>;
    /**
     * Rows with a number that no other row has: k, n+k, 2n+k and so on in partition k of n. Lazy,
     * no job, no shuffle.
     */
    zipWithUniqueId(): RDD<[T, number]>;
  }
}

type Rows = RDD<unknown>;

/** Neighbouring partitions in groups of nearly equal size. */
function neighbours(partitionCount: number, groupCount: number): number[][] {
  return Array.from({ length: groupCount }, (_, group) => {
    const start = Math.floor((group * partitionCount) / groupCount);
    const end = Math.floor(((group + 1) * partitionCount) / groupCount);
    return Array.from({ length: end - start }, (_unused, index) => start + index);
  });
}

const functions = {
  glom(this: Rows) {
    return this.narrow('glom', (input, rddId) => ({ kind: 'glom', rddId, input }));
  },

  coalesce(this: Rows, count: number, shuffle = false) {
    checkPartitionCount(count);
    if (shuffle) {
      return this.repartition(count);
    }
    const { lineage } = this;
    const groups = () =>
      neighbours(lineage.partitionCount, Math.min(count, lineage.partitionCount));
    return this.derive({
      className: 'CoalescedRDD',
      operation: 'coalesce',
      dependencies: [
        {
          kind: 'narrow',
          parent: lineage,
          parentPartitions: (partition) => groups()[partition] as number[],
        },
      ],
      partitionCount: () => Math.min(count, lineage.partitionCount),
      plan: ([input], rddId) => ({
        kind: 'coalesce',
        rddId,
        groups: groups(),
        input: input as DriverPlan,
      }),
    });
  },

  repartition(this: Rows, count: number) {
    checkPartitionCount(count);
    const partitioner: Partitioner = { kind: 'round-robin', partitionCount: count };
    const { lineage, runner } = this;
    return this.derive({
      className: 'ShuffledRDD',
      operation: 'repartition',
      dependencies: [
        {
          kind: 'shuffle',
          shuffleId: runner.newShuffleId(),
          parent: lineage,
          partitioner: () => partitioner,
        },
      ],
      partitionCount: () => count,
      plan: ([input]) => ({
        ...(input as Extract<DriverPlan, { kind: 'shuffle-read' }>),
        mode: { kind: 'values' },
      }),
    });
  },

  zipWithIndex(this: Rows) {
    let offsets: number[] = [0];
    const { lineage, runner } = this;
    return this.derive({
      className: 'ZippedWithIndexRDD',
      operation: 'zipWithIndex',
      dependencies: [{ kind: 'narrow', parent: lineage, parentPartitions: undefined }],
      partitionCount: () => lineage.partitionCount,
      plan: ([input], rddId) => ({
        kind: 'zip-with-index',
        rddId,
        offsets,
        input: input as DriverPlan,
      }),
      prepare: async () => {
        const counts: number[] = [];
        const last = lineage.partitionCount - 1;
        if (last > 0) {
          await runner.runLineage({
            lineage,
            sink: { kind: 'count' },
            partitions: Array.from({ length: last }, (_, index) => index),
            operation: 'zipWithIndex',
            onResult: (index, count) => {
              counts[index] = count as number;
            },
          });
        }
        offsets = [0];
        for (const count of counts) {
          offsets.push((offsets.at(-1) as number) + count);
        }
      },
    });
  },

  zipWithUniqueId(this: Rows) {
    const { lineage } = this;
    return this.narrow('zipWithUniqueId', (input, rddId) => ({
      kind: 'map-partitions',
      withIndex: true,
      rddId,
      fn: { library: 'pairWithUniqueId', bound: lineage.partitionCount },
      input,
    }));
  },
};

Object.assign(RDD.prototype, functions);
