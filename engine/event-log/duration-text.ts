/** Durations in the words of Spark's log. */

const MS_PER_SECOND = 1_000;
const MS_PER_MINUTE = 60 * MS_PER_SECOND;
const MS_PER_HOUR = 60 * MS_PER_MINUTE;

/** `20 ms`, `3.1 s`, `2.0 min` or `1.50 h`. */
export function durationText(durationMs: number): string {
  if (durationMs < MS_PER_SECOND) {
    return `${durationMs} ms`;
  }
  if (durationMs < MS_PER_MINUTE) {
    return `${(durationMs / MS_PER_SECOND).toFixed(1)} s`;
  }
  return durationMs < MS_PER_HOUR
    ? `${(durationMs / MS_PER_MINUTE).toFixed(1)} min`
    : `${(durationMs / MS_PER_HOUR).toFixed(2)} h`;
}
