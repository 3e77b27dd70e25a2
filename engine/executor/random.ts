/** Random numbers that are the same for the same seed, in every process. */

/** Numbers evenly spread over [0, 1): a 32-bit counter put through a mixing function. */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A seed for one partition of something that has a seed of its own. */
export function partitionSeed(seed: number, partition: number): number {
  return Math.imul(seed ^ 0x5bd1e995, 0x9e3779b1) ^ Math.imul(partition + 1, 0x85ebca6b);
}
