/** The functions of coordinators that compute with times. */
import { addToCalendar, type CalendarUnit } from '../../../coordinator/time/java-calendar.ts';
import {
  formatOozieTime,
  formatWall,
  parseOozieTime,
} from '../../../coordinator/time/oozie-time.ts';
import { formatJavaDate } from '../../../coordinator/time/simple-date-format.ts';
import { timeZone } from '../../../coordinator/time/time-zone.ts';
import type { CoordinatorElContext } from '../coordinator-el-context.ts';
import { expressionError } from '../expression-error.ts';
import { elFunction } from './el-function.ts';

function readTime({ processing }: CoordinatorElContext, text: string): number {
  const parsed = parseOozieTime(text, processing);
  if ('timeMs' in parsed) return parsed.timeMs;
  throw expressionError(parsed.message, { mend: 'write a time such as 2026-01-31T08:00Z' });
}

/** Names of units, those included that frequencies use within the server. */
const units: Readonly<Record<string, CalendarUnit>> = {
  MINUTE: 'MINUTE',
  HOUR: 'HOUR',
  DAY: 'DAY',
  END_OF_DAY: 'DAY',
  WEEK: 'WEEK',
  END_OF_WEEK: 'WEEK',
  MONTH: 'MONTH',
  END_OF_MONTH: 'MONTH',
  YEAR: 'YEAR',
};

/** @throws HowdahError EL_ERROR */
export function calendarUnit(name: string): CalendarUnit {
  const unit = Object.hasOwn(units, name) ? units[name] : undefined;
  if (unit !== undefined) return unit;
  throw expressionError(`No enum constant org.apache.oozie.coord.TimeUnit.${name}`, {
    mend: 'the unit is one of MINUTE, HOUR, DAY, WEEK, MONTH, YEAR',
  });
}

/** Arithmetic in the processing time zone. */
const dateOffset = elFunction(
  ['text', 'integer', 'text'],
  (context: CoordinatorElContext, base, count, unit) => {
    const { processing } = context;
    const moved = addToCalendar(
      readTime(context, base),
      count,
      calendarUnit(unit),
      processing.zone,
    );
    return formatOozieTime(moved, processing);
  },
);

/** The clocks of another zone, with the suffix of the processing time zone all the same. */
const dateTzOffset = elFunction(
  ['text', 'text'],
  (context: CoordinatorElContext, base, zoneName) => {
    const timeMs = readTime(context, base);
    const zone = timeZone(zoneName);
    if (zone === undefined) throw expressionError(`Invalid TimeZone: ${zoneName}`);
    return formatWall(timeMs + zone.offsetAt(timeMs)) + context.processing.suffix;
  },
);

const formatTime = elFunction(['text', 'text'], (context: CoordinatorElContext, time, pattern) => {
  const timeMs = readTime(context, time);
  try {
    return formatJavaDate(timeMs, pattern, context.processing.zone);
  } catch (error) {
    if (error instanceof RangeError) throw expressionError(error.message, { cause: error });
    throw error;
  }
});

/** Seconds, or with `true` milliseconds. */
const epochTime = elFunction(['text', 'text'], (context: CoordinatorElContext, time, millis) => {
  const timeMs = readTime(context, time);
  return millis.toLowerCase() === 'true' ? String(timeMs) : String(Math.trunc(timeMs / 1000));
});

export const offsetFunctions = {
  'coord:dateOffset': dateOffset,
  'coord:dateTzOffset': dateTzOffset,
} as const;

export const formatFunctions = {
  'coord:formatTime': formatTime,
  'coord:epochTime': epochTime,
} as const;
