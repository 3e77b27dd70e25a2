/** The `filter` of a list of coordinator or bundle jobs. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { CoordinatorFilter } from '../../coordinator/coordinator-service.ts';
import { coordinatorJobStatuses } from '../../coordinator/job/coordinator-job-status.ts';
import { parseFilterTime } from './filter-time.ts';

/** Alternatives that one filter may name; a list beyond this is a program's mistake. */
const FILTER_LENGTH_MAX = 32_768;

type ListName = 'names' | 'users' | 'statuses' | 'ids' | 'frequencies' | 'units';

/** Keys that may come several times, with the field that collects them. */
const lists: ReadonlyMap<string, ListName> = new Map([
  ['name', 'names'],
  ['user', 'users'],
  ['status', 'statuses'],
  ['id', 'ids'],
  ['frequency', 'frequencies'],
  ['unit', 'units'],
]);

/** Oozie's words for units, and those that its API shows. */
const units: ReadonlyMap<string, string> = new Map([
  ['minutes', 'MINUTE'],
  ['hours', 'MINUTE'],
  ['days', 'DAY'],
  ['weeks', 'WEEK'],
  ['months', 'MONTH'],
]);

interface Reading {
  readonly lists: Partial<Record<ListName, string[]>>;
  text?: string;
  createdFromMs?: number;
  createdToMs?: number;
  sortBy?: 'createdTime' | 'lastModifiedTime';
}

/** @param nowMs the time that relative times count from @throws HowdahError E0420 */
export function parseCoordinatorFilter(
  filter: string | undefined,
  nowMs: number,
): CoordinatorFilter {
  if (filter === undefined) return {};
  if (filter.length > FILTER_LENGTH_MAX) {
    const found = `it is longer than ${FILTER_LENGTH_MAX} characters`;
    throw new HowdahError('E0420', [`${filter.slice(0, 80)}…`, found]);
  }
  const reading: Reading = { lists: {} };
  for (const element of filter.split(';')) {
    if (element.trim() !== '') readElement(reading, element.trim(), filter, nowMs);
  }
  const { lists: collected, ...rest } = reading;
  if (collected.units !== undefined && collected.frequencies === undefined) {
    const mend = 'Either specify frequency also or else remove the time unit';
    throw invalid(filter, `time unit should be added only when frequency is specified. ${mend}`);
  }
  return { ...collected, ...rest };
}

function readElement(reading: Reading, element: string, filter: string, nowMs: number): void {
  const [name, value, ...more] = element.split('=') as [string, ...string[]];
  if (value === undefined || value === '' || more.length > 0) {
    throw invalid(filter, 'elements must be semicolon-separated name=value pairs');
  }
  const key = name.toLowerCase();
  const list = lists.get(key);
  if (list !== undefined) {
    const read = list === 'units' ? readUnit(value, filter) : value;
    if (list === 'statuses') requireStatus(value, filter);
    reading.lists[list] = [...(reading.lists[list] ?? []), read];
  } else if (key === 'text') {
    reading.text = value;
  } else if (key === 'startcreatedtime') {
    reading.createdFromMs = parseFilterTime(value, filter, nowMs);
  } else if (key === 'endcreatedtime') {
    reading.createdToMs = parseFilterTime(value, filter, nowMs);
  } else if (key === 'sortby') {
    reading.sortBy = value === 'lastModifiedTime' ? value : 'createdTime';
  } else if (key !== 'group') {
    // Oozie takes `group` and does nothing with it.
    throw invalid(filter, `invalid name [${name}]`);
  }
}

function readUnit(value: string, filter: string): string {
  const unit = units.get(value.toLowerCase());
  if (unit !== undefined) return unit;
  const known = [...units.keys()].join(', ');
  throw invalid(filter, `invalid unit value [${value}]. Valid are ${known}`);
}

function requireStatus(value: string, filter: string): void {
  if (!Object.hasOwn(coordinatorJobStatuses, value)) {
    throw invalid(filter, `invalid status [${value}]`);
  }
}

function invalid(filter: string, reason: string): HowdahError {
  return new HowdahError('E0420', [filter, reason]);
}
