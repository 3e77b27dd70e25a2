/**
 * Merges the values of each key. A table that fills the memory goes to disk in parts, and each part
 * is merged alone when all pairs were read.
 */
import type { ShuffleReadMode } from '../rdd/plan.ts';
import { CombineTable } from '../shuffle/combine-table.ts';
import { type BatchSource, pairSource } from './batch-source.ts';
import { creatorOf } from './creator-of.ts';
import { type PairChunks, pairsInTurn } from './pair-stream.ts';
import { PartitionedSpill, SPILL_DEPTH_MAX, SPILL_PARTS } from './partitioned-spill.ts';
import type { TaskFunction, TaskRun } from './task-run.ts';

type CombineMode = Extract<ShuffleReadMode<TaskFunction>, { kind: 'combine' }>;

export function combinePairs(
  mode: CombineMode,
  pairs: PairChunks,
  run: TaskRun,
  depth = 0,
): BatchSource {
  const { combiner, isCombined } = mode;
  const newTable = () =>
    new CombineTable(
      isCombined
        ? { create: undefined, mergeValue: combiner.mergeCombiners }
        : { create: creatorOf(combiner), mergeValue: combiner.mergeValue },
    );
  let table = newTable();
  let spill: PartitionedSpill | undefined;
  const share = run.memory.share();
  for (const { keys, values } of pairs()) {
    table.insertColumns(keys, values);
    const heldBytes = table.estimateBytes();
    if (share.hold(heldBytes) && depth < SPILL_DEPTH_MAX) {
      run.metrics.memoryBytesSpilled += heldBytes;
      spill ??= new PartitionedSpill(run, depth);
      spill.appendColumns(table.keys.column(), table.column());
      table = newTable();
      share.hold(0);
    }
  }
  if (spill === undefined) {
    return pairSource(table.keys.column(), table.column(), () => share.hold(0));
  }
  spill.appendColumns(table.keys.column(), table.column());
  spill.finish();
  share.hold(0);
  return pairsInTurn(mergeParts({ ...mode, isCombined: true }, spill, run, depth + 1));
}

function* mergeParts(
  mode: CombineMode,
  spill: PartitionedSpill,
  run: TaskRun,
  depth: number,
): Generator<BatchSource> {
  for (let part = 0; part < SPILL_PARTS; part += 1) {
    yield combinePairs(mode, () => spill.chunks(part), run, depth);
  }
  spill.remove();
}
