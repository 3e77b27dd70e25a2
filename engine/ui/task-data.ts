/** Tasks as Spark's REST interface shows them. */
import type { ExecutorStatus, TaskStatus } from './app-status.ts';
import { sparkDate } from './spark-date.ts';
import { accumulatorUpdates } from './stage-accumulators.ts';
import type { TaskNumbers } from './task-numbers.ts';

/** Of push-based shuffles, which the engine does not have. */
const pushMetrics = {
  corruptMergedBlockChunks: 0,
  mergedFetchFallbackCount: 0,
  remoteMergedBlocksFetched: 0,
  localMergedBlocksFetched: 0,
  remoteMergedChunksFetched: 0,
  localMergedChunksFetched: 0,
  remoteMergedBytesRead: 0,
  localMergedBytesRead: 0,
  remoteMergedReqsDuration: 0,
} as const;

export const pushMetricNames = Object.keys(pushMetrics);

/** What tasks are shown with. */
export interface TaskSurroundings {
  /** Until when a running task's duration counts. */
  readonly nowMs: number;
  readonly executors: ReadonlyMap<string, ExecutorStatus>;
}

export function taskData(task: TaskStatus, { nowMs, executors }: TaskSurroundings): object {
  const { info, numbers, errorMessage } = task;
  const duration = durationOf(task) ?? Math.max(0, nowMs - info['Launch Time']);
  return {
    taskId: info['Task ID'],
    index: info.Index,
    attempt: info.Attempt,
    partitionId: info['Partition ID'],
    launchTime: sparkDate(info['Launch Time']),
    // A time too short to be measured is left out, as Spark leaves it out.
    ...(duration === 0 ? {} : { duration }),
    executorId: info['Executor ID'],
    host: info.Host,
    status: task.status,
    taskLocality: info.Locality,
    speculative: info.Speculative,
    accumulatorUpdates: accumulatorUpdates(info.Accumulables),
    ...(errorMessage === undefined ? {} : { errorMessage }),
    ...(numbers === undefined ? {} : { taskMetrics: taskMetrics(numbers) }),
    executorLogs: executors.get(info['Executor ID'])?.logUrls ?? {},
    schedulerDelay: schedulerDelayOf(task),
    gettingResultTime: 0,
  };
}

export function durationOf({ info }: TaskStatus): number | undefined {
  return info['Finish Time'] > 0 ? info['Finish Time'] - info['Launch Time'] : undefined;
}

/** What of a task's time was neither its own work nor the way of its result. */
export function schedulerDelayOf(task: TaskStatus): number {
  const duration = durationOf(task);
  const { numbers } = task;
  if (duration === undefined || numbers === undefined) {
    return 0;
  }
  const { executorRunTime, executorDeserializeTime, resultSerializationTime } = numbers;
  const busy = executorRunTime + executorDeserializeTime + resultSerializationTime;
  return Math.max(0, duration - busy);
}

function taskMetrics(numbers: TaskNumbers): object {
  return {
    executorDeserializeTime: numbers.executorDeserializeTime,
    executorDeserializeCpuTime: numbers.executorDeserializeCpuTime,
    executorRunTime: numbers.executorRunTime,
    executorCpuTime: numbers.executorCpuTime,
    resultSize: numbers.resultSize,
    jvmGcTime: numbers.jvmGcTime,
    resultSerializationTime: numbers.resultSerializationTime,
    memoryBytesSpilled: numbers.memoryBytesSpilled,
    diskBytesSpilled: numbers.diskBytesSpilled,
    peakExecutionMemory: numbers.peakExecutionMemory,
    inputMetrics: { bytesRead: numbers.inputBytes, recordsRead: numbers.inputRecords },
    outputMetrics: { bytesWritten: numbers.outputBytes, recordsWritten: numbers.outputRecords },
    shuffleReadMetrics: {
      remoteBlocksFetched: numbers.shuffleRemoteBlocksFetched,
      localBlocksFetched: numbers.shuffleLocalBlocksFetched,
      fetchWaitTime: numbers.shuffleFetchWaitTime,
      remoteBytesRead: numbers.shuffleRemoteBytesRead,
      remoteBytesReadToDisk: numbers.shuffleRemoteBytesReadToDisk,
      localBytesRead: numbers.shuffleLocalBytesRead,
      recordsRead: numbers.shuffleReadRecords,
      remoteReqsDuration: numbers.shuffleRemoteReqsDuration,
      shufflePushReadMetrics: pushMetrics,
    },
    shuffleWriteMetrics: {
      bytesWritten: numbers.shuffleWriteBytes,
      writeTime: numbers.shuffleWriteTime,
      recordsWritten: numbers.shuffleWriteRecords,
    },
  };
}
