/**
 * Reads one field of a cron expression as Quartz's CronExpression does, which takes more than it
 * documents: after a name, a range or `*` it overlooks what it does not understand.
 */
import type { CronField, CronFieldRange } from './cron-field.ts';

/** What a field's items have said so far. */
interface Draft {
  readonly values: Set<number>;
  isUnspecified: boolean;
  lastDayOffset: number | undefined;
  isNearestWeekday: boolean;
  isLastWeekday: boolean;
  nthWeekday: number;
}

/** Undefined for what is no field. @param text upper case, without blanks */
export function parseCronField(text: string, range: CronFieldRange): CronField | undefined {
  if (hasUnsupportedList(text, range)) return undefined;
  const draft: Draft = {
    values: new Set(),
    isUnspecified: false,
    lastDayOffset: undefined,
    isNearestWeekday: false,
    isLastWeekday: false,
    nthWeekday: 0,
  };
  const items = text.split(',').filter((item) => item !== '');
  if (!items.every((item) => readItem(item, range, draft))) return undefined;
  const isEmpty = draft.values.size === 0 && draft.lastDayOffset === undefined;
  if (isEmpty && !draft.isUnspecified) return undefined;
  return { ...draft, text, values: [...draft.values].sort((left, right) => left - right) };
}

/** `L` and `#` do not go together with other days. */
function hasUnsupportedList(text: string, { name }: CronFieldRange): boolean {
  if (name !== 'day of month' && name !== 'day of week') return false;
  if (text.includes('L') && text.length > 1 && text.includes(',')) return true;
  return name === 'day of week' && text.split('#').length > 2;
}

function readItem(item: string, range: CronFieldRange, draft: Draft): boolean {
  if (/^(?:L|LW|L-\d*W?)$/.test(item)) return readLast(item, range, draft);
  if (/^[A-Z]/.test(item)) return readName(item, range, draft);
  if (item.startsWith('?')) return readUnspecified(item, range, draft);
  if (/^[*/]/.test(item)) return readEvery(item, range, draft);
  return readNumber(item, range, draft);
}

function readLast(item: string, { name, max }: CronFieldRange, draft: Draft): boolean {
  if (name === 'day of week') {
    draft.values.add(max);
    return true;
  }
  // Elsewhere it means nothing and is no mistake.
  if (name !== 'day of month') return true;
  const [, offset, weekday] = /^L(?:-(\d+))?(W?)$/.exec(item) ?? [];
  if (weekday === undefined) return false;
  draft.lastDayOffset = offset === undefined ? 0 : Number(offset);
  draft.isNearestWeekday = weekday !== '';
  return draft.lastDayOffset <= LAST_DAY_OFFSET_MAX;
}

const LAST_DAY_OFFSET_MAX = 30;

function readName(item: string, range: CronFieldRange, draft: Draft): boolean {
  const value = namedValue(item.slice(0, 3), range);
  if (value === undefined) return false;
  if (item[3] === '-') {
    const end = namedValue(item.slice(4, 7), range);
    return end !== undefined && addRange(value, end, 1, range, draft);
  }
  if (range.name === 'day of week' && item[3] === '#') {
    if (!readNth(item.slice(4), draft)) return false;
  } else if (range.name === 'day of week' && item[3] === 'L') draft.isLastWeekday = true;
  draft.values.add(value);
  return true;
}

function namedValue(name: string, { names, min }: CronFieldRange): number | undefined {
  const index = names.indexOf(name);
  return index === -1 ? undefined : index + min;
}

function readNth(text: string, draft: Draft): boolean {
  if (!/^\+?0*[1-5]$/.test(text)) return false;
  draft.nthWeekday = Number(text);
  return true;
}

function readUnspecified(item: string, { name }: CronFieldRange, draft: Draft): boolean {
  draft.isUnspecified = true;
  return (name === 'day of month' || name === 'day of week') && item.length <= 2;
}

function readEvery(item: string, range: CronFieldRange, draft: Draft): boolean {
  const [, step] = /^\*?\/(.*)$/s.exec(item) ?? [];
  if (step === undefined) return addRange(range.min, range.max, 1, range, draft);
  if (!/^\d{1,9}$/.test(step) || Number(step) > range.stepMax) return false;
  return addRange(range.min, range.max, Number(step) || 1, range, draft);
}

const numberItem = /^(\d{1,9})(?!\d)(.*)$/s;

function readNumber(item: string, range: CronFieldRange, draft: Draft): boolean {
  const [, digits, rest] = numberItem.exec(item) ?? [];
  if (digits === undefined || rest === undefined) return false;
  const value = Number(digits);
  switch (rest[0]) {
    case 'L':
      draft.isLastWeekday = true;
      return range.name === 'day of week' && addValue(value, range, draft);
    case 'W':
      draft.isNearestWeekday = true;
      return range.name === 'day of month' && addValue(value, range, draft);
    case '#':
      return (
        range.name === 'day of week' &&
        readNth(rest.slice(1), draft) &&
        addValue(value, range, draft)
      );
    case '-':
      return readRange(value, rest, range, draft);
    case '/':
      return readStep(value, rest, range, draft);
    default:
      return addValue(value, range, draft);
  }
}

function readRange(value: number, rest: string, range: CronFieldRange, draft: Draft): boolean {
  const [, end, slash, step] = /^-(\d{1,9})(?!\d)(?:(\/)(\d{1,9})?)?/.exec(rest) ?? [];
  if (end === undefined || (slash !== undefined && step === undefined)) return false;
  return addRange(value, Number(end), step === undefined ? 1 : Number(step), range, draft);
}

function readStep(value: number, rest: string, range: CronFieldRange, draft: Draft): boolean {
  const [, step, more] = /^\/(\d{1,9})(?!\d)(.*)$/s.exec(rest) ?? [];
  if (step === undefined || Number(step) > range.stepMax) return false;
  if (step.length === 1 && more !== '') return false;
  return addRange(value, range.max, Number(step), range, draft);
}

function addValue(value: number, { min, max }: CronFieldRange, draft: Draft): boolean {
  draft.values.add(value);
  return value >= min && value <= max;
}

/** A range that ends before it begins goes on from the smallest value; step 0 is its begin only. */
function addRange(
  from: number,
  to: number,
  step: number,
  range: CronFieldRange,
  draft: Draft,
): boolean {
  const { min, max } = range;
  if (from < min || from > max || to > max) return false;
  if (step === 0) return addValue(from, range, draft);
  const length = max - min + 1;
  const last = to < from ? to + length : to;
  for (let value = from; value <= last; value += step) {
    draft.values.add(value > max ? value - length : value);
  }
  return true;
}
