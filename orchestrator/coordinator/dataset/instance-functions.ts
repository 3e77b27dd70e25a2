/** The instances that an action's events name: what `coord:current` and its kin compute. */
import type { CalendarUnit } from '../time/java-calendar.ts';
import { addToCalendar } from '../time/java-calendar.ts';
import { formatOozieTime, parseOozieTime } from '../time/oozie-time.ts';
import type { ProcessingTimeZone } from '../time/processing-time-zone.ts';
import type { InstanceGrid } from './instance-grid.ts';

export interface InstanceQuestion {
  readonly grid: InstanceGrid;
  readonly nominalTimeMs: number;
  readonly processing: ProcessingTimeZone;
}

/** Parts the instances and URIs of a list. */
export const INSTANCE_SEPARATOR = '#';

/** Instances of one range: a year of every five minutes. What is beyond is left out. */
export const RANGE_LENGTH_MAX = 110_000;

/**
 * `coord:currentRange(start, end)`: newest first, without those before the initial instance. Empty
 * if the nominal time is before it.
 */
export function currentRange(question: InstanceQuestion, start: number, end: number): string {
  const { grid, nominalTimeMs, processing } = question;
  const current = grid.current(nominalTimeMs);
  if (current === undefined) return '';
  const instances: string[] = [];
  let timeMs = grid.at(current.index + start);
  const last = Math.min(end, start + RANGE_LENGTH_MAX);
  for (let index = start; index <= last; index++) {
    if (timeMs >= grid.initialMs) instances.push(formatOozieTime(timeMs, processing));
    timeMs = grid.step(timeMs, 1);
  }
  return instances.reverse().join(INSTANCE_SEPARATOR);
}

/** The current instance moved by units of the calendar; it need not be an instance. */
export function offsetTime(
  { grid, nominalTimeMs }: Pick<InstanceQuestion, 'grid' | 'nominalTimeMs'>,
  count: number,
  unit: CalendarUnit,
): number | undefined {
  const current = grid.current(nominalTimeMs);
  if (current === undefined) return undefined;
  return addToCalendar(current.timeMs, count, unit, grid.zone);
}

/** `coord:offset(n, unit)`: the instance at or before that time; empty before the initial one. */
export function offsetInstance(
  question: InstanceQuestion,
  count: number,
  unit: CalendarUnit,
): string {
  const timeMs = offsetTime(question, count, unit);
  if (timeMs === undefined) return '';
  const { grid, processing } = question;
  const instance = grid.floor(timeMs);
  if (grid.at(instance.index) < grid.initialMs) return '';
  return formatOozieTime(instance.timeMs, processing);
}

/**
 * `coord:absoluteRange(start, n)`: from a fixed instance to the n-th current one.
 * @returns the failure in Oozie's words, where it reports E1010
 */
export function absoluteRange(
  question: InstanceQuestion,
  start: string,
  end: number,
): { readonly instances: string } | { readonly failure: string } {
  const { grid, nominalTimeMs, processing } = question;
  const parsed = parseOozieTime(start, processing);
  if (!('timeMs' in parsed)) return { failure: parsed.message };
  const initial = formatOozieTime(grid.initialMs, processing);
  const first = grid.current(parsed.timeMs);
  if (first === undefined) {
    const problem = 'initial-instance should be equal or earlier than the start-instance.';
    return { failure: `${problem} initial-instance is ${initial} and start-instance is ${start}` };
  }
  if (first.timeMs !== parsed.timeMs) {
    const problem = 'initial-instance is not in phase with start-instance.';
    return { failure: `${problem} initial-instance is ${initial} and start-instance is ${start}` };
  }
  const nominal = grid.current(nominalTimeMs);
  if (nominal === undefined) {
    const problem = 'initial-instance should be equal or earlier than the nominal time.';
    const time = formatOozieTime(nominalTimeMs, processing);
    return { failure: `${problem} initial-instance is ${initial} and nominal time is ${time}` };
  }
  const from = first.index - nominal.index;
  if (from > end) {
    const problem = 'start-instance should be equal or earlier than the end-instance.';
    const same = `which is equivalent to current (${first.index})`;
    const found = `startInstance is ${start} ${same} but end is specified as current (${end})`;
    return { failure: `${problem} ${found}` };
  }
  return { instances: currentRange(question, from, end) };
}
