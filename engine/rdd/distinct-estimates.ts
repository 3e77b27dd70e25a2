/** About how many different rows or values there are, from sketches of fixed size. */
import { HyperLogLog, precisionFor } from './hyper-log-log.ts';
import type { Partitioning } from './key-partitioners.ts';
import { combined, type Pairs } from './merge-by-key.ts';
import { RDD } from './rdd.ts';
import { runLibrary } from './run-results.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /**
     * About how many different rows there are. One pass, no shuffle.
     * @param relativeSD standard deviation of the estimate over the true count
     * @throws RangeError for an accuracy that cannot be reached
     */
    countApproxDistinct(relativeSD?: number): Promise<number>;
    /**
     * About how many different values each key has. Lazy, shuffles once.
     * @param relativeSD standard deviation of the estimate over the true count
     */
    countApproxDistinctByKey<K, V>(
      this: RDD<[K, V]>,
      relativeSD?: number,
      partitioning?: Partitioning<K>,
    ): RDD<[K, number]>;
  }
}

const functions = {
  async countApproxDistinct(this: RDD<unknown>, relativeSD = 0.05) {
    const bound = precisionFor(relativeSD);
    const fn = { library: 'sketchRows', bound } as const;
    const sketches = await runLibrary<Uint8Array>(this, 'countApproxDistinct', fn);
    const sketch = new HyperLogLog(bound);
    for (const registers of sketches) {
      sketch.merge(registers);
    }
    return sketch.estimate();
  },

  countApproxDistinctByKey(this: Pairs, relativeSD = 0.05, partitioning?: Partitioning) {
    const bound = precisionFor(relativeSD);
    const operation = 'countApproxDistinctByKey';
    const combiner = {
      create: { library: 'newSketch', bound },
      mergeValue: { library: 'addToSketch', bound },
      mergeCombiners: { library: 'mergeSketches', bound },
    } as const;
    const sketches = combined<Uint8Array>(this, operation, combiner, partitioning);
    const fn = { library: 'estimateSketch', bound } as const;
    return sketches.narrow(
      operation,
      (input, rddId) => ({ kind: 'map-values', rddId, fn, input }),
      true,
    );
  },
};

Object.assign(RDD.prototype, functions);
