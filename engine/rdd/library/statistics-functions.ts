/** Functions that sum partitions up: moments, histograms, sketches of how many rows differ. */
import { HyperLogLog } from '../hyper-log-log.ts';
import { StatCounter } from '../stat-counter.ts';

export const statisticsFunctions = {
  /** The state of a StatCounter over the partition. */
  countStatistics: (rows: Iterable<number>) => new StatCounter().mergeAll(rows).state,

  /** Counts for each bucket between two neighbouring bounds; the last bucket has its upper one. */
  countBuckets: (bounds: readonly number[], rows: Iterable<number>) => {
    const counts = new Array<number>(bounds.length - 1).fill(0);
    for (const value of rows) {
      const bucket = bucketOf(bounds, value);
      if (bucket !== undefined) {
        counts[bucket] = (counts[bucket] as number) + 1;
      }
    }
    return counts;
  },

  /** The registers of a HyperLogLog over the partition. */
  sketchRows: (precision: number, rows: Iterable<unknown>) =>
    new HyperLogLog(precision).addAll(rows).registers,

  newSketch: (precision: number, value: unknown) =>
    new HyperLogLog(precision).addAll([value]).registers,

  addToSketch: (precision: number, registers: Uint8Array, value: unknown) =>
    new HyperLogLog(precision, registers).addAll([value]).registers,

  mergeSketches: (precision: number, left: Uint8Array, right: Uint8Array) =>
    new HyperLogLog(precision, left).merge(right).registers,

  estimateSketch: (precision: number, registers: Uint8Array) =>
    new HyperLogLog(precision, registers).estimate(),
} as const;

function bucketOf(bounds: readonly number[], value: number): number | undefined {
  const last = bounds.length - 1;
  const isInside = value >= (bounds[0] as number) && value <= (bounds[last] as number);
  if (!isInside) {
    return undefined;
  }
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] as number) <= value) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}
