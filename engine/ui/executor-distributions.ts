/** How a stage's work is distributed over its executors, as Spark's REST interface shows it. */

import { unknownPeaks } from '../event-log/executor-metrics.ts';
import type { StageExecutor, StageStatus } from './app-status.ts';
import { distribution } from './distribution.ts';
import { numbersOf, shuffleReadBytes, type TaskNumber, type TaskNumbers } from './task-numbers.ts';

type Share = StageExecutor & { readonly numbers: TaskNumbers };

/** Undefined where no executor has had a task. */
export function executorDistributions(
  stage: StageStatus,
  quantiles: readonly number[],
): object | undefined {
  const shares = [...stage.executors.values()].map((share) => ({
    ...share,
    numbers: numbersOf(share.values),
  }));
  if (shares.length === 0) {
    return undefined;
  }
  const of = (read: (share: Share) => number) => distribution(shares.map(read), quantiles);
  const sum = (name: TaskNumber) => of(({ numbers }) => numbers[name]);
  const measured = shares.map((share) => share.peaks).filter((told) => told !== undefined);
  const peaks = Object.keys(unknownPeaks).map((name) => [
    name,
    distribution(
      measured.map((share) => share[name] ?? 0),
      quantiles,
    ),
  ]);
  return {
    quantiles,
    taskTime: of(({ taskTimeMs }) => taskTimeMs),
    failedTasks: of(({ failedTasks }) => failedTasks),
    succeededTasks: of(({ succeededTasks }) => succeededTasks),
    killedTasks: of(({ killedTasks }) => killedTasks),
    inputBytes: sum('inputBytes'),
    inputRecords: sum('inputRecords'),
    outputBytes: sum('outputBytes'),
    outputRecords: sum('outputRecords'),
    shuffleRead: of(({ numbers }) => shuffleReadBytes(numbers)),
    shuffleReadRecords: sum('shuffleReadRecords'),
    shuffleWrite: sum('shuffleWriteBytes'),
    shuffleWriteRecords: sum('shuffleWriteRecords'),
    memoryBytesSpilled: sum('memoryBytesSpilled'),
    diskBytesSpilled: sum('diskBytesSpilled'),
    peakMemoryMetrics: Object.fromEntries(peaks) as object,
  };
}
