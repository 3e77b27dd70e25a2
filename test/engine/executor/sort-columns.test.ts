/** Sorting columns gives the natural order and keeps equal keys as they were. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortColumns } from '../../../engine/executor/sort-columns.ts';
import { compareValues } from '../../../engine/rdd/value-order.ts';
import type { Column } from '../../../engine/storage/column.ts';

function check(keys: Column, isAscending: boolean): void {
  const rows = Int32Array.from({ length: keys.length }, (_, index) => index);
  const sorted = sortColumns(keys, rows, isAscending);
  const sign = isAscending ? 1 : -1;
  const expected = Array.from(rows).sort(
    (left, right) => sign * compareValues(keys[left], keys[right]) || left - right,
  );
  expect(Array.from(sorted.values as Int32Array)).toEqual(expected);
  expect(Array.from(sorted.keys as unknown[])).toEqual(expected.map((row) => keys[row]));
}

const many = { minLength: 300, maxLength: 600 };
const columns = fc.oneof(
  fc.array(fc.integer(), many).map((keys) => Int32Array.from(keys)),
  fc.array(fc.integer({ min: -3, max: 3 }), many).map((keys) => Int32Array.from(keys)),
  fc.array(fc.double(), many).map((keys) => Float64Array.from(keys)),
  fc
    .array(fc.constantFrom(0, -0, Number.NaN, Infinity, -Infinity, 5e-324, -1.5), many)
    .map((keys) => Float64Array.from(keys)),
  fc.array(fc.string()),
  fc.array(fc.string({ maxLength: 12 }), many),
  fc.array(fc.string({ unit: 'binary', maxLength: 6 }), many),
  // Long common beginnings, ends that differ late, and texts that end early.
  fc
    .array(fc.tuple(fc.nat(3), fc.constantFrom('', '\u0000', 'é', 'z', '\u0000\u0000')), many)
    .map((parts) => parts.map(([number, end]) => `common ${'0'.repeat(9)}${number}${end}`)),
  fc.array(fc.constantFrom('', '\u0000', 'a', 'a\u0000', 'aa', 'ab', '\u0100'), many),
  fc.array(fc.oneof(fc.integer(), fc.string(), fc.date(), fc.bigInt(), fc.constant(null))),
);

test('columns of any kind', () => {
  fc.assert(
    fc.property(columns, fc.boolean(), (keys, isAscending) => {
      check(keys as Column, isAscending);
    }),
    { numRuns: 200 },
  );
});

test('the order of values is total', () => {
  const value = fc.oneof(
    fc.double(),
    fc.bigInt({ min: -3n, max: 3n }),
    fc.string({ maxLength: 1 }),
    fc.constantFrom(null, undefined, true, false),
    fc.array(fc.nat({ max: 2 }), { maxLength: 2 }),
  );
  fc.assert(
    fc.property(value, value, value, (a, b, c) => {
      expect(Math.sign(compareValues(a, b))).toBe(-Math.sign(compareValues(b, a)) + 0);
      if (compareValues(a, b) <= 0 && compareValues(b, c) <= 0) {
        expect(compareValues(a, c)).toBeLessThanOrEqual(0);
      }
    }),
    { numRuns: 500 },
  );
});
