/** Stage attempts as Spark's REST interface shows them. */
import { JOB_DESCRIPTION, SCHEDULER_POOL } from '../scheduler/job-properties.ts';
import type { StageExecutor, StageStatus } from './app-status.ts';
import { executorDistributions } from './executor-distributions.ts';
import { sparkDate } from './spark-date.ts';
import { accumulatorUpdates } from './stage-accumulators.ts';
import { type TaskSurroundings, taskData } from './task-data.ts';
import { numbersOf, shuffleReadBytes, type TaskNumbers } from './task-numbers.ts';
import { taskSummary } from './task-summary.ts';

const DEFAULT_POOL = 'default';

export interface StageDataOptions {
  /** Whether tasks and executors are listed too. */
  readonly withDetails: boolean;
  /** Which tasks those are; empty for all. */
  readonly taskStatuses: readonly string[];
  /** Where they are asked for: of what distributions are shown, in ascending order. */
  readonly quantiles: readonly number[] | undefined;
  readonly surroundings: TaskSurroundings;
}

export function stageData(stage: StageStatus, options: StageDataOptions): object {
  const { info, properties, firstTaskLaunchMs } = stage;
  const description = properties[JOB_DESCRIPTION];
  const failureReason = info['Failure Reason'];
  return {
    status: stage.status,
    stageId: info['Stage ID'],
    attemptId: info['Stage Attempt ID'],
    numTasks: info['Number of Tasks'],
    numActiveTasks: stage.activeTasks,
    numCompleteTasks: stage.completedTasks,
    numFailedTasks: stage.failedTasks,
    numKilledTasks: stage.killedTasks,
    numCompletedIndices: stage.completedIndices.size,
    ...date('submissionTime', info['Submission Time']),
    ...date('firstTaskLaunchedTime', firstTaskLaunchMs),
    ...date('completionTime', info['Completion Time']),
    ...(failureReason === undefined ? {} : { failureReason }),
    ...stageNumbers(numbersOf(stage.values)),
    name: info['Stage Name'],
    ...(description === undefined ? {} : { description }),
    details: info.Details,
    schedulingPool: properties[SCHEDULER_POOL] ?? DEFAULT_POOL,
    rddIds: info['RDD Info'].map((rdd) => rdd['RDD ID']),
    accumulatorUpdates: accumulatorUpdates(stage.accumulators.values()),
    ...(options.withDetails ? detailsOf(stage, options) : {}),
    killedTasksSummary: Object.fromEntries(stage.killedReasons),
    resourceProfileId: info['Resource Profile Id'],
    ...(stage.peaks === undefined ? {} : { peakExecutorMetrics: stage.peaks }),
    ...summariesOf(stage, options.quantiles),
    isShufflePushEnabled: false,
    shuffleMergersCount: 0,
  };
}

function summariesOf(stage: StageStatus, quantiles: readonly number[] | undefined): object {
  if (quantiles === undefined) {
    return {};
  }
  const ofTasks = taskSummary(stage.tasks, quantiles);
  const ofExecutors = executorDistributions(stage, quantiles);
  return {
    ...(ofTasks === undefined ? {} : { taskMetricsDistributions: ofTasks }),
    ...(ofExecutors === undefined ? {} : { executorMetricsDistributions: ofExecutors }),
  };
}

function detailsOf(stage: StageStatus, { taskStatuses, surroundings }: StageDataOptions): object {
  const { tasks: table } = stage;
  const tasks = table
    .rowsOf(taskStatuses)
    .map((row) => [table.taskIdOf(row), taskData(table.at(row), surroundings)]);
  const executors = [...stage.executors].map(([id, share]) => [id, executorShare(share)]);
  return {
    tasks: Object.fromEntries(tasks) as object,
    executorSummary: Object.fromEntries(executors) as object,
  };
}

function executorShare(share: StageExecutor): object {
  const numbers = numbersOf(share.values);
  return {
    taskTime: share.taskTimeMs,
    failedTasks: share.failedTasks,
    succeededTasks: share.succeededTasks,
    killedTasks: share.killedTasks,
    inputBytes: numbers.inputBytes,
    inputRecords: numbers.inputRecords,
    outputBytes: numbers.outputBytes,
    outputRecords: numbers.outputRecords,
    shuffleRead: shuffleReadBytes(numbers),
    shuffleReadRecords: numbers.shuffleReadRecords,
    shuffleWrite: numbers.shuffleWriteBytes,
    shuffleWriteRecords: numbers.shuffleWriteRecords,
    memoryBytesSpilled: numbers.memoryBytesSpilled,
    diskBytesSpilled: numbers.diskBytesSpilled,
    isBlacklistedForStage: share.isExcluded,
    ...(share.peaks === undefined ? {} : { peakMemoryMetrics: share.peaks }),
    isExcludedForStage: share.isExcluded,
  };
}

/** Sums over the tasks; those of push-based shuffles are always 0. */
function stageNumbers(numbers: TaskNumbers): object {
  return {
    ...numbers,
    shuffleReadBytes: shuffleReadBytes(numbers),
    shuffleCorruptMergedBlockChunks: 0,
    shuffleMergedFetchFallbackCount: 0,
    shuffleMergedRemoteBlocksFetched: 0,
    shuffleMergedLocalBlocksFetched: 0,
    shuffleMergedRemoteChunksFetched: 0,
    shuffleMergedLocalChunksFetched: 0,
    shuffleMergedRemoteBytesRead: 0,
    shuffleMergedLocalBytesRead: 0,
    shuffleMergedRemoteReqsDuration: 0,
  };
}

function date(name: string, timeMs: number | undefined): object {
  return timeMs === undefined ? {} : { [name]: sparkDate(timeMs) };
}
