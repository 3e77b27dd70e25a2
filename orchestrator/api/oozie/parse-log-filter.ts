/** `logfilter=loglevel=WARN|ERROR;text=x;limit=10;recent=2h`: which records of a log are wanted. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { LogFilter } from '../../log/log-filter.ts';

const levels = ['TRACE', 'ALL', 'ERROR', 'INFO', 'DEBUG', 'FATAL', 'WARN'];

const MINUTE_MS = 60_000;
const unitsMs: Readonly<Record<string, number>> = { m: MINUTE_MS, h: 60 * MINUTE_MS };

/** What relative times count from. */
export interface LogTimes {
  readonly nowMs: number;
  /** When the job was created: offsets of `start` and `end` count from it. */
  readonly jobMs: number;
}

type Reader = (value: string, times: LogTimes) => LogFilter;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['LOGLEVEL', readLevels],
  ['TEXT', (text) => ({ text })],
  ['LIMIT', readLimit],
  ['RECENT', (value, { nowMs }) => ({ startMs: nowMs - offsetMs(value) })],
  ['START', (value, { jobMs }) => ({ startMs: timeMs(value, jobMs) })],
  ['END', (value, { jobMs }) => ({ endMs: timeMs(value, jobMs) })],
  ['DEBUG', () => ({})],
]);

/** @throws HowdahError E0302 */
export function parseLogFilter(filter: string, times: LogTimes): LogFilter {
  let read: LogFilter = {};
  for (const option of filter.split(';')) {
    if (option.trim() === '') continue;
    const [name = '', ...rest] = option.split('=');
    const key = name.trim().toUpperCase();
    const reader = readers.get(key);
    if (reader === undefined) throw new HowdahError('E0302', [`Unsupported log filter ${key}`]);
    read = { ...read, ...reader(rest.join('=').trim(), times) };
  }
  return read;
}

/** @throws HowdahError E0302 */
export function requireTimeOrder({ startMs, endMs }: LogFilter): void {
  if (startMs === undefined || endMs === undefined || startMs <= endMs) return;
  const [start, end] = [startMs, endMs].map((timeMs) => new Date(timeMs).toISOString());
  const reason = 'Start time should be less than end time.';
  throw new HowdahError('E0302', [`${reason} startTime = ${start} endTime = ${end}`]);
}

function readLevels(value: string): LogFilter {
  if (value === '') return {};
  const named = value.split('|').map((level) => level.trim());
  for (const level of named) {
    if (!levels.includes(level)) {
      const refused = new HowdahError('E0302', [`Supported log level are [${levels.join(', ')}]`]);
      // Oozie says it within itself.
      throw new HowdahError('E0302', [refused.codedMessage], { cause: refused });
    }
  }
  return named.includes('ALL') ? {} : { levels: new Set(named) };
}

function readLimit(value: string): LogFilter {
  if (!/^\d{1,9}$/.test(value)) throw new HowdahError('E0302', [`For input string: "${value}"`]);
  return { limit: Number(value) };
}

/** `2h`, `30m`. */
function offsetMs(value: string): number {
  const [, count, unit = ''] = /^(\d{1,9})([hm])$/i.exec(value) ?? [];
  const size = unitsMs[unit.toLowerCase()];
  if (size !== undefined) return Number(count) * size;
  throw new HowdahError('E0302', [`Unsupported offset ${value}`], {
    mend: 'write 2h or 30m, or a time as yyyy-MM-ddTHH:mmZ or yyyy-MM-dd HH:mm:ss,SSS',
  });
}

/** `2026-11-21T02:43Z` or `2026-11-21 02:43:10,421`, both UTC; or an offset from the job's time. */
function timeMs(value: string, jobMs: number): number {
  if (!/^\d{4}-\d\d-\d\d/.test(value)) return jobMs + offsetMs(value);
  const iso = /Z$/.test(value) ? value : `${value.replace(' ', 'T').replace(',', '.')}Z`;
  const parsed = Date.parse(iso);
  return Number.isNaN(parsed) ? jobMs + offsetMs(value) : parsed;
}
