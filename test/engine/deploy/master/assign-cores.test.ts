/** Which cores go to whom: the vectors of Spark's own MasterSuite, and properties of all requests. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignCores, type CoreRequest } from '../../../../engine/deploy/master/assign-cores.ts';

const worker = { coresFree: 10, memoryFreeMegabytes: 512 };
const threeWorkers = [worker, worker, worker];

interface Vector {
  readonly memory: number;
  readonly coresMax?: number;
  readonly coresPerExecutor?: number;
  readonly limit?: number;
  readonly spread: readonly number[];
  readonly packed: readonly number[];
}

const vectors: readonly Vector[] = [
  { memory: 128, spread: [10, 10, 10], packed: [10, 10, 10] },
  { memory: 384, spread: [10, 10, 10], packed: [10, 10, 10] },
  { memory: 128, coresMax: 8, spread: [3, 3, 2], packed: [8, 0, 0] },
  { memory: 128, coresMax: 16, spread: [6, 5, 5], packed: [10, 6, 0] },
  { memory: 128, coresPerExecutor: 2, spread: [8, 8, 8], packed: [8, 8, 8] },
  { memory: 32, coresPerExecutor: 2, spread: [10, 10, 10], packed: [10, 10, 10] },
  { memory: 32, coresPerExecutor: 3, spread: [9, 9, 9], packed: [9, 9, 9] },
  { memory: 32, coresPerExecutor: 2, coresMax: 4, spread: [2, 2, 0], packed: [4, 0, 0] },
  { memory: 32, coresPerExecutor: 2, coresMax: 20, spread: [8, 6, 6], packed: [10, 10, 0] },
  { memory: 32, coresPerExecutor: 3, coresMax: 20, spread: [6, 6, 6], packed: [9, 9, 0] },
  { memory: 32, limit: 0, spread: [0, 0, 0], packed: [0, 0, 0] },
  { memory: 32, limit: 2, spread: [10, 10, 0], packed: [10, 10, 0] },
  { memory: 32, limit: 5, spread: [10, 10, 10], packed: [10, 10, 10] },
  { memory: 32, coresMax: 16, limit: 2, spread: [8, 8, 0], packed: [10, 6, 0] },
  { memory: 32, coresMax: 16, limit: 5, spread: [6, 5, 5], packed: [10, 6, 0] },
  { memory: 32, coresPerExecutor: 4, limit: 2, spread: [4, 4, 0], packed: [8, 0, 0] },
  { memory: 32, coresPerExecutor: 4, limit: 5, spread: [8, 8, 4], packed: [8, 8, 4] },
  { memory: 32, coresPerExecutor: 4, coresMax: 18, limit: 2, spread: [4, 4, 0], packed: [8, 0, 0] },
  { memory: 32, coresPerExecutor: 4, coresMax: 18, limit: 5, spread: [8, 4, 4], packed: [8, 8, 0] },
];

test.each(vectors)(
  "Spark's vector $#",
  ({ memory, coresMax, coresPerExecutor, limit, spread, packed }) => {
    const request: CoreRequest = {
      coresLeft: coresMax ?? Number.MAX_SAFE_INTEGER,
      coresPerExecutor,
      memoryPerExecutorMegabytes: memory,
      executorsLeft: limit ?? Number.POSITIVE_INFINITY,
    };
    expect(assignCores(request, threeWorkers, true)).toEqual(spread);
    expect(assignCores(request, threeWorkers, false)).toEqual(packed);
  },
);

const requests = fc.record({
  coresLeft: fc.nat(40),
  coresPerExecutor: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
  memoryPerExecutorMegabytes: fc.integer({ min: 1, max: 600 }),
  executorsLeft: fc.nat(8),
});
const workers = fc.array(fc.record({ coresFree: fc.nat(16), memoryFreeMegabytes: fc.nat(2_000) }), {
  maxLength: 6,
});

test('nothing is given that is not there or not asked for, and nothing that would fit is left', () => {
  fc.assert(
    fc.property(requests, workers, fc.boolean(), (request, free, spreadsOut) => {
      const { coresPerExecutor, memoryPerExecutorMegabytes: memory } = request;
      const cores = assignCores(request, free, spreadsOut);
      const step = coresPerExecutor ?? 1;
      const executors = cores.map((count) =>
        coresPerExecutor ? count / step : Math.min(count, 1),
      );
      const sum = (values: readonly number[]) => values.reduce((left, right) => left + right, 0);
      expect(sum(cores)).toBeLessThanOrEqual(request.coresLeft);
      expect(sum(executors)).toBeLessThanOrEqual(request.executorsLeft);
      for (const [index, { coresFree, memoryFreeMegabytes }] of free.entries()) {
        const [given, launched] = [cores[index] as number, executors[index] as number];
        expect(Number.isInteger(launched)).toBe(true);
        expect(given).toBeLessThanOrEqual(coresFree);
        expect(launched * memory).toBeLessThanOrEqual(memoryFreeMegabytes);
        const isNew = coresPerExecutor !== undefined || launched === 0;
        const fits = coresFree - given >= step && request.coresLeft - sum(cores) >= step;
        const hasRoom =
          memoryFreeMegabytes - launched * memory >= memory &&
          sum(executors) < request.executorsLeft;
        expect(fits && (!isNew || hasRoom)).toBe(false);
      }
    }),
  );
});
