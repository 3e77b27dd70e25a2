/** An input of pairs as columns: straight from the shuffle where it is one. */
import type { PlanNode } from '../rdd/plan.ts';
import type { Column } from '../storage/column.ts';
import type { BatchSource } from './batch-source.ts';
import type { PairChunk, PairChunks } from './pair-stream.ts';
import { asRows } from './row-iterator.ts';
import type { TaskFunction, TaskRun } from './task-run.ts';

type Open = (node: PlanNode<TaskFunction>, partition: number) => BatchSource;

export function pairsOf(
  node: PlanNode<TaskFunction>,
  partition: number,
  run: TaskRun,
  open: Open,
): PairChunks {
  return () => chunksOf(open(node, partition), run);
}

function* chunksOf(source: BatchSource, run: TaskRun): Generator<PairChunk> {
  if (source.form === 'pairs') {
    for (let batch = source.next(); batch !== undefined; batch = source.next()) {
      run.checkKilled();
      const { keys, values, from, to } = batch;
      const isWhole = from === 0 && to === keys.length;
      yield isWhole
        ? { keys, values }
        : { keys: part(keys, from, to), values: part(values, from, to) };
    }
    return;
  }
  const rows = asRows(source);
  for (let batch = rows.next(); batch !== undefined; batch = rows.next()) {
    run.checkKilled();
    const pairs = batch as readonly (readonly [unknown, unknown])[];
    yield { keys: pairs.map((pair) => pair[0]), values: pairs.map((pair) => pair[1]) };
  }
}

function part(column: Column, from: number, to: number): Column {
  return Array.isArray(column) ? column.slice(from, to) : column.subarray(from, to);
}
