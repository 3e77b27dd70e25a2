/** Every public method of Spark's RDDs and contexts is there, or docs/engine.md says why not. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SparkStatusTracker } from '../../engine/context/status-tracker.ts';
import { BarrierTaskContext, RDD, SparkContext, TaskContext } from '../../engine/index.ts';
import { RDDBarrier } from '../../engine/rdd/barrier-functions.ts';

const root = join(import.meta.dirname, '..', '..');
const { methods } = JSON.parse(
  readFileSync(join(root, 'test/fixture/spark-methods/methods.json'), 'utf8'),
) as { methods: Readonly<Record<string, readonly string[]>> };

const owners: Readonly<Record<string, { readonly prototype: object }>> = {
  RDD,
  PairRDDFunctions: RDD,
  DoubleRDDFunctions: RDD,
  OrderedRDDFunctions: RDD,
  AsyncRDDActions: RDD,
  SequenceFileRDDFunctions: RDD,
  RDDBarrier,
  SparkContext,
  SparkStatusTracker,
  TaskContext,
  BarrierTaskContext,
};

/** Set for each context; not on the prototype. */
const fields = new Set(['applicationId', 'defaultParallelism', 'startTime']);

/** Names in the first column of the guide's last table. */
function absentByGuide(): Set<string> {
  const guide = readFileSync(join(root, 'docs/engine.md'), 'utf8');
  const [, section = ''] = guide.split('## What Spark has and the engine has not');
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  const names = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([\w+]+)/g)]);
  return new Set(names.map(([, name]) => name as string));
}

const all = Object.entries(methods).flatMap(([owner, names]) =>
  names.map((name) => [owner, name] as const),
);

function isThere(owner: string, name: string): boolean {
  return fields.has(name) || name in (owners[owner]?.prototype ?? {});
}

test.each(Object.keys(methods))('the methods of %s', (owner) => {
  const absent = absentByGuide();
  const missing = methods[owner]?.filter((name) => !isThere(owner, name) && !absent.has(name));
  expect(missing).toEqual([]);
});

test('nothing is said to be absent that is there, or that Spark has not', () => {
  // There in part: without a partial function, and of tasks.
  const half = new Set(['collect', 'resources']);
  const wrong = [...absentByGuide()].filter((name) => {
    const places = all.filter(([, method]) => method === name);
    return (
      !half.has(name) && (places.length === 0 || places.some(([owner]) => isThere(owner, name)))
    );
  });
  expect(wrong).toEqual([]);
});
