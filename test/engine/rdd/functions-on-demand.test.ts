import { describe, expect, test } from 'vitest';
import { rareContextFunctions } from '../../../engine/context/all-functions.ts';
import { SparkContext } from '../../../engine/context/spark-context.ts';
import { rareRddFunctions } from '../../../engine/rdd/all-functions.ts';
import { RDD } from '../../../engine/rdd/rdd.ts';

const cases = [
  ...Object.entries(rareRddFunctions).map((entry) => [RDD, '../../../engine/rdd', ...entry]),
  ...Object.entries(rareContextFunctions).map((entry) => [
    SparkContext,
    '../../../engine/context',
    ...entry,
  ]),
] as [typeof RDD | typeof SparkContext, string, string, string[]][];

describe('functions that are loaded on demand', () => {
  test.each(cases)('of %o: %s %s defines what its list says', async (owner, base, path, names) => {
    const { prototype } = owner;
    const stubs = new Map(names.map((name) => [name, Reflect.get(prototype, name)]));
    const namesBefore = Object.getOwnPropertyNames(prototype);
    await import(`${base}/${path.slice(2)}.ts`);
    expect(Object.getOwnPropertyNames(prototype)).toEqual(namesBefore);
    for (const [name, stub] of stubs) {
      expect(Reflect.get(prototype, name), name).not.toBe(stub);
    }
  });
});
