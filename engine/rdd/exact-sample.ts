/**
 * Samples that hold exactly their share of each key. The keys of every partition are counted first;
 * the driver then says how many rows of each key every partition gives, as if all rows of the key
 * were drawn from one urn, and each partition draws so many of its own.
 */
import { randomNumbers } from '../executor/random.ts';
import { keyIdentity } from '../shuffle/key-identity.ts';
import type { Quota } from './library/sampling-functions.ts';
import type { DriverPlan } from './lineage.ts';
import type { Pairs } from './merge-by-key.ts';
import { RDD } from './rdd.ts';
import { runLibrary } from './run-results.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /**
     * Pairs drawn at random: of each key exactly `fraction × count` of them, rounded up. Lazy, no
     * shuffle, keeps partitioning; a job that counts the keys runs before the first action, and the
     * counts must fit in the driver's memory.
     * @param fractions keys that are missing here make the action fail with a RangeError
     * @throws RangeError for a fraction out of its range
     */
    sampleByKeyExact<K, V>(
      this: RDD<[K, V]>,
      withReplacement: boolean,
      fractions: ReadonlyMap<K, number>,
      seed?: number,
    ): RDD<[K, V]>;
  }
}

type KeyCounts = readonly (readonly [key: unknown, count: number])[];

interface Stratum {
  readonly key: unknown;
  readonly fraction: number;
  /** By partition. */
  readonly counts: Map<number, number>;
}

/** @throws RangeError for a key without a fraction */
function strataOf(parts: readonly KeyCounts[], fractions: ReadonlyMap<unknown, number>): Stratum[] {
  const byIdentity = new Map(
    [...fractions].map(([key, fraction]) => [keyIdentity(key), fraction] as const),
  );
  const strata = new Map<unknown, Stratum>();
  for (const [partition, part] of parts.entries()) {
    for (const [key, count] of part) {
      const identity = keyIdentity(key);
      const fraction = byIdentity.get(identity);
      if (fraction === undefined) {
        throw new RangeError(`key not found: ${String(key)}`);
      }
      const stratum = strata.get(identity) ?? { key, fraction, counts: new Map() };
      stratum.counts.set(partition, count);
      strata.set(identity, stratum);
    }
  }
  return [...strata.values()];
}

/** Draws one by one from an urn of all the key's rows and notes whose row it was. */
export function drawnByPartition(
  counts: ReadonlyMap<number, number>,
  draws: number,
  withReplacement: boolean,
  random: () => number,
): Map<number, number> {
  const left = new Map(counts);
  let total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const drawn = new Map<number, number>();
  for (let draw = 0; draw < draws; draw += 1) {
    let place = random() * total;
    for (const [partition, count] of left) {
      place -= count;
      if (place < 0) {
        drawn.set(partition, (drawn.get(partition) ?? 0) + 1);
        if (!withReplacement) {
          left.set(partition, count - 1);
          total -= 1;
        }
        break;
      }
    }
  }
  return drawn;
}

function quotasOf(
  strata: readonly Stratum[],
  partitionCount: number,
  withReplacement: boolean,
  seed: number,
): Quota[][] {
  const random = randomNumbers(seed);
  const quotas = Array.from({ length: partitionCount }, (): Quota[] => []);
  for (const { key, fraction, counts } of strata) {
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const drawn = drawnByPartition(counts, Math.ceil(fraction * total), withReplacement, random);
    for (const [partition, count] of counts) {
      quotas[partition]?.push([key, count, drawn.get(partition) ?? 0]);
    }
  }
  return quotas;
}

function checkFractions(fractions: ReadonlyMap<unknown, number>, withReplacement: boolean): void {
  for (const [key, fraction] of fractions) {
    if (!(fraction >= 0 && (withReplacement || fraction <= 1))) {
      const range = withReplacement ? 'not be negative' : 'be on interval [0, 1]';
      throw new RangeError(`Sampling fraction (${fraction}) of ${String(key)} must ${range}`);
    }
  }
}

const functions = {
  sampleByKeyExact(
    this: Pairs,
    withReplacement: boolean,
    fractions: ReadonlyMap<unknown, number>,
    seed = this.id,
  ) {
    checkFractions(fractions, withReplacement);
    const { lineage } = this;
    let quotas: Quota[][] = [];
    return this.derive({
      className: 'MapPartitionsRDD',
      operation: 'sampleByKeyExact',
      dependencies: [{ kind: 'narrow', parent: lineage, parentPartitions: undefined }],
      partitionCount: () => lineage.partitionCount,
      partitioner: () => lineage.partitioner,
      isOrderSensitive: true,
      plan: ([input], rddId) => ({
        kind: 'map-partitions',
        withIndex: true,
        rddId,
        fn: { library: 'exactSample', bound: { quotas, withReplacement, seed } },
        input: input as DriverPlan,
      }),
      prepare: async () => {
        const fn = { library: 'countRows' } as const;
        const parts = await runLibrary<KeyCounts>(this.keys(), 'sampleByKeyExact', fn);
        const strata = strataOf(parts, fractions);
        quotas = quotasOf(strata, lineage.partitionCount, withReplacement, seed);
      },
    });
  },
};

Object.assign(RDD.prototype, functions);
