/** `logfilter=loglevel=WARN|ERROR;text=x;limit=10;recent=2h`: which lines of a log are wanted. */
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { HowdahError } from '../../../base/error/howdah-error.ts';

export interface LogFilter {
  readonly levels?: ReadonlySet<string>;
  readonly text?: string;
  /** How many lines at most. */
  readonly limit?: number;
  readonly fromMs?: number;
  readonly toMs?: number;
}

const levels = ['TRACE', 'ALL', 'ERROR', 'INFO', 'DEBUG', 'FATAL', 'WARN'];

const MINUTE_MS = 60_000;
const unitsMs: Readonly<Record<string, number>> = { m: MINUTE_MS, h: 60 * MINUTE_MS };

type Reader = (value: string, nowMs: number) => LogFilter;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['LOGLEVEL', readLevels],
  ['TEXT', (text) => ({ text })],
  ['LIMIT', readLimit],
  ['RECENT', (value, nowMs) => ({ fromMs: nowMs - durationMs(value) })],
  ['START', (value) => ({ fromMs: timeMs(value) })],
  ['END', (value) => ({ toMs: timeMs(value) })],
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

/** The lines that pass; lines without a head of their own belong to the line above them. */
export function filterLogLines(source: Readable, filter: LogFilter): Readable {
  return Readable.from(passing(source, filter), { objectMode: false });
}

async function* passing(source: Readable, filter: LogFilter): AsyncGenerator<string> {
  let count = 0;
  let passes = false;
  for await (const line of createInterface({ input: source, crlfDelay: Infinity })) {
    const head = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d),(\d{3})\s+([A-Z]+) /.exec(line);
    if (head !== null) {
      if (filter.limit !== undefined && count >= filter.limit) return;
      const [, day, time, milliseconds, level = ''] = head;
      const atMs = Date.parse(`${day}T${time}.${milliseconds}Z`);
      passes = accepts(filter, line, level, atMs);
      if (passes) count++;
    }
    if (passes) yield `${line}\n`;
  }
}

function accepts(filter: LogFilter, line: string, level: string, atMs: number): boolean {
  if (filter.levels !== undefined && !filter.levels.has(level)) return false;
  if (filter.fromMs !== undefined && atMs < filter.fromMs) return false;
  if (filter.toMs !== undefined && atMs > filter.toMs) return false;
  return filter.text === undefined || line.includes(filter.text);
}
