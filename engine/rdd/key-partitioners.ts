/** Partitioners as programs write them. Two of them are equal when they place every key alike. */
import type { AnyFunction } from '../closure/annotation.ts';
import type { Partitioner } from './lineage.ts';
import { checkPartitionCount } from './partition-count.ts';
import { partitionFunction } from './partitioner.ts';
import { RangePartitioner } from './range-partitioner.ts';

/** Places keys by the hash of their value. */
export class HashPartitioner {
  readonly numPartitions: number;

  /** @throws RangeError for what is no positive whole number */
  constructor(numPartitions: number) {
    checkPartitionCount(numPartitions);
    this.numPartitions = numPartitions;
  }

  /** Keys that are equal by value have the same. */
  getPartition(key: unknown): number {
    return partitionFunction({ kind: 'hash', partitionCount: this.numPartitions }, 0)(key);
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
export type Partitioning<K = unknown> = number | Partitioned<K>;

/** What says how an RDD's pairs are placed. */
export type Partitioned<K = unknown> =
  | HashPartitioner
  | RangePartitioner<K>
  | FunctionPartitioner<K>;

/** @throws RangeError for what is no positive whole number */
export function toPartitioner(partitioning: Partitioning<never>): Partitioner {
  if (partitioning instanceof FunctionPartitioner) {
    const { numPartitions, getPartition } = partitioning;
    return { kind: 'custom', partitionCount: numPartitions, fn: getPartition };
  }
  if (partitioning instanceof RangePartitioner) {
    const { numPartitions, bounds, ascending } = partitioning;
    return { kind: 'range', partitionCount: numPartitions, bounds, isAscending: ascending };
  }
  const count = typeof partitioning === 'number' ? partitioning : partitioning.numPartitions;
  checkPartitionCount(count);
  return { kind: 'hash', partitionCount: count };
}

/** @returns undefined where equal keys may lie in different partitions */
export function publicPartitioner(
  partitioner: Partitioner | undefined,
): Partitioned<never> | undefined {
  switch (partitioner?.kind) {
    case 'hash':
      return new HashPartitioner(partitioner.partitionCount);
    case 'range':
      return new RangePartitioner<never>(
        partitioner.bounds as readonly never[],
        partitioner.isAscending,
        partitioner.partitionCount,
      );
    case 'custom':
      return new FunctionPartitioner(
        partitioner.partitionCount,
        partitioner.fn as AnyFunction as (key: unknown) => number,
      );
    default:
      return undefined;
  }
}
