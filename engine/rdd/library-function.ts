/** Functions of the engine itself that stand where a user's function may: they travel by name. */
import { compareValues } from './value-order.ts';

export interface LibraryFunction {
  readonly library: keyof typeof libraryFunctions;
  /** What the function is bound to: passed to it first. */
  readonly bound?: unknown;
}

type Row = readonly [unknown, unknown];

/** Every function by its name; new ones need nothing but a row here. */
export const libraryFunctions = {
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
  zipIterators: (left: Iterator<unknown>, right: Iterator<unknown>) => zip(left, right),
} as const;

/** The function itself, bound where the description says so. */
export function libraryFunctionOf(description: LibraryFunction): (...values: never[]) => unknown {
  const fn = libraryFunctions[description.library] as (...values: unknown[]) => unknown;
  return 'bound' in description ? fn.bind(undefined, description.bound) : fn;
}

export function isLibraryFunction(value: object): value is LibraryFunction {
  return 'library' in value;
}

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
