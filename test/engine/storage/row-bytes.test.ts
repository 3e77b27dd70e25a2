/** Rows survive the way through columns whole, or fail and say which class does not. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rowsFromBytes, rowsToBytes } from '../../../engine/storage/row-bytes.ts';

function roundTrip(rows: unknown[]): unknown[] {
  return rowsFromBytes(rowsToBytes(rows));
}

const leaf = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.bigInt(),
  fc.date({ noInvalidDate: false }),
);

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('any'), { maxLength: 4 }),
    fc.tuple(tie('any'), tie('any')),
    fc.dictionary(fc.string({ maxLength: 4 }), tie('any'), { maxKeys: 4, noNullPrototype: true }),
    fc.array(fc.tuple(leaf, tie('any')), { maxLength: 3 }).map((entries) => new Map(entries)),
    fc.array(leaf, { maxLength: 3 }).map((members) => new Set(members)),
    fc.float64Array({ maxLength: 3 }),
    fc.uint8Array({ maxLength: 5 }),
  ),
})).any;

test('rows of anything', () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 20 }), (rows) => {
      expect(roundTrip(rows)).toStrictEqual(rows);
    }),
  );
});

describe('rows of one kind', () => {
  const kinds = {
    integers: fc.integer(),
    numbers: fc.double(),
    texts: fc.string({ unit: 'grapheme' }),
    pairs: fc.tuple(fc.string(), fc.integer()),
    lists: fc.array(fc.integer()),
    records: fc.record(
      { name: fc.string(), at: fc.date(), size: fc.option(fc.bigInt()) },
      { noNullPrototype: true },
    ),
    'lone surrogates': fc.string({
      unit: fc.integer({ min: 0xd700, max: 0xe000 }).map((unit) => String.fromCharCode(unit)),
    }),
  };
  test.each(Object.entries(kinds))('%s', (_name, rows) => {
    fc.assert(
      fc.property(fc.array<unknown>(rows as fc.Arbitrary<unknown>), (all) => {
        expect(roundTrip(all)).toStrictEqual(all);
      }),
    );
  });
});

test('the sign of zero, holes, extra properties and cycles survive', () => {
  expect(Object.is(roundTrip([-0])[0], -0)).toBe(true);
  // biome-ignore lint/suspicious/noSparseArray: that is what is tested.
  expect(0 in (roundTrip([[, 1]])[0] as unknown[])).toBe(false);
  const named = Object.assign([1, 2], { unit: 'm' });
  expect((roundTrip([named])[0] as typeof named).unit).toBe('m');
  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  const [back] = roundTrip([cyclic]) as [{ self: unknown }];
  expect(back.self).toBe(back);
});

class Temperature {
  readonly degrees = 21;
}

test.each([
  ['class Temperature', [new Temperature()]],
  ['class Temperature', [{ kept: [new Temperature()] }]],
  ['the function shout', [{ fn: function shout() {} }]],
  ['an object without prototype', [Object.create(null)]],
])('%s fails by name', (name, rows) => {
  expect(() => rowsToBytes(rows)).toThrow(name);
});
