/**
 * Calendar arithmetic with the results of Java's GregorianCalendar, in which Oozie computes: what
 * becomes of the 31st, of clock changes, of weeks. Numbers in and out, as coordinators compute
 * thousands of times; dates before October 1582 differ (Java's are Julian there).
 */
import type { TimeZone } from './time-zone.ts';

export type CalendarUnit = 'MINUTE' | 'HOUR' | 'DAY' | 'WEEK' | 'MONTH' | 'YEAR';

/** What a frequency of `endOfDays`, `endOfWeeks` or `endOfMonths` waits for at first. */
export type EndOfDuration = 'NONE' | 'END_OF_DAY' | 'END_OF_WEEK' | 'END_OF_MONTH';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
export const WEEK_MS = 604_800_000;

/**
 * Minutes and hours are elapsed time. Days and weeks keep the wall clock; where a clock change
 * makes that impossible the time comes before the change. Months and years keep the wall clock and
 * the day, or take the month's last day.
 */
export function addToCalendar(
  timeMs: number,
  count: number,
  unit: CalendarUnit,
  zone: TimeZone,
): number {
  return clamp(add(timeMs, count, unit, zone));
}

/**
 * Times beyond are taken for this one (the year 255,000): JavaScript's dates end soon after it, and
 * what comes then is no number.
 */
export const CALENDAR_MAX_MS = 8_000_000_000_000_000;

function clamp(timeMs: number): number {
  if (Number.isNaN(timeMs)) return CALENDAR_MAX_MS;
  return Math.min(Math.max(timeMs, -CALENDAR_MAX_MS), CALENDAR_MAX_MS);
}

function add(timeMs: number, count: number, unit: CalendarUnit, zone: TimeZone): number {
  // Also where the wall clock shows the time twice, and computing it again gives the other one.
  if (count === 0) return timeMs;
  switch (unit) {
    case 'MINUTE':
      return timeMs + count * MINUTE_MS;
    case 'HOUR':
      return timeMs + count * HOUR_MS;
    case 'DAY':
      return addDays(timeMs, count, zone);
    case 'WEEK':
      return addDays(timeMs, count * 7, zone);
    case 'MONTH':
      return addMonths(timeMs, count, zone);
    case 'YEAR':
      return addMonths(timeMs, count * 12, zone);
  }
}

function addDays(timeMs: number, days: number, zone: TimeZone): number {
  const offset = zone.offsetAt(timeMs);
  const moved = timeMs + days * DAY_MS;
  const movedOffset = zone.offsetAt(moved);
  if (movedOffset === offset) return moved;
  const adjusted = moved + offset - movedOffset;
  const day = Math.floor((moved + offset) / DAY_MS);
  const adjustedDay = Math.floor((adjusted + zone.offsetAt(adjusted)) / DAY_MS);
  return adjustedDay === day ? adjusted : moved;
}

function addMonths(timeMs: number, months: number, zone: TimeZone): number {
  if (Math.abs(months) > MONTHS_MAX) return Math.sign(months) * CALENDAR_MAX_MS;
  const wall = new Date(timeMs + zone.offsetAt(timeMs));
  const month = wall.getUTCMonth() + months;
  const year = wall.getUTCFullYear() + Math.floor(month / 12);
  const monthOfYear = ((month % 12) + 12) % 12;
  const day = Math.min(wall.getUTCDate(), daysInMonth(year, monthOfYear));
  wall.setUTCFullYear(year, monthOfYear, day);
  return fromWall(wall.getTime(), zone);
}

/** More than lie between any two dates. */
const MONTHS_MAX = 7_000_000;

/** @param month from 0 */
export function daysInMonth(year: number, month: number): number {
  if (month === 1) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 3 || month === 5 || month === 8 || month === 10 ? 30 : 31;
}

/** The instant at which the zone's clocks show a time, given as if it were UTC. */
export function fromWall(wallMs: number, zone: TimeZone): number {
  return wallMs - zone.offsetAtWall(wallMs);
}

/** What the zone's clocks show, as if it were UTC. */
export function toWall(timeMs: number, zone: TimeZone): number {
  return timeMs + zone.offsetAt(timeMs);
}

/** The start of the next day, week (Sunday) or month. */
export function moveToEnd(timeMs: number, endOf: EndOfDuration, zone: TimeZone): number {
  switch (endOf) {
    case 'NONE':
      return timeMs;
    case 'END_OF_DAY':
      return startOfDay(addDays(timeMs, 1, zone), zone);
    case 'END_OF_WEEK':
      return startOfWeek(addDays(timeMs, 7, zone), zone);
    case 'END_OF_MONTH':
      return startOfMonth(addMonths(timeMs, 1, zone), zone);
  }
}

/** Seconds go; milliseconds, which no definition can have, would stay. */
export function startOfDay(timeMs: number, zone: TimeZone): number {
  const wall = toWall(timeMs, zone);
  return fromWall(Math.floor(wall / DAY_MS) * DAY_MS, zone);
}

/** Weeks begin on Sunday, as they do in the locale of Oozie's servers. */
export function startOfWeek(timeMs: number, zone: TimeZone): number {
  const day = Math.floor(toWall(timeMs, zone) / DAY_MS);
  return fromWall((day - dayOfWeek(day)) * DAY_MS, zone);
}

export function startOfMonth(timeMs: number, zone: TimeZone): number {
  const wall = new Date(Math.floor(toWall(timeMs, zone) / DAY_MS) * DAY_MS);
  wall.setUTCDate(1);
  return fromWall(wall.getTime(), zone);
}

/** @param day days since the epoch @returns 0 for Sunday */
export function dayOfWeek(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** Hours that the day has on which an instant lies: 23, 24 or 25. */
export function hoursInDay(timeMs: number, zone: TimeZone): 23 | 24 | 25 {
  const midnight = Math.floor(toWall(timeMs, zone) / DAY_MS) * DAY_MS;
  const later = fromWall(midnight + 30 * MINUTE_MS, zone) + DAY_MS;
  const hour = Math.floor(toWall(later, zone) / HOUR_MS) % 24;
  if (hour === 1) return 23;
  return hour === 23 ? 25 : 24;
}

export function daysInMonthOf(timeMs: number, zone: TimeZone): number {
  const wall = new Date(toWall(timeMs, zone));
  return daysInMonth(wall.getUTCFullYear(), wall.getUTCMonth());
}
