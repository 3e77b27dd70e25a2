/** The engine's functions over single rows, and others that common operations need. */
import { compareValues } from '../value-order.ts';

type Row = readonly [unknown, unknown];

export const rowFunctions = {
  first: (left: unknown, _right: unknown) => left,
  sum: (left: number, right: number) => left + right,
  greater: (left: unknown, right: unknown) => (compareValues(left, right) >= 0 ? left : right),
  smaller: (left: unknown, right: unknown) => (compareValues(left, right) <= 0 ? left : right),
  one: (_value: unknown) => 1,
  hasLeftOnly: (row: readonly [unknown, readonly [unknown[], unknown[]]]) => row[1][1].length === 0,
  hasBoth: (row: readonly [unknown, readonly [unknown[], unknown[]]]) =>
    row[1][0].length > 0 && row[1][1].length > 0,
  leftValues: (groups: readonly [unknown[], unknown[]]) => groups[0],
  hasKey: (key: unknown, row: Row) => compareValues(key, row[0]) === 0,
  isWithin: ([lower, upper]: Row, row: Row) =>
    compareValues(lower, row[0]) <= 0 && compareValues(row[0], upper) <= 0,
  zipIterators: (left: Iterator<unknown>, right: Iterator<unknown>) => zip(left, right),
  inTurn: (...iterators: Iterable<unknown>[]) => chain(iterators),
} as const;

function* zip(left: Iterator<unknown>, right: Iterator<unknown>): Generator<unknown> {
  for (;;) {
    const [first, second] = [left.next(), right.next()];
    if (first.done === true && second.done === true) {
      return;
    }
    if (first.done === true || second.done === true) {
      throw new Error('Can only zip RDDs with same number of elements in each partition');
    }
    yield [first.value, second.value];
  }
}

function* chain(iterators: readonly Iterable<unknown>[]): Generator<unknown> {
  for (const iterator of iterators) {
    yield* iterator;
  }
}
