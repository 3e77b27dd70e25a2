/** How much a job's results may be together, in Spark's words. */
import { expect, test } from 'vitest';
import { ResultSizeGuard } from '../../../engine/scheduler/result-size-guard.ts';

test.each([
  [2 ** 20, [700_000, 700_000], '2 tasks (1367.2 KiB)', '(1024.0 KiB)'],
  [1_000, [1_500], '1 tasks (1500.0 B)', '(1000.0 B)'],
  [2 ** 31, [2 ** 31 - 1, 2], '2 tasks (2.0 GiB)', '(2.0 GiB)'],
])('%i bytes', (maxBytes, sizes, results, limit) => {
  const guard = new ResultSizeGuard(maxBytes);
  const last = sizes.length - 1;
  for (const size of sizes.slice(0, last)) {
    guard.add({ length: size, __proto__: Uint8Array.prototype } as unknown as Uint8Array);
  }
  const excess = { length: sizes[last], __proto__: Uint8Array.prototype } as unknown as Uint8Array;
  expect(() => guard.add(excess)).toThrow(
    `Job aborted due to stage failure: Total size of serialized results of ${results} is bigger ` +
      `than spark.driver.maxResultSize ${limit}`,
  );
});

test('no limit', () => {
  const guard = new ResultSizeGuard(0);
  expect(() => guard.add(new Uint8Array(1_000))).not.toThrow();
});
