/**
 * How long a worker or a driver waits before it looks for its master again: Spark's rhythm of some
 * ten seconds at first and some sixty then, but quick in the beginning, as a master that is started
 * anew is back at once.
 */

const DELAY_MS_FIRST = 500;
const DELAY_MS_SOON = 10_000;
const DELAY_MS_LATE = 60_000;

/** Spark's `spark.worker.initialRegistrationRetries`. */
const SOON_RETRIES_MAX = 6;

/** Not all at the same moment. */
const FUZZ_LEAST = 0.5;

/** @param retry from 0 */
export function reconnectDelayMs(retry: number, random: () => number): number {
  const delayMs =
    retry < SOON_RETRIES_MAX ? Math.min(DELAY_MS_FIRST * 2 ** retry, DELAY_MS_SOON) : DELAY_MS_LATE;
  return Math.round(delayMs * (FUZZ_LEAST + random()));
}
