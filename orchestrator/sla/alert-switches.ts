/**
 * Whether somebody is told what an action misses: properties of its coordinator's job switch alerts
 * off and on, for all of its actions, for some, or for those of long ago (Oozie's CoordUtils).
 */
import { parseOozieTime } from '../coordinator/time/oozie-time.ts';
import type { ProcessingTimeZone } from '../coordinator/time/processing-time-zone.ts';

export const DISABLE_ALERTS = 'oozie.sla.disable.alerts';
export const ENABLE_ALERTS = 'oozie.sla.enable.alerts';
const DISABLE_ALERTS_OF_COORDINATORS = 'oozie.sla.disable.alerts.coord';
const DISABLE_ALERTS_OLDER_THAN = 'oozie.sla.disable.alerts.older.than';

/** For every action. */
export const ALL_ACTIONS = 'ALL';

const HOUR_MS = 3_600_000;

export interface SwitchedAction {
  readonly jobId: string;
  readonly coordinatorName: string;
  readonly number: number;
  readonly nominalMs: number;
}

export interface AlertSwitches {
  /** The coordinator job's. */
  readonly configuration: ReadonlyMap<string, string>;
  /** The server's; whoever catches up is not told what was missed days ago. 0 for no limit. */
  readonly alertAgeMaxHours: number;
  readonly processing: ProcessingTimeZone;
}

/** What is switched off stays so, unless nothing switches it off. */
export function isAlertEnabled(
  action: SwitchedAction,
  { configuration, alertAgeMaxHours, processing }: AlertSwitches,
  nowMs: number,
): boolean {
  const ageMaxHours = Number(configuration.get(DISABLE_ALERTS_OLDER_THAN) ?? alertAgeMaxHours);
  const ageHours = Math.trunc((nowMs - action.nominalMs) / HOUR_MS);
  if (ageMaxHours > 0 && ageHours > ageMaxHours) return false;
  const coordinators = configuration.get(DISABLE_ALERTS_OF_COORDINATORS)?.split(',') ?? [];
  if (coordinators.includes(action.coordinatorName) || coordinators.includes(action.jobId)) {
    return false;
  }
  return !isNamed(action, configuration.get(DISABLE_ALERTS) ?? '', processing);
}

/** `ALL`, or numbers, ranges of numbers and of nominal times, separated by commas. */
function isNamed(
  { number, nominalMs }: SwitchedAction,
  list: string,
  processing: ProcessingTimeZone,
): boolean {
  if (list.trim().toUpperCase() === ALL_ACTIONS) return true;
  return list.split(',').some((part) => {
    const [fromMs = Number.NaN, untilMs] = part.split('::').map((text) => timeOf(text, processing));
    if (untilMs !== undefined) return fromMs <= nominalMs && nominalMs <= untilMs;
    const range = /^\s*(\d+)\s*(?:-\s*(\d+)\s*)?$/.exec(part);
    if (range === null) return false;
    const [first, last] = [Number(range[1]), Number(range[2] ?? range[1])];
    return first <= number && number <= last;
  });
}

/** Not a number for what is no time, which nothing is before or after. */
function timeOf(text: string, processing: ProcessingTimeZone): number {
  const parsed = parseOozieTime(text.trim(), processing);
  return 'timeMs' in parsed ? parsed.timeMs : Number.NaN;
}
