/** What a reducer makes of the pairs that were shuffled to it. */
import type { LocalCombineNode, ShuffleReadNode } from '../rdd/plan.ts';
import type { Column } from '../storage/column.ts';
import {
  type BatchSource,
  emptySource,
  type PairSource,
  pairSource,
  rowSource,
} from './batch-source.ts';
import { combinePairs } from './combine-pairs.ts';
import { groupPairs } from './group-pairs.ts';
import type { PairChunk, PairChunks } from './pair-stream.ts';
import { sortPairs } from './sort-pairs.ts';
import type { TaskFunction, TaskRun } from './task-run.ts';

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
      return mergePairs(node.mode, () => shuffledPairs(node.shuffleId, partition, run), run);
  }
}

export function mergePairs(
  mode: LocalCombineNode<TaskFunction>['mode'],
  pairs: PairChunks,
  run: TaskRun,
): BatchSource {
  switch (mode.kind) {
    case 'combine':
      return combinePairs(mode, pairs, run);
    case 'group':
      return groupPairs(pairs, run);
    case 'sort':
      return sortPairs(mode.isAscending, pairs, run);
    default:
      return emptySource;
  }
}

/** The chunks of one reducer. */
function* chunksOf(shuffleId: number, partition: number, run: TaskRun): Generator<Column[]> {
  const outputs = run.shuffles[shuffleId];
  if (outputs === undefined) {
    throw new Error(`Stage ${run.task.stageKey} was sent without the outputs of its shuffle`);
  }
  const { blockReader, metrics } = run;
  const chunks = blockReader.read(shuffleId, partition, outputs, metrics.shuffleRead);
  // Closes its file where the task does not read to the end.
  run.cleanUps.push(() => void chunks.return(undefined));
  for (const { places } of chunks) {
    run.checkKilled();
    yield places;
  }
}

function* shuffledPairs(shuffleId: number, partition: number, run: TaskRun): Generator<PairChunk> {
  for (const [keys, values] of chunksOf(shuffleId, partition, run)) {
    yield { keys: keys as Column, values: values as Column };
  }
}

function openPairs(shuffleId: number, partition: number, run: TaskRun): PairSource {
  const chunks = shuffledPairs(shuffleId, partition, run);
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
        chunk = pairSource(step.value.keys, step.value.values);
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
