/** How many standard deviations around the mean hold a given part of a distribution. */

/** Halvings that bring the interval below the accuracy of a double. */
const BISECTIONS = 60;

/** Student's distribution with one degree of freedom is so wide that this is not too much. */
const DEVIATIONS_MAX = 1e9;

/** Spark takes the normal distribution for more values than this. */
const SMALL_COUNT = 100;

/** On both sides of the mean of a normal distribution. @param confidence from 0 to 1 */
export function normalDeviations(confidence: number): number {
  return bisect((deviations) => errorFunction(deviations / Math.SQRT2), confidence);
}

/**
 * For the mean of so many values whose variance was estimated from them: Student's distribution
 * where they are few.
 * @param count at least 2
 */
export function sampleDeviations(confidence: number, count: number): number {
  return count > SMALL_COUNT
    ? normalDeviations(confidence)
    : bisect((deviations) => studentWithin(deviations, count - 1), confidence);
}

/** Where an increasing function reaches a value. */
function bisect(within: (deviations: number) => number, wanted: number): number {
  let low = 0;
  let high = 1;
  while (high < DEVIATIONS_MAX && within(high) < wanted) {
    low = high;
    high *= 2;
  }
  for (let step = 0; step < BISECTIONS; step += 1) {
    const middle = (low + high) / 2;
    if (within(middle) < wanted) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return high;
}

/** The part within `t` of Student's distribution: Abramowitz and Stegun 26.7.3 and 26.7.4. */
function studentWithin(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let power = isOdd ? 3 : 2; power <= freedom - 2; power += 2) {
    term *= ((power - 1) / power) * cosine * cosine;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}

/** Abramowitz and Stegun 7.1.26: off by less than 1.5e-7. */
function errorFunction(x: number): number {
  const t = 1 / (1 + 0.3275911 * x);
  const polynomial =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return 1 - polynomial * Math.exp(-x * x);
}
