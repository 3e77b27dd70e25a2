/** Dates as Spark's REST interface prints and reads them. */

/** `2015-02-03T16:43:00.000GMT`. */
export function sparkDate(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('Z', 'GMT');
}

/** Printed for what has no end yet: a millisecond before the epoch. */
export const NO_DATE_MS = -1;

/** `2015-02-03T16:43:00.000GMT` or `2015-02-03`, which begins in Greenwich; else undefined. */
export function parseSparkDate(text: string): number | undefined {
  const isDate = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}\.\d{3}GMT)?$/.test(text);
  const timeMs = isDate ? Date.parse(text.replace('GMT', 'Z')) : Number.NaN;
  return Number.isNaN(timeMs) ? undefined : timeMs;
}
