/** Actions over numbers. */
import { HowdahError } from '../../base/error/howdah-error.ts';
import { RDD } from './rdd.ts';
import { runLibrary, runRows } from './run-results.ts';
import { StatCounter, type StatCounterState } from './stat-counter.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /** 0 without rows. */
    sum(this: RDD<number>): Promise<number>;
    /** Count, mean, variance and extremes in one pass. */
    stats(this: RDD<number>): Promise<StatCounter>;
    /** 0 without rows, as in Spark. */
    mean(this: RDD<number>): Promise<number>;
    /** Divided by the count; NaN without rows. */
    variance(this: RDD<number>): Promise<number>;
    /** Divided by the count less one; NaN for fewer than two rows. */
    sampleVariance(this: RDD<number>): Promise<number>;
    stdev(this: RDD<number>): Promise<number>;
    /** Spark's other names of `variance` and `stdev`. */
    popVariance(this: RDD<number>): Promise<number>;
    popStdev(this: RDD<number>): Promise<number>;
    sampleStdev(this: RDD<number>): Promise<number>;
    /**
     * How many rows lie between neighbouring bounds: at least the lower, less than the upper; the
     * last bucket has its upper bound too. Rows beyond and NaN are not counted.
     * @param buckets the bounds in order, or how many equal buckets from the least row to the
     *   greatest, which takes another job
     * @returns the bounds and, one less, the counts
     * @throws RangeError for bounds that are too few or not in order; HowdahError
     *   `HOWDAH_HISTOGRAM_UNBOUNDED` for a number of buckets over no rows, or infinite ones
     */
    histogram(
      this: RDD<number>,
      buckets: number | readonly number[],
    ): Promise<[bounds: number[], counts: number[]]>;
  }
}

type Numbers = RDD<number>;

async function boundsOf(rdd: Numbers, bucketCount: number): Promise<number[]> {
  if (!(Number.isInteger(bucketCount) && bucketCount >= 1)) {
    throw new RangeError('Number of buckets must be a positive whole number');
  }
  const { min, max } = await rdd.stats();
  if (!(Number.isFinite(min) && Number.isFinite(max))) {
    throw new HowdahError('HOWDAH_HISTOGRAM_UNBOUNDED');
  }
  if (min === max) {
    return [min, max];
  }
  const inner = Array.from({ length: bucketCount }, (_, index) => {
    return min + (index * (max - min)) / bucketCount;
  });
  return [...inner, max];
}

function checkBounds(bounds: readonly number[]): void {
  if (bounds.length < 2) {
    throw new RangeError('buckets array must have at least two elements');
  }
  if (bounds.some((bound, index) => index > 0 && !((bounds[index - 1] as number) <= bound))) {
    throw new RangeError('The buckets must be in ascending order');
  }
}

const actions = {
  async sum(this: Numbers) {
    const sink = { kind: 'aggregate', zero: 0, fn: { library: 'sum' } } as const;
    const parts = (await runRows(this, 'sum', sink)).flat() as number[];
    return parts.reduce((sum, part) => sum + part, 0);
  },

  async stats(this: Numbers) {
    const fn = { library: 'countStatistics' } as const;
    const parts = await runLibrary<StatCounterState>(this as RDD<unknown>, 'stats', fn);
    const all = new StatCounter();
    for (const state of parts) {
      all.mergeStats({ state });
    }
    return all;
  },

  async mean(this: Numbers) {
    return (await this.stats()).mean;
  },

  async variance(this: Numbers) {
    return (await this.stats()).variance;
  },

  async sampleVariance(this: Numbers) {
    return (await this.stats()).sampleVariance;
  },

  async stdev(this: Numbers) {
    return (await this.stats()).stdev;
  },

  popVariance(this: Numbers) {
    return this.variance();
  },

  popStdev(this: Numbers) {
    return this.stdev();
  },

  async sampleStdev(this: Numbers) {
    return (await this.stats()).sampleStdev;
  },

  async histogram(this: Numbers, buckets: number | readonly number[]) {
    const bounds = typeof buckets === 'number' ? await boundsOf(this, buckets) : [...buckets];
    checkBounds(bounds);
    const fn = { library: 'countBuckets', bound: bounds } as const;
    const parts = await runLibrary<number[]>(this as RDD<unknown>, 'histogram', fn);
    const counts = new Array<number>(bounds.length - 1).fill(0);
    for (const part of parts) {
      for (const [bucket, count] of part.entries()) {
        counts[bucket] = (counts[bucket] as number) + count;
      }
    }
    return [bounds, counts];
  },
};

Object.assign(RDD.prototype, actions);
