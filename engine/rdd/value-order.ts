/**
 * The natural order of values: numbers by size with NaN last, texts by UTF-16 code units, dates by
 * time, false before true, arrays by their members in turn. Values of different types are ordered
 * by type, null and undefined first, so that every order is total.
 */
import { types } from 'node:util';

const typeRanks: Readonly<Record<string, number>> = {
  undefined: 0,
  null: 1,
  boolean: 2,
  number: 3,
  bigint: 3,
  string: 4,
  date: 5,
  array: 6,
  object: 7,
};

/** Negative, zero or positive, as for `Array.prototype.sort`. */
export function compareValues(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') {
    return compareNumbers(left, right);
  }
  if (typeof left === 'string' && typeof right === 'string') {
    return left < right ? -1 : left > right ? 1 : 0;
  }
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const rank = (typeRanks[leftType] as number) - (typeRanks[rightType] as number);
  return rank !== 0 ? rank : compareAlike(left, right, leftType);
}

function compareAlike(left: unknown, right: unknown, type: string): number {
  switch (type) {
    case 'boolean':
      return Number(left) - Number(right);
    case 'number':
    case 'bigint':
      return compareNumeric(left as number | bigint, right as number | bigint);
    case 'date':
      return compareNumbers((left as Date).getTime(), (right as Date).getTime());
    case 'array':
      return compareArrays(left as readonly unknown[], right as readonly unknown[]);
    case 'object':
      return compareArrays(entriesOf(left as object), entriesOf(right as object));
    default:
      return 0;
  }
}

function compareNumeric(left: number | bigint, right: number | bigint): number {
  if (Number.isNaN(left) || Number.isNaN(right)) {
    return compareNumbers(Number(left), Number(right));
  }
  return left < right ? -1 : left > right ? 1 : 0;
}

function compareNumbers(left: number, right: number): number {
  if (left < right) return -1;
  if (left > right) return 1;
  if (left === right) return 0;
  return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
}

function compareArrays(left: readonly unknown[], right: readonly unknown[]): number {
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index += 1) {
    const order = compareValues(left[index], right[index]);
    if (order !== 0) {
      return order;
    }
  }
  return left.length - right.length;
}

function entriesOf(value: object): unknown[] {
  return Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
}

function typeOf(value: unknown): string {
  if (typeof value !== 'object') {
    return (typeof value) in typeRanks ? typeof value : 'object';
  }
  if (value === null) {
    return 'null';
  }
  return Array.isArray(value) ? 'array' : types.isDate(value) ? 'date' : 'object';
}
