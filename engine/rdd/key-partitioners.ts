/** Partitioners as programs write them. Two of them are equal when they place every key alike. */
import type { Partitioner } from './lineage.ts';
import { checkPartitionCount } from './partition-count.ts';

/** Places keys by the hash of their value. */
export class HashPartitioner {
  readonly numPartitions: number;

  /** @throws RangeError for what is no positive whole number */
  constructor(numPartitions: number) {
    checkPartitionCount(numPartitions);
    this.numPartitions = numPartitions;
  }
}

/** Places keys by a function of the program, which travels to the executors. */
export class FunctionPartitioner<K = unknown> {
  readonly numPartitions: number;
  readonly getPartition: (key: K) => number;

  /**
   * @param getPartition gives a whole number from 0 up to, but not including, `numPartitions`; for
   *   anything else the task fails
   */
  constructor(numPartitions: number, getPartition: (key: K) => number) {
    checkPartitionCount(numPartitions);
    this.numPartitions = numPartitions;
    this.getPartition = getPartition;
  }
}

/** A number of partitions stands for a HashPartitioner. */
export type Partitioning<K = unknown> = number | HashPartitioner | FunctionPartitioner<K>;

/** @throws RangeError for what is no positive whole number */
export function toPartitioner(partitioning: Partitioning<never>): Partitioner {
  if (partitioning instanceof FunctionPartitioner) {
    const { numPartitions, getPartition } = partitioning;
    return { kind: 'custom', partitionCount: numPartitions, fn: getPartition };
  }
  const count = typeof partitioning === 'number' ? partitioning : partitioning.numPartitions;
  checkPartitionCount(count);
  return { kind: 'hash', partitionCount: count };
}
