/** How a stage's work is distributed over its executors, as Spark's REST interface shows it. */
import type { StageExecutor, StageStatus } from './app-status.ts';
import { distribution } from './distribution.ts';
import { unknownPeaks } from './executor-metrics.ts';
import { shuffleReadBytes, type TaskNumber } from './task-numbers.ts';

export function executorDistributions(stage: StageStatus, quantiles: readonly number[]): object {
  const shares = [...stage.executors.values()];
  const of = (read: (share: StageExecutor) => number) => distribution(shares.map(read), quantiles);
  const sum = (name: TaskNumber) => of(({ numbers }) => numbers[name]);
  const peaks = Object.entries(unknownPeaks).map(([name, peak]) => [
    name,
    distribution(
      shares.map(() => peak),
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
    peakMemoryMetrics: { quantiles, ...(Object.fromEntries(peaks) as object) },
  };
}
