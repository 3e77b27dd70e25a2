/** Actions that count rows, each or by value. */
import { summed } from './merge-by-key.ts';
import { RDD } from './rdd.ts';
import { runResults } from './run-results.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /** The number of rows. */
    count(): Promise<number>;
    /**
     * How often each row occurs; rows compare by value. Shuffles once; the counts must fit in the
     * driver's memory.
     */
    countByValue(): Promise<Map<T, number>>;
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
};

Object.assign(RDD.prototype, actions);
