/** How the metrics of a stage's tasks are distributed, as Spark's REST interface shows it. */
import type { StageStatus, TaskStatus } from './app-status.ts';
import { distribution } from './distribution.ts';
import { durationOf, pushMetricNames, schedulerDelayOf } from './task-data.ts';
import { shuffleReadBytes, type TaskNumber, type TaskNumbers } from './task-numbers.ts';

type Finished = TaskStatus & { readonly numbers: TaskNumbers };

/** Undefined where no task has succeeded. */
export function taskSummary(stage: StageStatus, quantiles: readonly number[]): object | undefined {
  const tasks = [...stage.tasks.values()].filter(isFinished);
  if (tasks.length === 0) {
    return undefined;
  }
  const of = (read: (task: Finished) => number) => distribution(tasks.map(read), quantiles);
  const sum = (name: TaskNumber) => of(({ numbers }) => numbers[name]);
  const zeros = quantiles.map(() => 0);
  return {
    quantiles,
    duration: of((task) => durationOf(task) ?? 0),
    executorDeserializeTime: sum('executorDeserializeTime'),
    executorDeserializeCpuTime: sum('executorDeserializeCpuTime'),
    executorRunTime: sum('executorRunTime'),
    executorCpuTime: sum('executorCpuTime'),
    resultSize: sum('resultSize'),
    jvmGcTime: sum('jvmGcTime'),
    resultSerializationTime: sum('resultSerializationTime'),
    gettingResultTime: zeros,
    schedulerDelay: of(schedulerDelayOf),
    peakExecutionMemory: sum('peakExecutionMemory'),
    memoryBytesSpilled: sum('memoryBytesSpilled'),
    diskBytesSpilled: sum('diskBytesSpilled'),
    inputMetrics: { bytesRead: sum('inputBytes'), recordsRead: sum('inputRecords') },
    outputMetrics: { bytesWritten: sum('outputBytes'), recordsWritten: sum('outputRecords') },
    shuffleReadMetrics: {
      readBytes: of(({ numbers }) => shuffleReadBytes(numbers)),
      readRecords: sum('shuffleReadRecords'),
      remoteBlocksFetched: sum('shuffleRemoteBlocksFetched'),
      localBlocksFetched: sum('shuffleLocalBlocksFetched'),
      fetchWaitTime: sum('shuffleFetchWaitTime'),
      remoteBytesRead: sum('shuffleRemoteBytesRead'),
      remoteBytesReadToDisk: sum('shuffleRemoteBytesReadToDisk'),
      totalBlocksFetched: of(
        ({ numbers }) => numbers.shuffleRemoteBlocksFetched + numbers.shuffleLocalBlocksFetched,
      ),
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

function isFinished(task: TaskStatus): task is Finished {
  return task.status === 'SUCCESS' && task.numbers !== undefined;
}
