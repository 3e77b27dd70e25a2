/** A table merges as the functions say, in the order of the rows, whatever form its values take. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Combiner, CombineTable } from '../../../engine/shuffle/combine-table.ts';

const joined: Combiner = {
  create: undefined,
  mergeValue: (left, right) => `${String(left)},${String(right)}`,
};

const sums: Combiner = {
  create: undefined,
  mergeValue: (left, right) => (left as number) + (right as number),
};

const lists: Combiner = {
  create: (value) => [value],
  mergeValue: (list, value) => [...(list as unknown[]), value],
};

function mergedBy({ create, mergeValue }: Combiner, pairs: readonly (readonly unknown[])[]) {
  const merged = new Map<unknown, unknown>();
  for (const [key, value] of pairs) {
    const first = create === undefined ? value : create(value);
    merged.set(key, merged.has(key) ? mergeValue(merged.get(key), value) : first);
  }
  return merged;
}

const key = fc.oneof(fc.integer({ min: 0, max: 400 }), fc.constantFrom('a', 'b', 'c'));
const pairs = fc.array(fc.tuple(key, fc.integer({ min: -5, max: 5 })), { maxLength: 1_500 });

test.each([
  ['sums', sums],
  ['numbers that become texts', joined],
  ['lists', lists],
])('%s', (_, combiner) => {
  fc.assert(
    fc.property(pairs, (rows) => {
      const table = new CombineTable(combiner);
      table.insertColumns(
        rows.map(([one]) => one),
        rows.map(([, value]) => value),
      );
      const expected = mergedBy(combiner, rows);
      expect(Array.from<unknown>(table.keys.column() as unknown[])).toEqual([...expected.keys()]);
      expect(Array.from<unknown>(table.column() as unknown[])).toEqual([...expected.values()]);
    }),
    { numRuns: 100 },
  );
});

test('columns of numbers grow with their keys', () => {
  const rows = 50_000;
  const keys = Int32Array.from({ length: rows }, (_, row) => row % 20_000);
  const table = new CombineTable(sums);
  table.insertColumns(keys, new Float64Array(rows).fill(0.5));
  const expected = Array.from({ length: 20_000 }, (_, one) => (one < 10_000 ? 1.5 : 1));
  expect(Array.from(table.column() as Float64Array)).toEqual(expected);
});
