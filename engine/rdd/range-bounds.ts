/** Cuts the range of keys into parts of about equal weight, from a sample of each partition. */
import { rowsFromBytes } from '../storage/row-bytes.ts';
import type { JobRunner } from './job-runner.ts';
import type { Lineage } from './lineage.ts';
import { compareValues } from './value-order.ts';

/** Spark's numbers: keys sampled for each partition of the result, and in all. */
const SAMPLE_PER_PARTITION = 20;
const SAMPLE_MAX = 1_000_000;
/** More than the even share, as partitions may be of unequal size. */
const OVERSAMPLING = 3;

interface WeightedKey {
  readonly key: unknown;
  readonly weight: number;
}

/**
 * Runs a job over the keys.
 * @param operation whose name the job bears
 */
export async function sampleBounds(
  runner: JobRunner,
  keys: Lineage,
  partitionCount: number,
  operation: string,
): Promise<unknown[]> {
  if (partitionCount <= 1 || keys.partitionCount === 0) {
    return [];
  }
  const wanted = Math.min(SAMPLE_PER_PARTITION * partitionCount, SAMPLE_MAX);
  const size = Math.ceil((OVERSAMPLING * wanted) / keys.partitionCount);
  const candidates: WeightedKey[] = [];
  await runner.runLineage({
    lineage: keys,
    sink: { kind: 'sample-keys', size, seed: keys.id },
    operation,
    onResult: (_index, value) => {
      const [count, rows] = rowsFromBytes(value as Uint8Array) as [number, unknown[]];
      for (const key of rows) {
        candidates.push({ key, weight: count / rows.length });
      }
    },
  });
  return chooseBounds(candidates, partitionCount);
}

/** At most one bound less than partitions: fewer where there are few different keys. */
export function chooseBounds(candidates: WeightedKey[], partitionCount: number): unknown[] {
  candidates.sort((left, right) => compareValues(left.key, right.key));
  const total = candidates.reduce((sum, { weight }) => sum + weight, 0);
  const step = total / partitionCount;
  const bounds: unknown[] = [];
  let reached = 0;
  let target = step;
  for (const { key, weight } of candidates) {
    reached += weight;
    const isNew = bounds.length === 0 || compareValues(key, bounds.at(-1)) > 0;
    if (reached >= target && isNew && bounds.length < partitionCount - 1) {
      bounds.push(key);
      target += step;
    }
  }
  return bounds;
}
