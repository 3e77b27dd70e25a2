/** The `filter` of a list of jobs: `name=a;status=RUNNING;status=PREP;sortby=createdTime`. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { JobFilter } from '../../execution/workflow-service.ts';
import { workflowJobStatuses } from '../../job/workflow-job-status.ts';
import { parseFilterTime } from './filter-time.ts';

/** Alternatives that one filter may name; a list beyond this is a program's mistake. */
const FILTER_LENGTH_MAX = 32_768;

type ListName = 'names' | 'users' | 'statuses' | 'ids';

/** Keys that may come several times, with the field that collects them. */
const lists: ReadonlyMap<string, ListName> = new Map([
  ['name', 'names'],
  ['user', 'users'],
  ['status', 'statuses'],
  ['id', 'ids'],
]);

interface Reading {
  readonly lists: Partial<Record<ListName, string[]>>;
  text?: string;
  createdFromMs?: number;
  createdToMs?: number;
  sortBy?: 'createdTime' | 'lastModifiedTime';
}

/**
 * @param nowMs the time that relative times count from
 * @throws HowdahError E0420 for what Oozie refuses, in its words
 */
export function parseJobsFilter(filter: string | undefined, nowMs: number): JobFilter {
  if (filter === undefined) return {};
  if (filter.length > FILTER_LENGTH_MAX) {
    throw new HowdahError('E0420', [
      `${filter.slice(0, 80)}…`,
      `it is longer than ${FILTER_LENGTH_MAX} characters`,
    ]);
  }
  const reading: Reading = { lists: {} };
  for (const element of filter.split(';')) {
    if (element.trim() !== '') readElement(reading, element.trim(), filter, nowMs);
  }
  const { lists: collected, ...rest } = reading;
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
    if (list === 'statuses') requireStatus(value, filter);
    reading.lists[list] = [...(reading.lists[list] ?? []), value];
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

function requireStatus(value: string, filter: string): void {
  if (!Object.hasOwn(workflowJobStatuses, value)) {
    throw invalid(filter, `invalid status [${value}]`);
  }
}

function invalid(filter: string, reason: string): HowdahError {
  return new HowdahError('E0420', [filter, reason]);
}
