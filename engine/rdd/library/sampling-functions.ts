/** Functions that draw rows at random, the same ones for the same seed and partition. */
import { partitionSeed, randomNumbers } from '../../executor/random.ts';
import { keyIdentity } from '../../shuffle/key-identity.ts';

export interface SampleBinding {
  readonly seed: number;
}

export interface PoissonBinding extends SampleBinding {
  /** How often each row is drawn on average. */
  readonly mean: number;
}

export interface RangeBinding extends SampleBinding {
  /** Rows whose random number lies in `[lower, upper)` are drawn. */
  readonly lower: number;
  readonly upper: number;
}

export interface FractionsBinding extends SampleBinding {
  readonly withReplacement: boolean;
  readonly fractions: readonly (readonly [key: unknown, fraction: number])[];
}

/** How many rows of a key a partition has, and how many of them it shall give. */
export type Quota = readonly [key: unknown, count: number, drawn: number];

export interface QuotaBinding extends SampleBinding {
  readonly withReplacement: boolean;
  /** By partition. */
  readonly quotas: readonly (readonly Quota[])[];
}

type Rows = Iterable<unknown>;

export const samplingFunctions = {
  /** With replacement: every row as often as a Poisson distribution says. */
  poissonSample: function* ({ mean, seed }: PoissonBinding, partition: number, rows: Rows) {
    const random = randomNumbers(partitionSeed(seed, partition));
    for (const row of rows) {
      for (let copies = poisson(mean, random); copies > 0; copies -= 1) {
        yield row;
      }
    }
  },

  /** Samples of the same seed whose ranges do not overlap have no row in common. */
  rangeSample: function* (binding: RangeBinding, partition: number, rows: Rows) {
    const { lower, upper, seed } = binding;
    const random = randomNumbers(partitionSeed(seed, partition));
    for (const row of rows) {
      const drawn = random();
      if (drawn >= lower && drawn < upper) {
        yield row;
      }
    }
  },

  /** Pairs by the fraction of their key; keys that have none are an error. */
  keySample: function* (binding: FractionsBinding, partition: number, rows: Rows) {
    const random = randomNumbers(partitionSeed(binding.seed, partition));
    const fractions = new Map(
      binding.fractions.map(([key, fraction]) => [keyIdentity(key), fraction]),
    );
    for (const row of rows as Iterable<readonly [unknown, unknown]>) {
      const fraction = fractions.get(keyIdentity(row[0]));
      if (fraction === undefined) {
        throw new RangeError(`key not found: ${String(row[0])}`);
      }
      const copies = binding.withReplacement
        ? poisson(fraction, random)
        : Number(random() < fraction);
      for (let copy = 0; copy < copies; copy += 1) {
        yield row;
      }
    }
  },

  /** Exactly as many pairs of each key as the partition's quota says. */
  exactSample: function* (binding: QuotaBinding, partition: number, rows: Rows) {
    const random = randomNumbers(partitionSeed(binding.seed, partition));
    const open = new Map(
      binding.quotas[partition]?.map(([key, left, draws]) => [keyIdentity(key), { left, draws }]),
    );
    for (const row of rows as Iterable<readonly [unknown, unknown]>) {
      const quota = open.get(keyIdentity(row[0]));
      if (quota === undefined || quota.left === 0) {
        throw new RangeError(`Rows differ from those that were counted: ${String(row[0])}`);
      }
      const { left, draws } = quota;
      const copies = binding.withReplacement
        ? binomial(draws, 1 / left, random)
        : Number(random() < draws / left);
      quota.left -= 1;
      quota.draws -= copies;
      for (let copy = 0; copy < copies; copy += 1) {
        yield row;
      }
    }
  },
} as const;

/** How many of so many draws meet, by inversion: few are expected here. */
function binomial(draws: number, chance: number, random: () => number): number {
  if (chance >= 1) {
    return draws;
  }
  let probability = (1 - chance) ** draws;
  let count = 0;
  for (let rest = random() - probability; rest >= 0 && count < draws; rest -= probability) {
    probability *= ((draws - count) / (count + 1)) * (chance / (1 - chance));
    count += 1;
  }
  return count;
}

/** Above this mean `exp(-mean)` would lose digits; sums of smaller ones are distributed alike. */
const POISSON_STEP_MAX = 500;

/** Knuth's product of uniform numbers. */
function poisson(mean: number, random: () => number): number {
  if (mean > POISSON_STEP_MAX) {
    return poisson(POISSON_STEP_MAX, random) + poisson(mean - POISSON_STEP_MAX, random);
  }
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) {
    count += 1;
  }
  return count;
}
