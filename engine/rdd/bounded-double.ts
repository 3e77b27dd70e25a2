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
  const reach = deviationsFor(confidence) * deviation;
  return { mean, confidence, low: Math.max(counted, mean - reach), high: mean + reach };
}

/** Halvings that bring the interval below the accuracy of a double. */
const BISECTIONS = 60;
const DEVIATIONS_MAX = 10;

/** How many standard deviations on both sides hold so much of a normal distribution. */
function deviationsFor(confidence: number): number {
  let low = 0;
  let high = DEVIATIONS_MAX;
  for (let step = 0; step < BISECTIONS; step += 1) {
    const middle = (low + high) / 2;
    if (errorFunction(middle / Math.SQRT2) < confidence) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return high;
}

/** Abramowitz and Stegun 7.1.26: off by less than 1.5e-7. */
function errorFunction(x: number): number {
  const t = 1 / (1 + 0.3275911 * x);
  const polynomial =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return 1 - polynomial * Math.exp(-x * x);
}
