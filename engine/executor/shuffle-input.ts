/** What a reducer makes of the pairs that were shuffled to it. */
import type { LocalCombineNode, ShuffleReadMode, ShuffleReadNode } from '../rdd/plan.ts';
import { CombineTable } from '../shuffle/combine-table.ts';
import { concatColumns } from '../shuffle/concat-columns.ts';
import { KeyIndex } from '../shuffle/key-index.ts';
import type { Column } from '../storage/column.ts';
import {
  type BatchSource,
  emptySource,
  type PairSource,
  pairSource,
  rowSource,
} from './batch-source.ts';
import { creatorOf } from './creator-of.ts';
import { sortColumns } from './sort-columns.ts';
import type { TaskFunction, TaskRun } from './task-run.ts';

/** Calls back with pairs, chunk by chunk. */
export type PairStream = (visit: (keys: Column, values: Column) => void) => void;

export function openShuffleRead(
  node: ShuffleReadNode<TaskFunction>,
  partition: number,
  run: TaskRun,
): BatchSource {
  switch (node.mode.kind) {
    case 'pairs':
      return openPairs(node.shuffleId, partition, run);
    case 'values':
      return openValues(node.shuffleId, partition, run);
    default:
      return mergePairs(node.mode, shuffledPairs(node.shuffleId, partition, run));
  }
}

/** The pairs of one reducer. */
export function shuffledPairs(shuffleId: number, partition: number, run: TaskRun): PairStream {
  return (visit) => {
    const { blockReader, metrics } = run;
    blockReader.read(
      shuffleId,
      partition,
      outputsOf(shuffleId, run),
      metrics.shuffleRead,
      ([keys, values]) => {
        run.checkKilled();
        visit(keys as Column, values as Column);
      },
    );
  };
}

export function mergePairs(
  mode: LocalCombineNode<TaskFunction>['mode'],
  pairs: PairStream,
): BatchSource {
  switch (mode.kind) {
    case 'combine':
      return combine(mode, pairs);
    case 'group':
      return group(pairs);
    case 'sort':
      return sort(mode.isAscending, pairs);
    default:
      return emptySource;
  }
}

function outputsOf(shuffleId: number, run: TaskRun) {
  const outputs = run.shuffles[shuffleId];
  if (outputs === undefined) {
    throw new Error(`Stage ${run.task.stageKey} was sent without the outputs of its shuffle`);
  }
  return outputs;
}

function* chunksOf(shuffleId: number, partition: number, run: TaskRun): Generator<Column[]> {
  for (const output of outputsOf(shuffleId, run)) {
    const metrics = run.metrics.shuffleRead;
    for (const chunk of run.blockReader.chunks(shuffleId, partition, output, metrics)) {
      run.checkKilled();
      metrics.recordsRead += chunk.rowCount;
      yield chunk.places;
    }
  }
}

function openPairs(shuffleId: number, partition: number, run: TaskRun): PairSource {
  const chunks = chunksOf(shuffleId, partition, run);
  let chunk: PairSource | undefined;
  return {
    form: 'pairs',
    next() {
      for (;;) {
        const batch = chunk?.next();
        if (batch !== undefined) {
          return batch;
        }
        const step = chunks.next();
        if (step.done === true) {
          return undefined;
        }
        const [keys, values] = step.value as [Column, Column];
        chunk = pairSource(keys, values);
      }
    },
  };
}

function openValues(shuffleId: number, partition: number, run: TaskRun): BatchSource {
  const chunks = chunksOf(shuffleId, partition, run);
  return rowSource(() => {
    const step = chunks.next();
    if (step.done === true) {
      return undefined;
    }
    const column = step.value[0] as Column;
    return Array.isArray(column) ? column : Array.from(column);
  });
}

function combine(
  mode: Extract<ShuffleReadMode<TaskFunction>, { kind: 'combine' }>,
  pairs: PairStream,
): BatchSource {
  const { combiner, isCombined } = mode;
  const table = new CombineTable(
    isCombined
      ? { create: undefined, mergeValue: combiner.mergeCombiners }
      : { create: creatorOf(combiner), mergeValue: combiner.mergeValue },
  );
  pairs((keys, values) => table.insertColumns(keys, values));
  return pairSource(table.keys.column(), table.column());
}

function group(pairs: PairStream): BatchSource {
  const keys = new KeyIndex();
  const groups: unknown[][] = [];
  pairs((keyColumn, values) => {
    for (let row = 0; row < keyColumn.length; row += 1) {
      const index = keys.add(keyColumn[row]);
      if (index === groups.length) {
        groups.push([values[row]]);
      } else {
        (groups[index] as unknown[]).push(values[row]);
      }
    }
  });
  return pairSource(keys.column(), groups);
}

function sort(isAscending: boolean, pairs: PairStream): BatchSource {
  const keyColumns: Column[] = [];
  const valueColumns: Column[] = [];
  pairs((keys, values) => {
    keyColumns.push(keys);
    valueColumns.push(values);
  });
  if (keyColumns.length === 0) {
    return emptySource;
  }
  const sorted = sortColumns(concatColumns(keyColumns), concatColumns(valueColumns), isAscending);
  return pairSource(sorted.keys, sorted.values);
}
