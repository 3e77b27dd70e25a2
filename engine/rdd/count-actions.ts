/** Actions that count rows, exactly or about. */
import { HyperLogLog, precisionFor } from './hyper-log-log.ts';
import { summed } from './merge-by-key.ts';
import { RDD } from './rdd.ts';
import { runLibrary, runResults } from './run-results.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /** The number of rows. */
    count(): Promise<number>;
    /**
     * How often each row occurs; rows compare by value. Shuffles once; the counts must fit in the
     * driver's memory.
     */
    countByValue(): Promise<Map<T, number>>;
    /**
     * About how many different rows there are. One pass, no shuffle.
     * @param relativeSD standard deviation of the estimate over the true count
     * @throws RangeError for an accuracy that cannot be reached
     */
    countApproxDistinct(relativeSD?: number): Promise<number>;
  }
}

type Rows = RDD<unknown>;

const actions = {
  async count(this: Rows) {
    const counts = (await runResults(this, 'count', { kind: 'count' })) as number[];
    return counts.reduce((sum, count) => sum + count, 0);
  },

  async countByValue(this: Rows) {
    const counts = this.narrow<[unknown, unknown]>('countByValue', (input, rddId) => ({
      kind: 'map-values',
      rddId,
      fn: { library: 'one' },
      input: { kind: 'pair-with-null', rddId, input },
    }));
    return new Map(await summed(counts, 'countByValue').collect());
  },

  async countApproxDistinct(this: Rows, relativeSD = 0.05) {
    const bound = precisionFor(relativeSD);
    const fn = { library: 'sketchRows', bound } as const;
    const sketches = await runLibrary<Uint8Array>(this, 'countApproxDistinct', fn);
    const sketch = new HyperLogLog(bound);
    for (const registers of sketches) {
      sketch.merge(registers);
    }
    return sketch.estimate();
  },
};

Object.assign(RDD.prototype, actions);
