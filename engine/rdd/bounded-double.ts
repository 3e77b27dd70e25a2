/** Estimates of actions that stop early, and the bounds of the true values: as in Spark. */
import { normalDeviations, sampleDeviations } from './deviations.ts';
import type { StatCounter } from './stat-counter.ts';

/** An estimate and the bounds between which the true value lies with some confidence. */
export interface BoundedDouble {
  readonly mean: number;
  readonly confidence: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The count of all partitions from that of a part of them, taken as if each row had been seen with
 * the chance `part`: the negative binomial distribution, by its normal approximation. (Spark takes
 * the distribution itself for small counts.)
 */
export function boundedCount(counted: number, part: number, confidence: number): BoundedDouble {
  if (part >= 1) {
    return { mean: counted, confidence: 1, low: counted, high: counted };
  }
  if (counted === 0) {
    return { mean: 0, confidence: 0, low: 0, high: Infinity };
  }
  const mean = counted / part;
  const deviation = Math.sqrt(counted * (1 - part)) / part;
  const reach = normalDeviations(confidence) * deviation;
  return { mean, confidence, low: Math.max(counted, mean - reach), high: mean + reach };
}

/** Spark's answer where nothing is known yet. */
const anything: BoundedDouble = { mean: 0, confidence: 0, low: -Infinity, high: Infinity };

/** The mean of all rows from the counts of a part of the partitions. */
export function boundedMean(counts: StatCounter, part: number, confidence: number): BoundedDouble {
  const { mean, count, sampleVariance } = counts;
  if (part >= 1) {
    return { mean, confidence: 1, low: mean, high: mean };
  }
  if (count === 0) {
    return anything;
  }
  if (count === 1) {
    return { mean, confidence, low: -Infinity, high: Infinity };
  }
  const reach = sampleDeviations(confidence, count) * Math.sqrt(sampleVariance / count);
  return { mean, confidence, low: mean - reach, high: mean + reach };
}

/** The sum of all rows: what was seen, and an estimate of what was not. */
export function boundedSum(counts: StatCounter, part: number, confidence: number): BoundedDouble {
  const { mean, count, sum, sampleVariance } = counts;
  if (part >= 1) {
    return { mean: sum, confidence: 1, low: sum, high: sum };
  }
  if (part === 0 || count === 0) {
    return anything;
  }
  const unseenCount = (count * (1 - part)) / part;
  const total = sum + mean * unseenCount;
  if (count === 1) {
    return { mean: total, confidence, low: -Infinity, high: Infinity };
  }
  const countVariance = (count * (1 - part)) / (part * part);
  const meanVariance = sampleVariance / count;
  const variance =
    mean * mean * countVariance +
    unseenCount * unseenCount * meanVariance +
    meanVariance * countVariance;
  const reach = sampleDeviations(confidence, count) * Math.sqrt(variance);
  return { mean: total, confidence, low: total - reach, high: total + reach };
}
