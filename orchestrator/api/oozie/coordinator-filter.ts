/** What the `filter` of a list of coordinators takes besides what every kind of job has. */
import type { CoordinatorFilter } from '../../coordinator/coordinator-service.ts';
import { coordinatorJobStatuses } from '../../coordinator/job/coordinator-job-status.ts';
import {
  commonKeys,
  type FilterKeys,
  type FilterPart,
  invalidFilter,
  listOf,
  parseJobsFilter,
} from './parse-jobs-filter.ts';

/** Oozie's words for units, and those that its API shows. */
const units: ReadonlyMap<string, string> = new Map([
  ['minutes', 'MINUTE'],
  ['hours', 'MINUTE'],
  ['days', 'DAY'],
  ['weeks', 'WEEK'],
  ['months', 'MONTH'],
]);

const keys: FilterKeys = new Map([
  ...commonKeys(coordinatorJobStatuses),
  ['frequency', listOf('frequencies')],
  ['unit', readUnit],
]);

/** @param nowMs the time that relative times count from @throws HowdahError E0420 */
export function parseCoordinatorFilter(
  filter: string | undefined,
  nowMs: number,
): CoordinatorFilter {
  const read = parseJobsFilter<CoordinatorFilter>(filter, keys, nowMs);
  if (read.units !== undefined && read.frequencies === undefined) {
    const mend = 'Either specify frequency also or else remove the time unit';
    const reason = `time unit should be added only when frequency is specified. ${mend}`;
    throw invalidFilter(filter ?? '', reason);
  }
  return read;
}

function readUnit(value: string, filter: string): FilterPart {
  const unit = units.get(value.toLowerCase());
  if (unit !== undefined) return { units: [unit] };
  const known = [...units.keys()].join(', ');
  throw invalidFilter(filter, `invalid unit value [${value}]. Valid are ${known}`);
}
