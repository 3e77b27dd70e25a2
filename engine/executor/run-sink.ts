/** Runs a task to its result. */
import type { PlanNode, SinkPlan } from '../rdd/plan.ts';
import { compareValues } from '../rdd/value-order.ts';
import { writeCheckpoint } from '../storage/checkpoint-file.ts';
import type { LoopSink } from './fused-loop.ts';
import { drainNode, openNode } from './open-node.ts';
import { partitionSeed } from './random.ts';
import { allRows, asRows, batchesOf, RowIterator } from './row-iterator.ts';
import { reservoir } from './sample-rows.ts';
import { saveText } from './save-text.ts';
import type { TaskFunction, TaskRun } from './task-run.ts';
import { writeShuffle } from './write-shuffle.ts';

type Sink = SinkPlan<TaskFunction>;
type SinkOf<K extends Sink['kind']> = Extract<Sink, { kind: K }>;

/** What a task sends back: rows, a number, or nothing. */
export type SinkResult = { readonly rows: readonly unknown[] } | number | undefined;

export function runSink(run: TaskRun): SinkResult | Promise<SinkResult> {
  const { node, sink } = run.plan;
  const { partition } = run.task;
  switch (sink.kind) {
    case 'shuffle-write':
      return writeShuffle(node, sink, run);
    case 'count':
      return count(node, run);
    case 'collect':
      return { rows: allRows(openNode(node, partition, run)) };
    case 'take':
      return { rows: firstRows(node, sink.count, run) };
    case 'reduce':
      return { rows: reduce(node, sink, run) };
    case 'aggregate':
      return { rows: aggregate(node, sink, run) };
    case 'foreach':
      return forEachRow(node, sink, run);
    case 'partition':
      return callPartitionFunction(node, sink, run);
    case 'ordered':
      return { rows: firstInOrder(node, sink, run) };
    case 'sample-keys': {
      const source = openNode(node, partition, run);
      const drawn = reservoir(source, sink.size, partitionSeed(sink.seed, partition));
      return { rows: [drawn.count, drawn.rows] };
    }
    case 'checkpoint-write': {
      const rows = batchesOf(openNode(node, partition, run));
      return writeCheckpoint(rows, sink.directory, partition, run.task.taskId);
    }
    case 'save-text':
      return saveText(openNode(node, partition, run), sink, run);
  }
}

const countSink: LoopSink = {
  before: 'let rows = 0;',
  row: () => 'rows += 1;',
  after: 'state.rows += rows;',
  values: {},
};

function count(node: PlanNode<TaskFunction>, run: TaskRun): number {
  const state = { rows: 0 };
  drainNode(node, run.task.partition, run, countSink, state);
  return state.rows;
}

function reduce(node: PlanNode<TaskFunction>, { fn }: SinkOf<'reduce'>, run: TaskRun): unknown[] {
  const state: { has: boolean; value: unknown } = { has: false, value: undefined };
  const sink: LoopSink = {
    before: 'let { has, value } = state;',
    row: (row) =>
      `if (has) { value = reducer(value, ${row}); } else { has = true; value = ${row}; }`,
    after: 'state.has = has; state.value = value;',
    values: { reducer: fn },
  };
  drainNode(node, run.task.partition, run, sink, state);
  return state.has ? [state.value] : [];
}

function aggregate(
  node: PlanNode<TaskFunction>,
  { fn, zero }: SinkOf<'aggregate'>,
  run: TaskRun,
): unknown[] {
  const state = { value: structuredClone(zero) };
  const sink: LoopSink = {
    before: 'let { value } = state;',
    row: (row) => `value = folder(value, ${row});`,
    after: 'state.value = value;',
    values: { folder: fn },
  };
  drainNode(node, run.task.partition, run, sink, state);
  return [state.value];
}

/** A function that gives promises is awaited row by row, as a synchronous one would be. */
function forEachRow(
  node: PlanNode<TaskFunction>,
  { fn }: SinkOf<'foreach'>,
  run: TaskRun,
): undefined | Promise<undefined> {
  const source = asRows(openNode(node, run.task.partition, run));
  for (let batch = source.next(); batch !== undefined; batch = source.next()) {
    run.checkKilled();
    for (let index = 0; index < batch.length; index += 1) {
      const result: unknown = fn(batch[index]);
      if (result instanceof Promise) {
        const rest = { batch, from: index + 1 };
        return forEachRowLater(fn, result, rest, source, run);
      }
    }
  }
  return undefined;
}

async function forEachRowLater(
  fn: TaskFunction,
  first: Promise<unknown>,
  rest: { batch: readonly unknown[]; from: number },
  source: ReturnType<typeof asRows>,
  run: TaskRun,
): Promise<undefined> {
  await first;
  for (const row of rest.batch.slice(rest.from)) {
    await fn(row);
  }
  for (let batch = source.next(); batch !== undefined; batch = source.next()) {
    for (const row of batch) {
      run.checkKilled();
      await fn(row);
    }
  }
  return undefined;
}

async function callPartitionFunction(
  node: PlanNode<TaskFunction>,
  { fn, withIndex, keepsResult }: SinkOf<'partition'>,
  run: TaskRun,
): Promise<SinkResult> {
  const { partition } = run.task;
  const iterator = new RowIterator(openNode(node, partition, run));
  const result: unknown = await (withIndex ? fn(partition, iterator) : fn(iterator));
  return keepsResult ? { rows: [result] } : undefined;
}

function firstRows(node: PlanNode<TaskFunction>, wanted: number, run: TaskRun): unknown[] {
  const rows: unknown[] = [];
  const source = asRows(openNode(node, run.task.partition, run));
  while (rows.length < wanted) {
    const batch = source.next();
    if (batch === undefined) {
      break;
    }
    rows.push(...batch.slice(0, wanted - rows.length));
  }
  return rows;
}

/** Keeps at most twice the wanted rows at any time. */
function firstInOrder(
  node: PlanNode<TaskFunction>,
  { count: wanted, isAscending, by }: SinkOf<'ordered'>,
  run: TaskRun,
): unknown[] {
  const sign = isAscending ? 1 : -1;
  const keyOf = by ?? ((row: unknown) => row);
  let best: { key: unknown; row: unknown }[] = [];
  const trim = () => {
    best.sort((left, right) => sign * compareValues(left.key, right.key));
    best = best.slice(0, wanted);
  };
  const source = asRows(openNode(node, run.task.partition, run));
  for (let batch = source.next(); batch !== undefined; batch = source.next()) {
    run.checkKilled();
    for (const row of batch) {
      best.push({ key: keyOf(row), row });
    }
    if (best.length > 2 * wanted) {
      trim();
    }
  }
  trim();
  return best.map(({ row }) => row);
}
