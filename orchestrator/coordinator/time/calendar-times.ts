/** Nominal times of a frequency that counts units of the calendar. */
import type { CoordinatorDefinition } from '../definition/coordinator-definition.ts';
import type { CalendarFrequency } from './frequency.ts';
import { addToCalendar, moveToEnd } from './java-calendar.ts';
import type { NominalTimeRange, NominalTimes } from './nominal-time-range.ts';
import type { TimeZone } from './time-zone.ts';

/**
 * Every time is counted from the start, never from the one before, so that the 31st comes back
 * after February. The end of a duration moves the start.
 */
export function calendarTimes(
  definition: Pick<CoordinatorDefinition, 'startMs'>,
  frequency: CalendarFrequency,
  range: NominalTimeRange,
  zone: TimeZone,
): NominalTimes {
  const { untilMs, pauseMs = Number.POSITIVE_INFINITY, limit } = range;
  const { count, unit, endOf } = frequency;
  const startMs = moveToEnd(definition.startMs, endOf, zone);
  const actions: { number: number; nominalTimeMs: number }[] = [];
  let number = range.lastActionNumber;
  for (;;) {
    const timeMs = addToCalendar(startMs, number * count, unit, zone);
    if (timeMs >= untilMs || timeMs >= pauseMs || actions.length >= limit) {
      return { actions, nextMs: timeMs };
    }
    number++;
    actions.push({ number, nominalTimeMs: timeMs });
  }
}
