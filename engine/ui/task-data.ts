/** Tasks as Spark's REST interface shows them. */
import type { ExecutorStatus } from './app-status.ts';
import { sparkDate } from './spark-date.ts';
import { accumulatorUpdates } from './stage-accumulators.ts';
import type { TaskNumber, TaskNumbers } from './task-numbers.ts';
import type { TaskStatus } from './task-status.ts';

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
  const { numbers, errorMessage } = task;
  const duration = task.durationMs ?? Math.max(0, nowMs - task.launchMs);
  return {
    taskId: task.taskId,
    index: task.index,
    attempt: task.attempt,
    partitionId: task.partition,
    launchTime: sparkDate(task.launchMs),
    // A time too short to be measured is left out, as Spark leaves it out.
    ...(duration === 0 ? {} : { duration }),
    executorId: task.executorId,
    host: task.host,
    status: task.status,
    taskLocality: task.locality,
    speculative: task.isSpeculative,
    accumulatorUpdates: accumulatorUpdates(task.accumulables),
    ...(errorMessage === undefined ? {} : { errorMessage }),
    ...(numbers === undefined ? {} : { taskMetrics: taskMetrics(numbers) }),
    executorLogs: executors.get(task.executorId)?.logUrls ?? {},
    schedulerDelay: schedulerDelayOf(task.durationMs, (name) => numbers?.[name]),
    gettingResultTime: 0,
  };
}

/**
 * What of a task's time was neither its own work nor the way of its result.
 * @param durationMs undefined while it runs
 */
export function schedulerDelayOf(
  durationMs: number | undefined,
  metric: (name: TaskNumber) => number | undefined,
): number {
  const busyMs =
    (metric('executorRunTime') ?? 0) +
    (metric('executorDeserializeTime') ?? 0) +
    (metric('resultSerializationTime') ?? 0);
  return durationMs === undefined ? 0 : Math.max(0, durationMs - busyMs);
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
