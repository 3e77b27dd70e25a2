/** How the metrics of a stage's tasks are distributed, as Spark's REST interface shows it. */
import { distribution } from './distribution.ts';
import { pushMetricNames, schedulerDelayOf } from './task-data.ts';
import type { TaskNumber } from './task-numbers.ts';
import type { TaskTable } from './task-table.ts';

/** Undefined where no task has succeeded. */
export function taskSummary(tasks: TaskTable, quantiles: readonly number[]): object | undefined {
  const rows = tasks.rowsOf(['SUCCESS']);
  if (rows.length === 0) {
    return undefined;
  }
  const of = (read: (row: number) => number) => distribution(rows.map(read), quantiles);
  const sum = (name: TaskNumber) => of((row) => tasks.valueOf(row, name));
  const both = (one: TaskNumber, other: TaskNumber) =>
    of((row) => tasks.valueOf(row, one) + tasks.valueOf(row, other));
  const zeros = quantiles.map(() => 0);
  return {
    quantiles,
    duration: of((row) => tasks.durationOf(row) ?? 0),
    executorDeserializeTime: sum('executorDeserializeTime'),
    executorDeserializeCpuTime: sum('executorDeserializeCpuTime'),
    executorRunTime: sum('executorRunTime'),
    executorCpuTime: sum('executorCpuTime'),
    resultSize: sum('resultSize'),
    jvmGcTime: sum('jvmGcTime'),
    resultSerializationTime: sum('resultSerializationTime'),
    gettingResultTime: zeros,
    schedulerDelay: of((row) =>
      schedulerDelayOf(tasks.durationOf(row), (name) => tasks.valueOf(row, name)),
    ),
    peakExecutionMemory: sum('peakExecutionMemory'),
    memoryBytesSpilled: sum('memoryBytesSpilled'),
    diskBytesSpilled: sum('diskBytesSpilled'),
    inputMetrics: { bytesRead: sum('inputBytes'), recordsRead: sum('inputRecords') },
    outputMetrics: { bytesWritten: sum('outputBytes'), recordsWritten: sum('outputRecords') },
    shuffleReadMetrics: {
      readBytes: both('shuffleRemoteBytesRead', 'shuffleLocalBytesRead'),
      readRecords: sum('shuffleReadRecords'),
      remoteBlocksFetched: sum('shuffleRemoteBlocksFetched'),
      localBlocksFetched: sum('shuffleLocalBlocksFetched'),
      fetchWaitTime: sum('shuffleFetchWaitTime'),
      remoteBytesRead: sum('shuffleRemoteBytesRead'),
      remoteBytesReadToDisk: sum('shuffleRemoteBytesReadToDisk'),
      totalBlocksFetched: both('shuffleRemoteBlocksFetched', 'shuffleLocalBlocksFetched'),
      remoteReqsDuration: sum('shuffleRemoteReqsDuration'),
      shufflePushReadMetricsDist: Object.fromEntries(pushMetricNames.map((name) => [name, zeros])),
    },
    shuffleWriteMetrics: {
      writeBytes: sum('shuffleWriteBytes'),
      writeRecords: sum('shuffleWriteRecords'),
      writeTime: sum('shuffleWriteTime'),
    },
  };
}
