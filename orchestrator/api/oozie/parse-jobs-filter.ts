/**
 * The `filter` of a list of jobs: `name=a;status=RUNNING;status=PREP;sortby=createdTime`. One
 * parser for all kinds of jobs; what a kind knows is a table.
 */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { JobRowsFilter } from '../../store/list-job-rows.ts';
import { parseFilterTime } from './filter-time.ts';

/** Alternatives that one filter may name; a list beyond this is a program's mistake. */
const FILTER_LENGTH_MAX = 32_768;

/** How one element is read: what it adds to the filter, lists being added to. */
type Reader = (value: string, filter: string, nowMs: number) => FilterPart;

/** Fields of the filter; those that are lists collect the values of all elements. */
export type FilterPart = Readonly<Record<string, string | number | readonly string[]>>;

/** What a kind of jobs takes, by the keys in lower case. */
export type FilterKeys = ReadonlyMap<string, Reader>;

/** Keys that every kind has. */
export function commonKeys(statuses: Readonly<Record<string, unknown>>): FilterKeys {
  return new Map<string, Reader>([
    ['name', listOf('names')],
    ['user', listOf('users')],
    // Oozie takes it and does nothing with it.
    ['group', () => ({})],
    ['status', statusOf(statuses)],
    ['id', listOf('ids')],
    ['text', (text) => ({ text })],
    ['startcreatedtime', timeOf('createdFromMs')],
    ['endcreatedtime', timeOf('createdToMs')],
    ['sortby', (by) => ({ sortBy: by === 'lastModifiedTime' ? by : 'createdTime' })],
  ]);
}

/** A key that may come several times, and the field that collects its values. */
function listOf(field: string): Reader {
  return (value) => ({ [field]: [value] });
}

function timeOf(field: string): Reader {
  return (value, _filter, nowMs) => ({ [field]: parseFilterTime(value, nowMs) });
}

function statusOf(statuses: Readonly<Record<string, unknown>>): Reader {
  return (value, filter) => {
    if (Object.hasOwn(statuses, value)) return { statuses: [value] };
    throw invalidFilter(filter, `invalid status [${value}]`);
  };
}

/**
 * @param nowMs the time that relative times count from
 * @throws HowdahError E0420 and E0302 for what Oozie refuses, in its words
 */
export function parseJobsFilter<Filter extends JobRowsFilter>(
  filter: string | undefined,
  keys: FilterKeys,
  nowMs: number,
): Filter {
  if (filter !== undefined && filter.length > FILTER_LENGTH_MAX) {
    const found = `it is longer than ${FILTER_LENGTH_MAX} characters`;
    throw invalidFilter(`${filter.slice(0, 80)}…`, found);
  }
  const read: Record<string, unknown> = {};
  for (const element of filter?.split(';') ?? []) {
    if (element.trim() === '') continue;
    const part = readElement(element, filter ?? '', keys, nowMs);
    for (const [field, value] of Object.entries(part)) {
      read[field] = Array.isArray(value) ? [...((read[field] as string[]) ?? []), ...value] : value;
    }
  }
  return read as Filter;
}

function readElement(element: string, filter: string, keys: FilterKeys, nowMs: number): FilterPart {
  const [name, value, ...more] = element.split('=') as [string, ...string[]];
  if (value === undefined || value === '' || more.length > 0) {
    throw invalidFilter(filter, 'elements must be semicolon-separated name=value pairs');
  }
  const reader = keys.get(name.toLowerCase());
  if (reader === undefined) throw invalidFilter(filter, `invalid name [${name}]`);
  return reader(value, filter, nowMs);
}

export function invalidFilter(filter: string, reason: string): HowdahError {
  return new HowdahError('E0420', [filter, reason]);
}
