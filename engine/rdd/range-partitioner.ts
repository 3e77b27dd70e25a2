/** The public partitioner of ordered keys: each partition holds the keys of one range. */
import { partitionFunction } from './partitioner.ts';
import { sampleBounds } from './range-bounds.ts';
import type { RDD } from './rdd.ts';
import { compareValues } from './value-order.ts';

/**
 * Places keys by ranges: those up to `bounds[0]` first, and so on; the last partition has what is
 * greater than all bounds. In descending order partitions count from the other end. Two of them are
 * equal when they share their bounds: an RDD that was placed by one need not move for the same.
 */
export class RangePartitioner<K = unknown> {
  readonly bounds: readonly K[];
  readonly ascending: boolean;
  readonly numPartitions: number;

  /**
   * @param bounds different keys in ascending order, one less than partitions
   * @param numPartitions more of them stay empty
   * @throws RangeError for bounds that are out of order, or too many
   */
  constructor(bounds: readonly K[], ascending = true, numPartitions = bounds.length + 1) {
    if (!(Number.isInteger(numPartitions) && numPartitions > bounds.length)) {
      throw new RangeError(
        `${bounds.length} bounds make ${bounds.length + 1} partitions, not ${numPartitions}`,
      );
    }
    for (let index = 1; index < bounds.length; index += 1) {
      if (compareValues(bounds[index - 1], bounds[index]) >= 0) {
        throw new RangeError(`Bounds must be in ascending order, and no two equal: at ${index}`);
      }
    }
    this.bounds = bounds;
    this.ascending = ascending;
    this.numPartitions = numPartitions;
  }

  /**
   * Ranges that hold about the same number of the RDD's pairs each. Runs a job that samples keys.
   * @param partitions at most; there are fewer where fewer different keys are found
   */
  static async over<K>(
    rdd: RDD<[K, unknown]>,
    partitions: number,
    ascending = true,
  ): Promise<RangePartitioner<K>> {
    const { runner } = rdd;
    const keys = rdd.keys();
    await runner.prepare(keys.lineage);
    const bounds = await sampleBounds(runner, keys.lineage, partitions, 'RangePartitioner');
    return new RangePartitioner(bounds as K[], ascending);
  }

  getPartition(key: K): number {
    const { bounds, ascending: isAscending, numPartitions: partitionCount } = this;
    return partitionFunction({ kind: 'range', partitionCount, bounds, isAscending }, 0)(key);
  }
}
