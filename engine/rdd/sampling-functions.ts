/** Random parts of RDDs: the same rows for the same seed. */
import { randomNumbers } from '../executor/random.ts';
import { RDD } from './rdd.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /**
     * A random part of the rows. Lazy, no shuffle, keeps partitioning.
     * @param fraction without replacement the chance of each row, from 0 to 1; with replacement how
     *   often each row is drawn on average
     * @param seed by default the number of the new RDD
     * @throws RangeError for a fraction out of its range
     */
    sample(withReplacement: boolean, fraction: number, seed?: number): RDD<T>;
    /**
     * Parts of the rows that have none in common and are together all of them. Lazy, no shuffle.
     * @param weights of the parts, in any unit: they are divided by their sum
     * @throws RangeError for negative weights, or only zeros
     */
    randomSplit(weights: readonly number[], seed?: number): RDD<T>[];
    /**
     * So many rows drawn at random; fewer only where, without replacement, there are no more.
     * Runs a
     * job that counts the rows and one or more that draw them, which must fit in the driver's
     * memory.
     */
    takeSample(withReplacement: boolean, num: number, seed?: number): Promise<T[]>;
    /**
     * Pairs drawn at random, each key with a fraction of its own. Lazy, no shuffle, keeps
     * partitioning. A task that meets another key fails.
     */
    sampleByKey<K, V>(
      this: RDD<[K, V]>,
      withReplacement: boolean,
      fractions: ReadonlyMap<K, number>,
      seed?: number,
    ): RDD<[K, V]>;
  }
}

type Rows = RDD<unknown>;

/** Spark's margins: a sample of this expected size is too small less than once in 10,000 times. */
const MARGIN_DEVIATIONS_WITHOUT = 0.00005;
const DEVIATIONS_SMALL = 9;
const DEVIATIONS_LARGE = 5;
const SMALL_SAMPLE = 12;

const functions = {
  sample(this: Rows, withReplacement: boolean, fraction: number, seed?: number): Rows {
    checkFraction(withReplacement, fraction);
    return this.narrow(
      'sample',
      (input, rddId) =>
        withReplacement
          ? {
              kind: 'map-partitions',
              withIndex: true,
              rddId,
              fn: { library: 'poissonSample', bound: { mean: fraction, seed: seed ?? rddId } },
              input,
            }
          : { kind: 'sample', rddId, fraction, seed: seed ?? rddId, input },
      true,
      true,
    );
  },

  randomSplit(this: Rows, weights: readonly number[], seed = this.id): Rows[] {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (weights.some((weight) => !(weight >= 0)) || !(total > 0)) {
      throw new RangeError(
        `Weights must be nonnegative and their sum positive, but got [${weights.join(',')}]`,
      );
    }
    let reached = 0;
    return weights.map((weight, index) => {
      const lower = reached / total;
      reached += weight;
      // Rounding must not lose the rows at the very end.
      const upper = index === weights.length - 1 ? 1 : reached / total;
      const fn = { library: 'rangeSample', bound: { lower, upper, seed } } as const;
      const options = { withIndex: true, keepsPartitioning: true, isOrderSensitive: true };
      return this.throughLibrary('randomSplit', fn, options);
    });
  },

  async takeSample(this: Rows, withReplacement: boolean, num: number, seed = this.id) {
    if (!(Number.isInteger(num) && num >= 0)) {
      throw new RangeError('Negative number of elements requested');
    }
    const count = num === 0 ? 0 : await this.count();
    if (count === 0) {
      return [];
    }
    const random = randomNumbers(seed);
    if (!withReplacement && num >= count) {
      return shuffled(await this.collect(), random);
    }
    const fraction = fractionFor(num, count, withReplacement);
    let rows: unknown[] = [];
    for (let attempt = 0; rows.length < num; attempt += 1) {
      rows = await this.sample(withReplacement, fraction, seed + attempt).collect();
    }
    return shuffled(rows, random).slice(0, num);
  },

  sampleByKey(
    this: RDD<[unknown, unknown]>,
    withReplacement: boolean,
    fractions: ReadonlyMap<unknown, number>,
    seed = this.id,
  ): Rows {
    for (const fraction of fractions.values()) {
      checkFraction(withReplacement, fraction);
    }
    const bound = { withReplacement, fractions: [...fractions], seed };
    const options = { withIndex: true, keepsPartitioning: true, isOrderSensitive: true };
    return this.throughLibrary('sampleByKey', { library: 'keySample', bound }, options);
  },
};

function checkFraction(withReplacement: boolean, fraction: number): void {
  if (!(fraction >= 0 && (withReplacement || fraction <= 1))) {
    const range = withReplacement ? 'not be negative' : 'be on interval [0, 1]';
    throw new RangeError(`Sampling fraction (${fraction}) must ${range}`);
  }
}

/** Large enough that one sample nearly always holds so many rows. */
function fractionFor(num: number, count: number, withReplacement: boolean): number {
  if (withReplacement) {
    const deviations = num < SMALL_SAMPLE ? DEVIATIONS_SMALL : DEVIATIONS_LARGE;
    return (num + deviations * Math.sqrt(num)) / count;
  }
  const fraction = num / count;
  const gamma = -Math.log(MARGIN_DEVIATIONS_WITHOUT) / count;
  return Math.min(1, fraction + gamma + Math.sqrt(gamma * gamma + 2 * gamma * fraction));
}

/** Fisher and Yates. */
function shuffled(rows: unknown[], random: () => number): unknown[] {
  for (let last = rows.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [rows[last], rows[other]] = [rows[other], rows[last]];
  }
  return rows;
}

Object.assign(RDD.prototype, functions);
