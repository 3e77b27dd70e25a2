/** The clock changes of a time zone as a table, taken from the time zone data of Temporal. */
import { Temporal } from 'temporal-polyfill';

/** From `timeMs` on, until the next one, the clocks are `offsetMs` ahead of UTC. */
export interface Transition {
  readonly timeMs: number;
  readonly offsetMs: number;
  readonly daylightSavingMs: number;
}

export interface ZoneChunk {
  readonly fromMs: number;
  readonly untilMs: number;
  /** At least one; the first holds from before `fromMs`. */
  readonly transitions: readonly Transition[];
}

/** Years that are looked up together: a few milliseconds of work, and most jobs stay in one. */
const CHUNK_YEARS = 16;

/** Longest time that summer time lasts: Morocco's ends for about a month of the year only. */
const DAYLIGHT_SAVING_MAX_MS = 340 * 86_400_000;

/** Clock changes beyond it are not looked for; Java's dates end much later, calendars do not. */
const YEAR_MAX = 9_999;

const chunks = new Map<string, ZoneChunk>();

/** The chunk of years in which an instant lies. @param name an IANA name that exists */
export function transitionsOfChunk(name: string, timeMs: number): ZoneChunk {
  const year = Math.min(Math.max(new Date(timeMs).getUTCFullYear() || 0, -YEAR_MAX), YEAR_MAX);
  const firstYear = Math.floor(year / CHUNK_YEARS) * CHUNK_YEARS;
  const key = `${name}/${firstYear}`;
  let chunk = chunks.get(key);
  if (chunk === undefined) {
    chunk = readChunk(name, firstYear);
    chunks.set(key, chunk);
  }
  return chunk;
}

/** A stretch of time without clock change; open at its ends when nothing is known beyond. */
interface Segment {
  readonly timeMs: number;
  readonly offsetMs: number;
}

function readChunk(name: string, firstYear: number): ZoneChunk {
  const fromMs = startOfYear(firstYear);
  const untilMs = startOfYear(firstYear + CHUNK_YEARS);
  // A year more at both ends tells which of the outermost stretches are summer time.
  const segments = readSegments(name, startOfYear(firstYear - 1), startOfYear(firstYear + 17));
  const all = segments.map((segment, at) => ({
    ...segment,
    daylightSavingMs: daylightSaving(segment, segments[at - 1], segments[at + 1]),
  }));
  const first = all.findLastIndex(({ timeMs }) => timeMs <= fromMs);
  const transitions = all.slice(Math.max(first, 0)).filter(({ timeMs }) => timeMs < untilMs);
  return { fromMs, untilMs, transitions };
}

function readSegments(name: string, fromMs: number, untilMs: number): Segment[] {
  let at = Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO(name);
  const segments = [{ timeMs: fromMs, offsetMs: offsetOf(at) }];
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= untilMs) return segments;
    const offsetMs = offsetOf(next);
    if (offsetMs !== segments.at(-1)?.offsetMs) {
      segments.push({ timeMs: next.epochMilliseconds, offsetMs });
    }
    at = next;
  }
}

function offsetOf(at: Temporal.ZonedDateTime): number {
  return at.offsetNanoseconds / 1_000_000;
}

/**
 * Time zone data as JavaScript has it does not tell summer time. It is a stretch of less than a
 * year whose clocks are ahead of a neighbour's.
 */
function daylightSaving(
  segment: Segment,
  previous: Segment | undefined,
  next: Segment | undefined,
): number {
  if (previous === undefined || next === undefined) return 0;
  if (next.timeMs - segment.timeMs > DAYLIGHT_SAVING_MAX_MS) return 0;
  const standardMs = Math.min(previous.offsetMs, next.offsetMs);
  return Math.max(segment.offsetMs - standardMs, 0);
}

function startOfYear(year: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, 0, 1);
  return date.getTime();
}
