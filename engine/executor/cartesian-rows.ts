/**
 * Every row of one input with every row of the other. The right side is held, in a file where it
 * does not fit in memory; pairs are made for one left row and one batch of right rows at a time.
 */
import { mkdirSync } from 'node:fs';
import { StorageLevel } from '../rdd/storage-level.ts';
import { type RowSource, sourceOfBatches } from './batch-source.ts';
import { type CachedBlock, readBlock, removeBlock } from './cached-block.ts';
import { batchesOf } from './row-iterator.ts';
import type { TaskRun } from './task-run.ts';
import { unrollBlock } from './unroll-block.ts';

export function cartesianRows(left: RowSource, right: RowSource, run: TaskRun): RowSource {
  return sourceOfBatches(pairsOfRows(left, right, run));
}

function* pairsOfRows(left: RowSource, right: RowSource, run: TaskRun): Generator<unknown[]> {
  const share = run.memory.share();
  mkdirSync(run.directory, { recursive: true });
  const { block } = unrollBlock(right, {
    level: StorageLevel.MEMORY_AND_DISK,
    path: `${run.directory}/cartesian_${run.task.taskId}_${run.cleanUps.length}`,
    reserve: (sizeBytes) => !share.hold(sizeBytes),
    cleanUps: run.cleanUps,
  });
  const held = block as CachedBlock;
  run.cleanUps.push(() => removeBlock(held));
  if (held.form === 'file') {
    run.metrics.diskBytesSpilled += held.sizeBytes;
    share.hold(0);
    yield* fileByBatches(left, held, run);
  } else {
    yield* memoryByRows(left, held, run);
  }
  share.hold(0);
}

/** In Spark's order: all pairs of a left row, then those of the next. */
function* memoryByRows(left: RowSource, held: CachedBlock, run: TaskRun): Generator<unknown[]> {
  for (const batch of batchesOf(left)) {
    for (const row of batch) {
      run.checkKilled();
      for (const others of batchesOf(readBlock(held, run.cleanUps))) {
        yield others.map((other) => [row, other]);
      }
    }
  }
}

/** The file is read once for a batch of left rows, not once for each of them. */
function* fileByBatches(left: RowSource, held: CachedBlock, run: TaskRun): Generator<unknown[]> {
  for (const batch of batchesOf(left)) {
    for (const others of batchesOf(readBlock(held, run.cleanUps))) {
      for (const row of batch) {
        run.checkKilled();
        yield others.map((other) => [row, other]);
      }
    }
  }
}
