/** The next time at which a cron expression fires. */
import { DAY_MS, MINUTE_MS } from '../java-calendar.ts';
import type { TimeZone } from '../time-zone.ts';
import type { CronExpression } from './cron-expression.ts';
import { daysOfCron } from './days-of-cron.ts';

/** Months that are looked through: as in Quartz what does not fire in a century never does. */
const MONTHS_MAX = 1_212;

/**
 * The first whole minute after an instant that matches by clocks that are never changed. Undefined
 * if there is none within a century.
 * @param offsetMs what those clocks are ahead of UTC
 */
export function nextCronTime(
  expression: CronExpression,
  afterMs: number,
  offsetMs: number,
): number | undefined {
  const from = (Math.floor((afterMs + offsetMs) / MINUTE_MS) + 1) * MINUTE_MS;
  const wallMs = nextWallTime(expression, from);
  return wallMs === undefined ? undefined : wallMs - offsetMs;
}

/** The first matching wall-clock time at or after one. */
function nextWallTime(expression: CronExpression, fromMs: number): number | undefined {
  const from = new Date(fromMs);
  const firstMonth = from.getUTCFullYear() * 12 + from.getUTCMonth();
  const firstDay = from.getUTCDate();
  const firstMinute = from.getUTCHours() * 60 + from.getUTCMinutes();
  for (let index = firstMonth; index < firstMonth + MONTHS_MAX; index++) {
    const year = Math.floor(index / 12);
    const month = index - year * 12;
    for (const day of daysOfCron(expression, year, month)) {
      if (index === firstMonth && day < firstDay) continue;
      const isFirst = index === firstMonth && day === firstDay;
      const minute = firstMinuteOfDay(expression, isFirst ? firstMinute : 0);
      if (minute !== undefined) return Date.UTC(year, month, day) + minute * MINUTE_MS;
    }
  }
  return undefined;
}

/** The first matching minute of a day at or after one. */
function firstMinuteOfDay(
  { hours, minutes }: CronExpression,
  fromMinute: number,
): number | undefined {
  const fromHour = Math.floor(fromMinute / 60);
  for (const hour of hours) {
    if (hour < fromHour) continue;
    if (hour > fromHour) return hour * 60 + (minutes[0] as number);
    const minute = minutes.find((one) => one >= fromMinute - fromHour * 60);
    if (minute !== undefined) return hour * 60 + minute;
  }
  return undefined;
}

const HOURS_OF_DAY = 24;

/**
 * The same by the wall clock of a zone. A time that a clock change leaves out fires when the clocks
 * have been moved on; one that comes twice fires the first time only. Expressions for every hour
 * know no such trouble: they fire each time the clocks match.
 */
export function nextLocalCronTime(
  expression: CronExpression,
  afterMs: number,
  zone: TimeZone,
): number | undefined {
  if (expression.hours.length === HOURS_OF_DAY) return nextHourly(expression, afterMs, zone);
  // Two hours back, so that a time in a gap is not lost when the instant lies just behind it.
  let wallMs = afterMs + zone.offsetAt(afterMs) - LARGEST_CHANGE_MS;
  for (;;) {
    const next = nextCronTime(expression, wallMs, 0);
    if (next === undefined) return undefined;
    const timeMs = firstInstant(next, zone);
    if (timeMs > afterMs) return timeMs;
    wallMs = next;
  }
}

/** No clock is changed by more than a day. */
const LARGEST_CHANGE_MS = DAY_MS;

/** When the clocks show a time for the first time, or show a later one for the first time. */
function firstInstant(wallMs: number, zone: TimeZone): number {
  const earlierOffset = zone.offsetAt(wallMs - zone.offsetAtWall(wallMs) - LARGEST_CHANGE_MS);
  const timeMs = wallMs - earlierOffset;
  const before = timeMs + zone.offsetAt(timeMs);
  return before === wallMs ? timeMs : wallMs - zone.offsetAtWall(wallMs);
}

/** Steps through the stretches between clock changes, in each of which clocks run evenly. */
function nextHourly(
  expression: CronExpression,
  afterMs: number,
  zone: TimeZone,
): number | undefined {
  let fromMs = afterMs;
  for (let attempts = 0; attempts < HOURLY_ATTEMPTS_MAX; attempts++) {
    const offset = zone.offsetAt(fromMs + MINUTE_MS);
    const next = nextCronTime(expression, fromMs, offset);
    if (next === undefined) return undefined;
    if (zone.offsetAt(next) === offset) return next;
    // The clocks change before it: look again from the end of the day before, by its own offset.
    fromMs = Math.max(fromMs + MINUTE_MS, lastEvenInstant(fromMs, next, zone));
  }
  return undefined;
}

/** Enough for a century of clock changes. */
const HOURLY_ATTEMPTS_MAX = 10_000;

/** The last minute after `fromMs` up to `untilMs` that has the offset of the minute after it. */
function lastEvenInstant(fromMs: number, untilMs: number, zone: TimeZone): number {
  const offset = zone.offsetAt(fromMs + MINUTE_MS);
  let low = Math.floor(fromMs / MINUTE_MS) + 1;
  let high = Math.floor(untilMs / MINUTE_MS);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zone.offsetAt(middle * MINUTE_MS) === offset) low = middle;
    else high = middle;
  }
  return low * MINUTE_MS;
}
