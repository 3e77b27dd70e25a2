/** How numbers are distributed, as Spark's REST interface shows it. */

/** Spark's way: the value at the place `share × count` of the ordered values. */
export function distribution(values: readonly number[], quantiles: readonly number[]): number[] {
  const sorted = [...values].sort((left, right) => left - right);
  const last = sorted.length - 1;
  return quantiles.map(
    (share) => sorted[Math.min(Math.floor(share * sorted.length), last)] as number,
  );
}
