/** Nominal times of a cron expression. */
import type { CoordinatorDefinition } from '../../definition/coordinator-definition.ts';
import type { CronFrequency } from '../frequency.ts';
import { DAY_MS, MINUTE_MS, moveToEnd } from '../java-calendar.ts';
import { NEVER_MS, type NominalTimeRange, type NominalTimes } from '../nominal-time-range.ts';
import type { TimeZone } from '../time-zone.ts';
import { type CronExpression, parseCron } from './cron-expression.ts';
import { nextCronTime, nextLocalCronTime } from './next-cron-time.ts';

export interface CronZones {
  /** The coordinator's. */
  readonly zone: TimeZone;
  readonly processingZone: TimeZone;
}

/**
 * The pass runs on the expression's own times. What a clock change shifts is the nominal time that
 * an action gets, and only that, so a shifted action may lie outside of the pass by an hour.
 */
export function cronTimes(
  { startMs }: Pick<CoordinatorDefinition, 'startMs'>,
  frequency: CronFrequency,
  range: NominalTimeRange,
  zones: CronZones,
): NominalTimes {
  const { fromMs, untilMs, pauseMs = Number.POSITIVE_INFINITY, limit } = range;
  if (fromMs >= untilMs || fromMs >= pauseMs || limit <= 0) return { actions: [], nextMs: fromMs };
  const next = cronClock(frequency, zones);
  const actions: { number: number; nominalTimeMs: number }[] = [];
  let number = range.lastActionNumber;
  let timeMs = moveToEnd(fromMs, frequency.endOf, zones.zone);
  // The time from which a pass begins is a time of its own.
  if (timeMs === fromMs) timeMs -= MINUTE_MS;
  for (;;) {
    const previousMs = timeMs;
    timeMs = next(previousMs) ?? Number.POSITIVE_INFINITY;
    const isFull = actions.length >= limit;
    if (timeMs >= untilMs || timeMs >= pauseMs || isFull) {
      return { actions, nextMs: Math.min(timeMs, NEVER_MS) };
    }
    const shiftMs =
      frequency.clock === 'processing' && timeMs - previousMs >= DAY_MS
        ? daylightShift(startMs, timeMs, zones.zone)
        : 0;
    number++;
    actions.push({ number, nominalTimeMs: timeMs + shiftMs });
  }
}

function cronClock(
  frequency: CronFrequency,
  { zone, processingZone }: CronZones,
): (afterMs: number) => number | undefined {
  const expression = compiledCron(frequency.expression);
  if (frequency.clock === 'local') {
    return (afterMs) => nextLocalCronTime(expression, afterMs, zone);
  }
  const offsetMs = processingZone.offsetAt(0);
  return (afterMs) => nextCronTime(expression, afterMs, offsetMs);
}

/** Expressions that were parsed; few are used at any time, and each by many jobs. */
const compiled = new Map<string, CronExpression>();
const COMPILED_MAX = 1_000;

function compiledCron(text: string): CronExpression {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const parsed = parseCron(text);
  if (!('expression' in parsed)) throw new Error(`cron expression ${text} was not checked`);
  if (compiled.size >= COMPILED_MAX) compiled.clear();
  compiled.set(text, parsed.expression);
  return parsed.expression;
}

/** What summer time has become since the start takes away, or gives back. */
function daylightShift(startMs: number, timeMs: number, zone: TimeZone): number {
  const atStart = zone.daylightSavingAt(startMs);
  const now = zone.daylightSavingAt(timeMs);
  if (atStart > 0 && now === 0) return atStart;
  return atStart === 0 && now > 0 ? -now : 0;
}
