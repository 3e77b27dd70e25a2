/** Dates as Spark's REST interface prints and reads them. */

/** `2015-02-03T16:43:00.000GMT`. */
export function sparkDate(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('Z', 'GMT');
}

/** Printed for what has no end yet: a millisecond before the epoch. */
export const NO_DATE_MS = -1;
