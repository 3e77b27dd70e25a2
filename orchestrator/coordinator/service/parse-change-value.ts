/** The `value` of a change: `endtime=2026-11-07T00:00Z;concurrency=3;pausetime=`. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { ChangeEvent } from '../job/coordinator-event.ts';
import { isCoordinatorJobStatus } from '../job/coordinator-job-status.ts';
import { parseOozieTime } from '../time/oozie-time.ts';
import type { ProcessingTimeZone } from '../time/processing-time-zone.ts';

export type ChangeValue = Pick<ChangeEvent, 'endMs' | 'concurrency' | 'pauseMs' | 'status'>;

const keys: ReadonlySet<string> = new Set(['endtime', 'concurrency', 'pausetime', 'status']);

/** Java's `int`. */
const INTEGER_MAX = 2 ** 31 - 1;

/** @throws HowdahError E1015; E1603 for a status that is none, or no value at all */
export function parseChangeValue(text: string, processing: ProcessingTimeZone): ChangeValue {
  if (text === '') throw new HowdahError('E1603', ['value cannot be empty']);
  const pairs = splitPairs(text);
  for (const key of pairs.keys()) {
    if (!keys.has(key)) {
      throw new HowdahError('E1015', [text, 'must change endtime|concurrency|pausetime|status']);
    }
  }
  const end = pairs.get('endtime');
  const concurrency = pairs.get('concurrency');
  const pause = pairs.get('pausetime');
  const status = pairs.get('status');
  return {
    endMs: end === undefined ? undefined : readTime(end, processing),
    concurrency: concurrency === undefined ? undefined : readInteger(concurrency),
    pauseMs: pause === undefined ? undefined : pause === '' ? null : readTime(pause, processing),
    status: status === undefined ? undefined : readStatus(status),
  };
}

/** `name=value` and `name=`, by name. @throws HowdahError E1015 */
export function splitPairs(text: string): Map<string, string> {
  const pairs = new Map<string, string>();
  // As Java splits: nothing behind the last separator is no element.
  for (const element of text.replace(/;+$/, '').split(';')) {
    if (element === '' && !text.includes('=')) continue;
    const [name = '', value, ...more] = element.split('=');
    if (value === undefined || more.length > 0) {
      throw new HowdahError('E1015', [
        text,
        'change value must be name=value pair or name=(empty string)',
      ]);
    }
    if (pairs.has(name)) {
      throw new HowdahError('E1015', [text, `can not specify repeated change values on ${name}`]);
    }
    pairs.set(name, value);
  }
  return pairs;
}

function readTime(text: string, processing: ProcessingTimeZone): number {
  const parsed = parseOozieTime(text, processing);
  if ('timeMs' in parsed) return parsed.timeMs;
  throw new HowdahError('E1015', [text, 'must be a valid date'], {
    mend: `write it as 2026-01-31T08:00${processing.suffix}`,
  });
}

function readInteger(text: string): number {
  const value = Number(text);
  if (/^[+-]?\d+$/.test(text) && Math.abs(value) <= INTEGER_MAX) return value;
  throw new HowdahError('E1015', [text, 'must be a valid integer']);
}

function readStatus(text: string): 'RUNNING' | 'IGNORED' {
  if (text === 'RUNNING' || text === 'IGNORED') return text;
  if (!isCoordinatorJobStatus(text)) {
    throw new HowdahError('E1603', [`No enum constant org.apache.oozie.client.Job.Status.${text}`]);
  }
  throw new HowdahError('E1015', [text, ' must be RUNNING or IGNORED']);
}
