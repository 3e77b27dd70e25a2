/** How keys are spread over the partitions of a shuffle. */
import { hashPartition } from '../shuffle/key-hash.ts';
import { compareValues } from './value-order.ts';

export type PartitionerPlan<F> =
  | { readonly kind: 'hash'; readonly partitionCount: number }
  /** Keys up to `bounds[0]` in partition 0, and so on; in descending order from the other end. */
  | {
      readonly kind: 'range';
      readonly partitionCount: number;
      readonly bounds: readonly unknown[];
      readonly isAscending: boolean;
    }
  /** Rows in turn, whatever they hold; every map task begins at a place of its own. */
  | { readonly kind: 'round-robin'; readonly partitionCount: number }
  | { readonly kind: 'custom'; readonly partitionCount: number; readonly fn: F };

/** A function that gives a key's partition. */
export type PartitionOf = (key: unknown) => number;

type UserPartitioner = (key: unknown) => unknown;

/**
 * @param mapPartition the map task's partition, which decides where a round-robin begins
 * @throws RangeError from the result, for a custom function that leaves the range
 */
export function partitionFunction(
  plan: PartitionerPlan<UserPartitioner>,
  mapPartition: number,
): PartitionOf {
  const { partitionCount } = plan;
  switch (plan.kind) {
    case 'hash':
      return partitionCount === 1 ? () => 0 : (key) => hashPartition(key, partitionCount);
    case 'range':
      return rangePartitionOf(plan.bounds, plan.isAscending);
    case 'round-robin': {
      let next = mapPartition % partitionCount;
      return () => {
        next = next + 1 === partitionCount ? 0 : next + 1;
        return next;
      };
    }
    case 'custom':
      return checkedPartitioner(plan.fn, partitionCount);
  }
}

function rangePartitionOf(bounds: readonly unknown[], isAscending: boolean): PartitionOf {
  const last = bounds.length;
  const place = isAscending ? (at: number) => at : (at: number) => last - at;
  if (bounds.every((bound) => typeof bound === 'number' && !Number.isNaN(bound))) {
    const numbers = Float64Array.from(bounds as number[]);
    return (key) =>
      place(
        typeof key === 'number' && !Number.isNaN(key)
          ? lowerBoundOfNumber(numbers, key)
          : lowerBound(bounds, key),
      );
  }
  return (key) => place(lowerBound(bounds, key));
}

/** How many bounds lie below the key. */
function lowerBoundOfNumber(bounds: Float64Array, key: number): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] as number) < key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

function lowerBound(bounds: readonly unknown[], key: unknown): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareValues(bounds[middle], key) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

function checkedPartitioner(fn: UserPartitioner, partitionCount: number): PartitionOf {
  return (key) => {
    const partition = fn(key);
    const isRight =
      typeof partition === 'number' &&
      Number.isInteger(partition) &&
      partition >= 0 &&
      partition < partitionCount;
    if (!isRight) {
      throw new RangeError(
        `The partitioner gave ${String(partition)}, which is no partition of 0 to ` +
          `${partitionCount - 1}`,
      );
    }
    return partition;
  };
}
