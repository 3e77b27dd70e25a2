/** `logfilter=loglevel=WARN|ERROR;text=x;limit=10;recent=2h`: which records of a log are wanted. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { LogFilter } from '../../log/log-filter.ts';

const levels = ['TRACE', 'ALL', 'ERROR', 'INFO', 'DEBUG', 'FATAL', 'WARN'];

const MINUTE_MS = 60_000;
const unitsMs: Readonly<Record<string, number>> = { m: MINUTE_MS, h: 60 * MINUTE_MS };

type Reader = (value: string, nowMs: number) => LogFilter;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['LOGLEVEL', readLevels],
  ['TEXT', (text) => ({ text })],
  ['LIMIT', readLimit],
  ['RECENT', (value, nowMs) => ({ startMs: nowMs - durationMs(value) })],
  ['START', (value) => ({ startMs: timeMs(value) })],
  ['END', (value) => ({ endMs: timeMs(value) })],
  ['DEBUG', () => ({})],
]);

/** @throws HowdahError E0302 */
export function parseLogFilter(filter: string, nowMs: number): LogFilter {
  let read: LogFilter = {};
  for (const option of filter.split(';')) {
    if (option.trim() === '') continue;
    const [name = '', ...rest] = option.split('=');
    const key = name.trim().toUpperCase();
    const reader = readers.get(key);
    if (reader === undefined) throw new HowdahError('E0302', [`Unsupported log filter ${key}`]);
    read = { ...read, ...reader(rest.join('=').trim(), nowMs) };
  }
  return read;
}

function readLevels(value: string): LogFilter {
  const named = value.split('|').map((level) => level.trim().toUpperCase());
  for (const level of named) {
    if (!levels.includes(level)) {
      throw new HowdahError('E0302', [`Supported log level are [${levels.join(', ')}]`]);
    }
  }
  return named.includes('ALL') ? {} : { levels: new Set(named) };
}

function readLimit(value: string): LogFilter {
  if (!/^\d{1,9}$/.test(value)) throw new HowdahError('E0302', [`For input string: "${value}"`]);
  return { limit: Number(value) };
}

/** `2h`, `30m`. */
function durationMs(value: string): number {
  const [, count, unit = ''] = /^(\d{1,9})([hm])$/i.exec(value) ?? [];
  const size = unitsMs[unit.toLowerCase()];
  if (size === undefined) {
    throw new HowdahError('E0302', [`[${value}] is no time span: write 2h or 30m`]);
  }
  return Number(count) * size;
}

/** `2026-11-21T02:43Z` or `2026-11-21 02:43:10,421`, both UTC. */
function timeMs(value: string): number {
  const iso = /Z$/.test(value) ? value : `${value.replace(' ', 'T').replace(',', '.')}Z`;
  const parsed = Date.parse(iso);
  if (!Number.isNaN(parsed)) return parsed;
  throw new HowdahError('E0302', [
    `[${value}] is no time: write yyyy-MM-ddTHH:mmZ or yyyy-MM-dd HH:mm:ss,SSS`,
  ]);
}
