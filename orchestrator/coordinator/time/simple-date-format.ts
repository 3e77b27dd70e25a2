/** Java's SimpleDateFormat for `coord:formatTime`, in English. */
import { DAY_MS, dayOfWeek } from './java-calendar.ts';
import { twoDigits } from './oozie-time.ts';
import type { TimeZone } from './time-zone.ts';

const months =
  'January February March April May June July August September October November December'.split(
    ' ',
  );
const weekdays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** A quoted text, a quote, a run of one letter, or anything else. */
const token = /''|'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']/g;

/** @throws RangeError for letters that Java does not know and quotes that are not closed */
export function formatJavaDate(timeMs: number, pattern: string, zone: TimeZone): string {
  const offsetMs = zone.offsetAt(timeMs);
  const date = new Date(timeMs + offsetMs);
  let text = '';
  let end = 0;
  for (const found of pattern.matchAll(token)) {
    if (found.index !== end) break;
    end += found[0].length;
    const [run, quoted, letter] = found;
    if (run === "''") text += "'";
    else if (quoted !== undefined) text += quoted.replaceAll("''", "'");
    else text += letter === undefined ? run : formatField(letter, run.length, date, zone, offsetMs);
  }
  if (end < pattern.length) throw new RangeError('Unterminated quote');
  return text;
}

function formatField(
  letter: string,
  length: number,
  date: Date,
  zone: TimeZone,
  offsetMs: number,
): string {
  const format = fields[letter];
  if (format === undefined) throw new RangeError(`Illegal pattern character '${letter}'`);
  const value = format(date, length, zone, offsetMs);
  return typeof value === 'number' ? String(value).padStart(length, '0') : value;
}

type Field = (date: Date, length: number, zone: TimeZone, offsetMs: number) => number | string;

/** By letter; numbers are filled up with zeros to the length of the run. */
const fields: Readonly<Record<string, Field>> = {
  G: (date) => (date.getUTCFullYear() > 0 ? 'AD' : 'BC'),
  y: (date, length) => year(date.getUTCFullYear(), length),
  Y: (date, length) => year(weekOfYear(date).year, length),
  M: (date, length) => month(date, length),
  L: (date, length) => month(date, length),
  w: (date) => weekOfYear(date).week,
  W: (date) => Math.ceil((date.getUTCDate() + firstWeekday(date)) / 7),
  D: (date) => dayOfYear(date) + 1,
  d: (date) => date.getUTCDate(),
  F: (date) => Math.ceil(date.getUTCDate() / 7),
  E: (date, length) => name(weekdays[date.getUTCDay()] as string, length),
  u: (date) => date.getUTCDay() || 7,
  a: (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
  H: (date) => date.getUTCHours(),
  k: (date) => date.getUTCHours() || 24,
  K: (date) => date.getUTCHours() % 12,
  h: (date) => date.getUTCHours() % 12 || 12,
  m: (date) => date.getUTCMinutes(),
  s: (date) => date.getUTCSeconds(),
  S: (date) => date.getUTCMilliseconds(),
  z: (_, length, zone) => zoneName(zone, length),
  Z: (_, _length, _zone, offsetMs) => offsetText(offsetMs, ''),
  X: (_, length, _zone, offsetMs) => isoOffset(length, offsetMs),
};

function year(value: number, length: number): string {
  if (length === 2) return twoDigits(value % 100);
  return String(value).padStart(length, '0');
}

function month(date: Date, length: number): number | string {
  const index = date.getUTCMonth();
  return length >= 3 ? name(months[index] as string, length) : index + 1;
}

function name(full: string, length: number): string {
  return length >= 4 ? full : full.slice(0, 3);
}

/** From 0. */
function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS);
}

function firstWeekday(date: Date): number {
  return dayOfWeek(Math.floor(date.getTime() / DAY_MS) - date.getUTCDate() + 1);
}

/** Weeks begin on Sunday, and the first one is that of January 1st, as in the United States. */
function weekOfYear(date: Date): { readonly year: number; readonly week: number } {
  const value = date.getUTCFullYear();
  const day = dayOfYear(date);
  const firstDay = dayOfWeek(Date.UTC(value, 0, 1) / DAY_MS);
  const lastDay = dayOfWeek(Date.UTC(value + 1, 0, 1) / DAY_MS);
  const nextYearFrom = Date.UTC(value + 1, 0, 1) / DAY_MS - lastDay;
  if (Math.floor(date.getTime() / DAY_MS) >= nextYearFrom) return { year: value + 1, week: 1 };
  return { year: value, week: Math.floor((day + firstDay) / 7) + 1 };
}

function zoneName(zone: TimeZone, length: number): string {
  if (zone.id !== 'UTC') return zone.id.replace(/^(GMT[+-]\d\d)(\d\d)$/, '$1:$2');
  return length >= 4 ? 'Coordinated Universal Time' : 'UTC';
}

function offsetText(offsetMs: number, colon: string): string {
  const minutes = Math.abs(offsetMs) / 60_000;
  const sign = offsetMs < 0 ? '-' : '+';
  return `${sign}${twoDigits(Math.floor(minutes / 60))}${colon}${twoDigits(minutes % 60)}`;
}

/** @throws RangeError as Java does for a run of four */
function isoOffset(length: number, offsetMs: number): string {
  if (length > 3) throw new RangeError('invalid ISO 8601 format: length=4');
  if (offsetMs === 0) return 'Z';
  const text = offsetText(offsetMs, length === 3 ? ':' : '');
  return length === 1 ? text.slice(0, 3) : text;
}
