/** Which actions a command is about: `1,3-5`, or nominal times and ranges of them. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { parseOozieTime } from '../time/oozie-time.ts';
import type { ProcessingTimeZone } from '../time/processing-time-zone.ts';
import { formatJavaDate } from './java-date.ts';

/** Actions that one command may name; Oozie's list of a job's actions ends there, too. */
export const SCOPE_ACTIONS_MAX = 100_000;

const EXAMPLE = 'an example of correct format is 1-5';

/** Numbers in the order in which they stand, without repetition. @throws HowdahError E0302 */
export function parseActionNumbers(text: string): number[] {
  const numbers = new Set<number>();
  for (const part of text.split(',')) {
    const range = part.trim();
    if (!range.includes('-')) {
      numbers.add(readNumber(range, `format is wrong for action id'${range}'. Integer only.`));
      continue;
    }
    const [first = '', last, ...more] = range.split('-');
    if (last === undefined || more.length > 0) {
      throw invalid(`format is wrong for action's range '${range}', ${EXAMPLE}`);
    }
    addRange(numbers, range, first.trim(), last.trim());
  }
  return [...numbers];
}

function addRange(numbers: Set<number>, range: string, first: string, last: string): void {
  const from = readNumber(first, `could not parse ${first}into an integer`);
  const until = readNumber(last, `could not parse ${last}into an integer`);
  if (from > until) {
    throw invalid(
      `format is wrong for action's range '${range}', starting actionnumber of the range should ` +
        'be less than ending action number, an example will be 1-4',
    );
  }
  if (until - from >= SCOPE_ACTIONS_MAX) throw invalid(`${range}: too many actions at once`);
  for (let number = from; number <= until; number++) numbers.add(number);
}

function readNumber(text: string, message: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw invalid(message);
}

/** From the first to the last nominal time, both included; one time is a range of itself. */
export interface TimeRange {
  readonly text: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** `a::b,c`. @throws HowdahError E0302 */
export function parseTimeRanges(text: string, processing: ProcessingTimeZone): TimeRange[] {
  return text.split(',').map((part) => {
    const range = part.trim();
    const [first = '', last, ...more] = range.split('::');
    if (more.length > 0) {
      throw invalidRange(
        `'${range}'. Date value expected on both sides of the scope resolution operator '::' ` +
          'to signify start and end of range',
      );
    }
    const fromMs = readTime(first.trim(), processing);
    const untilMs = last === undefined ? fromMs : readTime(last.trim(), processing);
    if (fromMs > untilMs) {
      const [start, end] = [formatJavaDate(fromMs), formatJavaDate(untilMs)];
      throw invalidRange(`'${range}'. Start date '${start}' is older than end date: '${end}'`);
    }
    return { text: range, fromMs, untilMs };
  });
}

function readTime(text: string, processing: ProcessingTimeZone): number {
  const parsed = parseOozieTime(text, processing);
  if ('timeMs' in parsed) return parsed.timeMs;
  throw invalid(text);
}

function invalidRange(message: string): HowdahError {
  return new HowdahError('E0308', [message], {
    mend: 'write a range as 2026-01-31T08:00Z::2026-02-01T08:00Z',
  });
}

function invalid(message: string): HowdahError {
  return new HowdahError('E0302', [message], {
    mend: 'write numbers as 1,3-5, or times as 2026-01-31T08:00Z::2026-02-01T08:00Z',
  });
}
