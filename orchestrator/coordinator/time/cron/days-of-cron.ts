/** The days of a month on which a cron expression fires. */
import { DAY_MS, dayOfWeek, daysInMonth } from '../java-calendar.ts';
import type { CronExpression } from './cron-expression.ts';
import type { CronField } from './cron-field.ts';

/** Sorted. @param month from 0 */
export function daysOfCron(expression: CronExpression, year: number, month: number): number[] {
  if (!expression.months.includes(month + 1)) return [];
  const { daysOfMonth, daysOfWeek } = expression;
  const length = daysInMonth(year, month);
  const first = firstDayOfWeek(year, month);
  const days = new Set<number>();
  if (daysOfMonth !== undefined) addDaysOfMonth(daysOfMonth, length, first, days);
  if (daysOfWeek !== undefined) addDaysOfWeek(daysOfWeek, length, first, days);
  return [...days].sort((left, right) => left - right);
}

function addDaysOfMonth(field: CronField, length: number, first: number, days: Set<number>): void {
  const { values, lastDayOffset, isNearestWeekday } = field;
  if (lastDayOffset !== undefined) {
    const day = length - lastDayOffset;
    if (day >= 1) days.add(isNearestWeekday ? nearestWeekday(day, length, first) : day);
  } else if (isNearestWeekday) {
    // Of a list with W only the smallest day counts.
    const day = nearestWeekday(values[0] as number, length, first);
    if (isWithin(day, values[0] as number, length)) days.add(day);
  } else for (const day of values) if (day <= length) days.add(day);
}

/**
 * The 31st of a month of 30 days is the 1st of the next; if that is a Saturday its nearest weekday
 * is the 30th. February is always passed over in the same case.
 */
function isWithin(day: number, asked: number, length: number): boolean {
  return day <= length && (asked <= length || length === 30);
}

function nearestWeekday(day: number, length: number, first: number): number {
  const weekday = (first + day - 1) % 7;
  if (weekday === SATURDAY) return day === 1 ? day + 2 : day - 1;
  if (weekday === SUNDAY) return day === length ? day - 2 : day + 1;
  return day;
}

const SUNDAY = 0;
const SATURDAY = 6;

function addDaysOfWeek(field: CronField, length: number, first: number, days: Set<number>): void {
  const { values, isLastWeekday, nthWeekday } = field;
  // Of a list with L or # only the smallest day counts.
  const weekdays = isLastWeekday || nthWeekday > 0 ? values.slice(0, 1) : values;
  for (const weekday of weekdays) {
    const from = 1 + ((weekday - 1 - first + 7) % 7);
    const all: number[] = [];
    for (let day = from; day <= length; day += 7) all.push(day);
    const chosen = isLastWeekday ? all.slice(-1) : all;
    const counted =
      !isLastWeekday && nthWeekday > 0 ? all.slice(nthWeekday - 1, nthWeekday) : chosen;
    for (const day of counted) days.add(day);
  }
}

/** 0 for Sunday. */
function firstDayOfWeek(year: number, month: number): number {
  return dayOfWeek(Date.UTC(year, month, 1) / DAY_MS);
}
