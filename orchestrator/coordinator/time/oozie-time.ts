/** Times as texts: `2026-01-31T08:00Z`, the one form that definitions and answers have. */
import { DAY_MS, daysInMonth, MINUTE_MS } from './java-calendar.ts';
import type { ProcessingTimeZone } from './processing-time-zone.ts';

/** Numbers may have fewer or more digits and blanks before them, as Java's format takes them. */
const fields = /^[ \t]*(\d+)-[ \t]*(\d+)-[ \t]*(\d+)T[ \t]*(\d+):[ \t]*(\d+)/;

export type ParsedTime =
  | { readonly timeMs: number }
  /** Why not, in the words of Java's exception. */
  | { readonly message: string };

/** Parses as Oozie does: strictly, without seconds, in the processing time zone. */
export function parseOozieTime(text: string, processing: ProcessingTimeZone): ParsedTime {
  const trimmed = text.trim();
  const found = fields.exec(trimmed);
  const timeMs = found === null ? undefined : wallTime(found.slice(1).map(Number));
  const end = found?.[0].length ?? 0;
  if (timeMs === undefined || !trimmed.startsWith(processing.suffix, end)) {
    return { message: `Could not parse [${trimmed}] using [${processing.mask}] mask` };
  }
  if (trimmed.length > end + processing.suffix.length) {
    const message = `Correct datetime string is followed by invalid characters: ${trimmed}`;
    return { message };
  }
  return { timeMs: timeMs - processing.zone.offsetAt(0) };
}

/** Undefined for days and hours that do not exist. */
function wallTime(numbers: readonly number[]): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = numbers;
  const exists =
    year >= 1 &&
    year <= YEAR_MAX &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysInMonth(year, month - 1) &&
    hour <= 23 &&
    minute <= 59;
  if (!exists) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() + (hour * 60 + minute) * MINUTE_MS;
}

/** Years beyond do not fit JavaScript's dates; see CALENDAR_MAX_MS. */
const YEAR_MAX = 250_000;

export function formatOozieTime(timeMs: number, processing: ProcessingTimeZone): string {
  const wall = timeMs + processing.zone.offsetAt(timeMs);
  return formatWall(wall) + processing.suffix;
}

/** `yyyy-MM-ddTHH:mm` of a wall-clock time. */
export function formatWall(wallMs: number): string {
  const date = new Date(Math.floor(wallMs / DAY_MS) * DAY_MS);
  const minutes = Math.floor((wallMs - date.getTime()) / MINUTE_MS);
  const year = String(date.getUTCFullYear()).padStart(4, '0');
  const month = twoDigits(date.getUTCMonth() + 1);
  const time = `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
  return `${year}-${month}-${twoDigits(date.getUTCDate())}T${time}`;
}

export function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}
