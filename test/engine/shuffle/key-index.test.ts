/** Keys are the same exactly when their values are, whatever mix of them comes in which order. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashKey, hashPartition } from '../../../engine/shuffle/key-hash.ts';
import { keyText } from '../../../engine/shuffle/key-identity.ts';
import { KeyIndex } from '../../../engine/shuffle/key-index.ts';
import { KEYS_TOGETHER_MAX } from '../../../engine/shuffle/text-index.ts';

const smallInteger = fc.integer({ min: -50, max: 50 });
const leaf = fc.oneof(
  smallInteger,
  fc.integer(),
  fc.double(),
  fc.constantFrom(Number.NaN, 0, -0, 1.5, 2 ** 40),
  fc.string({ maxLength: 2 }),
  fc.bigInt({ min: -5n, max: 5n }),
  fc.boolean(),
  fc.constantFrom(null, undefined),
  fc.date({ min: new Date(0), max: new Date(20) }),
);
const key = fc.oneof(
  leaf,
  fc.array(leaf, { maxLength: 2 }),
  fc.record({ a: leaf, b: leaf }, { noNullPrototype: true }),
);

/** One family of keys first, then others, so that every change of form is met. */
const keys = fc
  .tuple(
    fc.array(fc.integer()),
    fc.array(fc.oneof(fc.double(), smallInteger)),
    fc.array(fc.string({ maxLength: 2 })),
    fc.array(key),
  )
  .chain((families) => fc.shuffledSubarray(families).map((some) => some.flat() as unknown[]));

test('numbers are given densely in the order of appearance', () => {
  fc.assert(
    fc.property(keys, (all) => {
      const index = new KeyIndex();
      const model = new Map<string, number>();
      for (const next of all) {
        const text = keyText(next);
        expect(index.find(next)).toBe(model.get(text) ?? -1);
        if (!model.has(text)) {
          model.set(text, model.size);
        }
        expect(index.add(next)).toBe(model.get(text));
      }
      expect(index.size).toBe(model.size);
      expect(Array.from(index.column() as unknown[], (each) => keyText(each))).toEqual([
        ...model.keys(),
      ]);
    }),
    { numRuns: 300 },
  );
});

/** Around the lengths from which texts are kept in other ways, of narrow and of wide letters. */
const texts = fc.array(
  fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'b', '\0', 'ÿ', 'Ā'), maxLength: 3 }),
    fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 10, maxLength: 14 }),
    fc.string({ unit: fc.constantFrom('a', 'ÿ', 'Ā', '\uD800'), minLength: 7, maxLength: 13 }),
  ),
  { maxLength: 600 },
);

test('many keys at a time get the numbers that one after the other would', () => {
  fc.assert(
    fc.property(fc.oneof(texts, keys, fc.array(fc.integer(), { maxLength: 600 })), (all) => {
      const together = new KeyIndex();
      const single = new KeyIndex();
      for (let from = 0; from < all.length; from += KEYS_TOGETHER_MAX) {
        const some = all.slice(from, from + KEYS_TOGETHER_MAX);
        const numbers = new Int32Array(KEYS_TOGETHER_MAX);
        together.addAll(some, some.length, numbers);
        expect([...numbers.subarray(0, some.length)]).toEqual(some.map((key) => single.add(key)));
      }
      expect(together.size).toBe(single.size);
      expect(together.column()).toEqual(single.column());
    }),
    { numRuns: 300 },
  );
});

test('tables that grow keep every key', () => {
  const many = 100_000;
  const kinds = [
    (at: number) => at * 7,
    (at: number) => at / 3,
    (at: number) => `k${at}`,
    (at: number) => `a text that is long ${at}`,
  ];
  for (const keyOf of kinds) {
    const index = new KeyIndex();
    for (let at = 0; at < many; at += 1) {
      index.add(keyOf(at));
    }
    expect(index.size).toBe(many);
    expect(index.add(keyOf(many - 1))).toBe(many - 1);
    expect(index.find(keyOf(many))).toBe(-1);
  }
});

test('equal keys hash alike', () => {
  fc.assert(
    fc.property(key, (one) => {
      expect(hashKey(structuredClone(one))).toBe(hashKey(one));
    }),
  );
  expect(hashKey({ a: 1, b: 2 })).toBe(hashKey({ b: 2, a: 1 }));
  expect(hashKey(-0)).toBe(hashKey(0));
});

/** What Java's `hashCode` gives for the same values. */
test.each([
  [0, 0],
  [-1, -1],
  [2 ** 31, -(2 ** 31)],
  [2 ** 40 + 3, 259],
  [-(2 ** 40), -256],
  [1.5, 1_073_217_536],
  ['', 0],
  ['a', 97],
  ['hello', 99_162_322],
  ['Größe', 69_209_585],
  [true, 1231],
  [5_000_000_000n, 705_032_705],
])('the hash of %s is that of Java', (value, hash) => {
  expect(hashKey(value)).toBe(hash);
});

describe('partitions', () => {
  test('are never negative', () => {
    fc.assert(
      fc.property(key, fc.integer({ min: 1, max: 300 }), (one, count) => {
        const partition = hashPartition(one, count);
        expect(partition).toBeGreaterThanOrEqual(0);
        expect(partition).toBeLessThan(count);
      }),
    );
  });
});

class Point {
  readonly x = 1;
}

test.each([
  ['an instance of Point', new Point()],
  ['a function', () => 1],
  ['a symbol', Symbol('s')],
  ['an instance of Map', new Map()],
])('%s is no key', (what, value) => {
  expect(() => new KeyIndex().add([value])).toThrow(
    `Keys are compared by value, and ${what} has no value to compare`,
  );
});
