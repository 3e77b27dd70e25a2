/** Operators give the same rows whether their pairs fit in memory or go through disk. */
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BatchSource, sourceOfBatches } from '../../../engine/executor/batch-source.ts';
import { cartesianRows } from '../../../engine/executor/cartesian-rows.ts';
import { cogroupPairs } from '../../../engine/executor/cogroup-pairs.ts';
import { combinePairs } from '../../../engine/executor/combine-pairs.ts';
import { groupPairs } from '../../../engine/executor/group-pairs.ts';
import { joinPairs } from '../../../engine/executor/join-pairs.ts';
import type { PairChunk } from '../../../engine/executor/pair-stream.ts';
import { allRows } from '../../../engine/executor/row-iterator.ts';
import { sortPairs } from '../../../engine/executor/sort-pairs.ts';
import { TaskMemory } from '../../../engine/executor/task-memory.ts';
import { newTaskMetrics } from '../../../engine/executor/task-metrics.ts';
import type { TaskRun } from '../../../engine/executor/task-run.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

type Pair = readonly [unknown, unknown];

const ample = 1 << 30;
/** Less than most inputs take, and more than an empty table does: that would never fit. */
const scarce = 6_000;

let nextTaskId = 0;

function limitedRun(limitBytes: number): TaskRun {
  const parts = {
    task: { taskId: nextTaskId++ },
    directory: temporaryDirectory(),
    metrics: newTaskMetrics(),
    memory: new TaskMemory(() => limitBytes),
    cleanUps: [],
    checkKilled: () => {},
  };
  return parts as unknown as TaskRun;
}

/** Rows of an operator; whatever it wrote is gone at the end. */
function rowsOf(
  open: (run: TaskRun) => BatchSource,
  limitBytes: number,
  isTable = true,
): unknown[] {
  const run = limitedRun(limitBytes);
  const rows = allRows(open(run));
  if (isTable) {
    expect(run.metrics.diskBytesSpilled > 0).toBe(run.metrics.memoryBytesSpilled > 0);
  }
  for (const cleanUp of run.cleanUps) {
    cleanUp();
  }
  expect(readdirSync(run.directory)).toEqual([]);
  return rows;
}

function chunked(pairs: readonly Pair[]): () => PairChunk[] {
  const chunks: PairChunk[] = [];
  for (let from = 0; from < pairs.length; from += 7) {
    const part = pairs.slice(from, from + 7);
    chunks.push({ keys: part.map(([key]) => key), values: part.map(([, value]) => value) });
  }
  return () => chunks;
}

const key = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -20, max: 20 }) },
  { weight: 2, arbitrary: fc.string({ maxLength: 2 }) },
  fc.constantFrom(null, undefined, Number.NaN, 0.5),
  fc.tuple(fc.integer({ min: 0, max: 2 }), fc.boolean()),
);
const pairs = fc.array(fc.tuple(key, fc.oneof(fc.nat(), fc.string({ maxLength: 30 }))), {
  maxLength: 400,
  size: 'max',
});

/** Operators promise no order of keys. */
function unordered(rows: readonly unknown[]): string[] {
  return rows
    .map(
      (row) =>
        `${JSON.stringify(row, (_key, value) => (Number.isNaN(value) ? 'NaN' : value === undefined ? 'undefined' : value))}`,
    )
    .sort();
}

function isTheSame(
  arbitrary: fc.Arbitrary<readonly Pair[][]>,
  open: (inputs: (() => PairChunk[])[], run: TaskRun) => BatchSource,
) {
  fc.assert(
    fc.property(arbitrary, (inputs) => {
      const chunks = inputs.map(chunked);
      const inMemory = rowsOf((run) => open(chunks, run), ample);
      const throughDisk = rowsOf((run) => open(chunks, run), scarce);
      expect(unordered(throughDisk)).toEqual(unordered(inMemory));
    }),
    { numRuns: 60 },
  );
}

test('groups keep their values in order', () => {
  isTheSame(fc.tuple(pairs), ([input], run) => groupPairs(input as () => PairChunk[], run));
});

test('combined values are those of all values', () => {
  const combiner = {
    create: (value: unknown) => [value],
    mergeValue: (values: unknown[], value: unknown) => [...values, value],
    mergeCombiners: (left: unknown[], right: unknown[]) => [...left, ...right],
  };
  const mode = { kind: 'combine', combiner, isCombined: false } as const;
  isTheSame(fc.tuple(pairs), ([input], run) => combinePairs(mode, input as () => PairChunk[], run));
});

test.each(['inner', 'left', 'right', 'full'] as const)('%s joins match the same pairs', (kind) => {
  isTheSame(fc.tuple(pairs, pairs), ([left, right], run) =>
    joinPairs(kind, left as () => PairChunk[], right as () => PairChunk[], run),
  );
});

test('cogroups gather the same values', () => {
  isTheSame(fc.tuple(pairs, pairs, pairs), (inputs, run) => cogroupPairs(inputs, run));
});

test.each([true, false])('sorted pairs are in order and stable, ascending: %s', (isAscending) => {
  fc.assert(
    fc.property(pairs, (input) => {
      const open = (run: TaskRun) => sortPairs(isAscending, chunked(input), run);
      expect(rowsOf(open, scarce)).toEqual(rowsOf(open, ample));
    }),
    { numRuns: 60 },
  );
});

test('more runs than are merged at a time are merged in several passes', () => {
  const input = Array.from({ length: 6_000 }, (_, index): Pair => [(index * 7_919) % 251, index]);
  const runs: TaskRun[] = [];
  const open = (run: TaskRun) => {
    runs.push(run);
    return sortPairs(true, chunked(input), run);
  };
  expect(rowsOf(open, 400)).toEqual(rowsOf(open, ample));
  const [throughDisk, inMemory] = runs.map(({ metrics }) => metrics);
  expect(throughDisk?.diskBytesSpilled).toBeGreaterThan(6_000 * 8);
  expect(inMemory?.diskBytesSpilled).toBe(0);
});

test('every row meets every other one, in order where the right side fits', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 9 }), fc.nat({ max: 400 }), (left, count) => {
      const right = Array.from({ length: count }, (_, index) => `right ${index}`);
      const open = (run: TaskRun) =>
        cartesianRows(
          sourceOfBatches([left.slice(0, 4), left.slice(4)].values()),
          sourceOfBatches([right.slice(0, 300), right.slice(300)].values()),
          run,
        );
      const expected = left.flatMap((row) => right.map((other) => [row, other]));
      expect(rowsOf(open, ample, false)).toEqual(expected);
      expect(unordered(rowsOf(open, scarce, false))).toEqual(unordered(expected));
    }),
    { numRuns: 40 },
  );
});

test('a key with more values than fit still has all of them', () => {
  const input = Array.from({ length: 3_000 }, (_, index): Pair => ['one', `value ${index}`]);
  const rows = rowsOf((run) => groupPairs(chunked(input), run), scarce);
  expect(rows).toEqual([['one', input.map(([, value]) => value)]]);
});
