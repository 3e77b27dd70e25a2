/** When a coordinator's actions are due: the one question that materialisation asks of time. */
import type { CoordinatorDefinition } from '../definition/coordinator-definition.ts';
import { calendarTimes } from './calendar-times.ts';
import { cronTimes } from './cron/cron-times.ts';
import type { NominalTimeRange, NominalTimes } from './nominal-time-range.ts';
import { processingTimeZone } from './processing-time-zone.ts';
import { requireTimeZone } from './time-zone.ts';

/**
 * The next nominal times in order, with the numbers of their actions. Pure: the caller stores
 * `nextMs` and the last number, and gives them to the next pass. Times and the ways in which clock
 * changes shift them are those of Oozie's CoordMaterializeTransitionXCommand.
 * @param processingZone `oozie.processing.timezone`
 */
export function nextNominalTimes(
  definition: Pick<CoordinatorDefinition, 'frequency' | 'startMs' | 'timezone'>,
  range: NominalTimeRange,
  processingZone = 'UTC',
): NominalTimes {
  const { frequency } = definition;
  const zone = requireTimeZone(definition.timezone);
  return frequency.kind === 'calendar'
    ? calendarTimes(definition, frequency, range, zone)
    : cronTimes(definition, frequency, range, {
        zone,
        processingZone: processingTimeZone(processingZone).zone,
      });
}
