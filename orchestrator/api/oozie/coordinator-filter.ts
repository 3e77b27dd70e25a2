/** What the `filter` of a list of coordinators takes besides what every kind of job has. */
import type { CoordinatorFilter } from '../../coordinator/coordinator-service.ts';
import { coordinatorJobStatuses } from '../../coordinator/job/coordinator-job-status.ts';
import {
  commonKeys,
  type FilterKeys,
  type FilterPart,
  invalidFilter,
  parseJobsFilter,
} from './parse-jobs-filter.ts';

/** Oozie's words for units: what its API shows for them, and how many of that they are. */
const units: ReadonlyMap<string, readonly [unit: string, size: number]> = new Map([
  ['minutes', ['MINUTE', 1]],
  ['hours', ['MINUTE', 60]],
  ['days', ['DAY', 1]],
  ['months', ['MONTH', 1]],
]);

/** Oozie lists jobs of every status there is among any kind of recurring job. */
const statuses = { ...coordinatorJobStatuses, PREMATER: undefined };

/** For lists of bundles, too. */
export const recurringKeys: FilterKeys = commonKeys(statuses);

const keys: FilterKeys = new Map([
  ...recurringKeys,
  ['frequency', readFrequency],
  ['unit', readUnit],
]);

/** As it is written: the two together make the conditions on two columns. */
interface Written extends CoordinatorFilter {
  readonly frequency?: number;
  readonly unit?: string;
}

/** @param nowMs the time that relative times count from @throws HowdahError E0420, E0302 */
export function parseCoordinatorFilter(
  filter: string | undefined,
  nowMs: number,
): CoordinatorFilter {
  const { frequency, unit, ...read } = parseJobsFilter<Written>(filter, keys, nowMs);
  if (frequency === undefined) {
    if (unit === undefined) return read;
    const mend = 'Either specify frequency also or else remove the time unit';
    const reason = `time unit should be added only when frequency is specified. ${mend}`;
    throw invalidFilter(filter ?? '', reason);
  }
  const [timeUnit, size] = units.get(unit ?? 'minutes') ?? ['MINUTE', 1];
  return { ...read, frequencies: [String(frequency * size)], units: [timeUnit] };
}

/** The last one counts; what is behind its point does not. */
function readFrequency(value: string, filter: string): FilterPart {
  const number = Number(value);
  if (Number.isFinite(number)) return { frequency: Math.trunc(number) };
  const reason = `invalid value [${value}] for frequency. A numerical value is expected`;
  throw invalidFilter(filter, reason);
}

function readUnit(value: string, filter: string): FilterPart {
  const unit = value.toLowerCase();
  if (units.has(unit)) return { unit };
  const known = 'Valid value is one of months, days, hours or minutes';
  throw invalidFilter(filter, `invalid value [${value}] for time unit. ${known}`);
}
