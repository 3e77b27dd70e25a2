/**
 * Sorts pairs by key. Pairs that fill the memory are sorted and written as a run; the runs are
 * merged when all pairs were read.
 */
import { concatColumns } from '../shuffle/concat-columns.ts';
import type { Column } from '../storage/column.ts';
import { estimateColumnBytes } from '../storage/estimate-size.ts';
import { type BatchSource, emptySource, pairSource } from './batch-source.ts';
import type { PairChunks } from './pair-stream.ts';
import { sortColumns } from './sort-columns.ts';
import { SortedRuns } from './sorted-runs.ts';
import type { TaskRun } from './task-run.ts';

/** Sorting needs the columns twice, and numbers of rows beside them. */
const SORT_FACTOR = 2;
const ROW_BYTES = 16;

export function sortPairs(isAscending: boolean, pairs: PairChunks, run: TaskRun): BatchSource {
  let keyColumns: Column[] = [];
  let valueColumns: Column[] = [];
  let heldBytes = 0;
  let runs: SortedRuns | undefined;
  const share = run.memory.share();
  const sortHeld = () => {
    const sorted = sortColumns(concatColumns(keyColumns), concatColumns(valueColumns), isAscending);
    keyColumns = [];
    valueColumns = [];
    heldBytes = 0;
    return sorted;
  };
  for (const { keys, values } of pairs()) {
    keyColumns.push(keys);
    valueColumns.push(values);
    const columnBytes = estimateColumnBytes(keys) + estimateColumnBytes(values);
    heldBytes += columnBytes * SORT_FACTOR + keys.length * ROW_BYTES;
    if (share.hold(heldBytes)) {
      run.metrics.memoryBytesSpilled += heldBytes;
      runs ??= new SortedRuns(isAscending, run);
      runs.add(sortHeld());
      share.hold(0);
    }
  }
  if (runs === undefined) {
    if (keyColumns.length === 0) {
      return emptySource;
    }
    const { keys, values } = sortHeld();
    return pairSource(keys, values, () => share.hold(0));
  }
  if (keyColumns.length > 0) {
    runs.add(sortHeld());
    share.hold(0);
  }
  return runs.merged();
}
