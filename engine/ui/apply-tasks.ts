/** Tasks: what their beginnings and ends change, in their stage, its jobs and their executor. */
import type { ExecutorPeaks } from '../event-log/executor-metrics.ts';
import {
  type AppStatus,
  executorShareOf,
  type LateEnd,
  type StageExecutor,
  type StageStatus,
  stageKeyOf,
  type TaskCounts,
} from './app-status.ts';
import { heardPeaks } from './apply-peaks.ts';
import { errorMessageOf } from './error-message.ts';
import { noteAccumulators } from './stage-accumulators.ts';
import type {
  AccumulableFields,
  StatusEvents,
  TaskEndReasonFields,
  TaskEventFields,
} from './status-events.ts';
import { addValues, noValues, readEventMetrics, type TaskValues } from './task-numbers.ts';
import type { StartedTask, TaskOutcome } from './task-status.ts';

/** The end of a task, from an event of a log or from the schedulers. */
export interface TaskEnding {
  readonly taskId: number;
  readonly index: number;
  readonly executorId: string;
  readonly launchMs: number;
  readonly finishMs: number;
  readonly reason: TaskEndReasonFields;
  readonly accumulables: readonly AccumulableFields[];
  readonly peaks: ExecutorPeaks;
  /** Read at once. */
  readonly values: TaskValues;
}

/** Of the event that is being read. */
const scratch = noValues();

export function applyTaskStart(status: AppStatus, event: TaskEventFields): void {
  const stage = stageOf(status, event);
  const info = event['Task Info'];
  if (stage !== undefined) {
    startTask(status, stage, {
      taskId: info['Task ID'],
      index: info.Index,
      attempt: info.Attempt,
      partition: info['Partition ID'],
      launchMs: info['Launch Time'],
      executorId: info['Executor ID'],
      host: info.Host,
      locality: info.Locality,
      isSpeculative: info.Speculative,
    });
  }
}

export function applyTaskEnd(status: AppStatus, event: StatusEvents['TaskEnd']): void {
  const stage = stageOf(status, event);
  const reason = event['Task End Reason'];
  const info = event['Task Info'];
  if (stage !== undefined && reason.Reason === 'Resubmitted') {
    resubmitTask(status, stage, info['Executor ID']);
  } else if (stage !== undefined) {
    endTask(status, stage, {
      taskId: info['Task ID'],
      index: info.Index,
      executorId: info['Executor ID'],
      launchMs: info['Launch Time'],
      finishMs: info['Finish Time'],
      reason,
      accumulables: info.Accumulables,
      peaks: event['Task Executor Metrics'],
      values: readEventMetrics(event['Task Metrics'] ?? {}, scratch),
    });
  }
}

export function startTask(status: AppStatus, stage: StageStatus, task: StartedTask): void {
  stage.firstTaskLaunchMs = Math.min(stage.firstTaskLaunchMs ?? Infinity, task.launchMs);
  stage.tasks.start(task);
  stage.activeTasks += 1;
  for (const jobId of stage.jobIds) {
    const job = status.jobs.get(jobId);
    if (job !== undefined) {
      job.activeTasks += 1;
    }
  }
  const executor = status.executors.get(task.executorId);
  if (executor !== undefined) {
    executor.activeTasks += 1;
    executor.totalTasks += 1;
  }
}

export function endTask(status: AppStatus, stage: StageStatus, ending: TaskEnding): void {
  const { taskId, index, executorId, launchMs, finishMs, reason, accumulables, values } = ending;
  const outcome = outcomeOf(reason);
  const errorMessage = outcome === 'SUCCESS' ? undefined : errorMessageOf(reason);
  stage.tasks.end(taskId, { status: outcome, finishMs, values, errorMessage, accumulables });
  noteAccumulators(stage, accumulables);
  const stageId = stage.info['Stage ID'];
  countInStageAndJobs(status, stage, { stageId, index, outcome, reason });
  const durationMs = finishMs - launchMs;
  const share = executorShareOf(stage, executorId);
  share.taskTimeMs += durationMs;
  countShare(share, outcome);
  share.peaks = heardPeaks(share.peaks, ending.peaks);
  stage.peaks = heardPeaks(stage.peaks, ending.peaks);
  const executor = status.executors.get(executorId);
  addValues(stage.values, values);
  addValues(share.values, values);
  if (executor !== undefined) {
    executor.activeTasks = Math.max(0, executor.activeTasks - 1);
    executor.completedTasks += Number(outcome === 'SUCCESS');
    executor.failedTasks += Number(outcome === 'FAILED');
    executor.totalDurationMs += durationMs;
    addValues(executor.values, values);
    executor.peaks = heardPeaks(executor.peaks, ending.peaks);
  }
}

/** A task whose output was lost has ended before, and now counts as failed, too: as in Spark. */
export function resubmitTask(status: AppStatus, stage: StageStatus, executorId: string): void {
  stage.failedTasks += 1;
  for (const jobId of stage.jobIds) {
    const job = status.jobs.get(jobId);
    if (job !== undefined) {
      job.failedTasks += 1;
    }
  }
  executorShareOf(stage, executorId).failedTasks += 1;
  const executor = status.executors.get(executorId);
  if (executor !== undefined) {
    executor.failedTasks += 1;
  }
}

function stageOf(status: AppStatus, event: TaskEventFields): StageStatus | undefined {
  return status.stages.get(stageKeyOf(event['Stage ID'], event['Stage Attempt ID']));
}

function outcomeOf({ Reason }: TaskEndReasonFields): Exclude<TaskOutcome, 'RUNNING'> {
  if (Reason === 'Success') {
    return 'SUCCESS';
  }
  return Reason === 'TaskKilled' || Reason === 'TaskCommitDenied' ? 'KILLED' : 'FAILED';
}

/** Jobs that have ended hear of what still ran with the last of it, as in Spark. */
function countInStageAndJobs(status: AppStatus, stage: StageStatus, end: LateEnd): void {
  countEnd(stage, end);
  let isLate = false;
  for (const jobId of stage.jobIds) {
    const job = status.jobs.get(jobId);
    if (job?.status === 'RUNNING') {
      countEnd(job, end);
    }
    isLate ||= job !== undefined && job.status !== 'RUNNING';
  }
  if (isLate) {
    stage.lateEnds.push(end);
  }
  if (stage.activeTasks === 0 && stage.lateEnds.length > 0) {
    countLateEnds(status, stage);
  }
}

function countLateEnds(status: AppStatus, { jobIds, lateEnds }: StageStatus): void {
  const jobs = [...jobIds].flatMap((jobId) => status.jobs.get(jobId) ?? []);
  const ended = jobs.filter((one) => one.status !== 'RUNNING');
  for (const late of lateEnds.splice(0)) {
    for (const job of ended) {
      countEnd(job, late);
    }
  }
}

function countEnd(counts: TaskCounts, { stageId, index, outcome, reason }: LateEnd): void {
  counts.activeTasks -= 1;
  if (outcome === 'SUCCESS') {
    counts.completedTasks += 1;
    counts.completedIndices.add(stageId, index);
  } else if (outcome === 'KILLED') {
    const why = reason['Kill Reason'] ?? reason.Reason;
    counts.killedTasks += 1;
    counts.killedReasons.set(why, (counts.killedReasons.get(why) ?? 0) + 1);
  } else {
    counts.failedTasks += 1;
  }
}

function countShare(share: StageExecutor, outcome: TaskOutcome): void {
  share.succeededTasks += Number(outcome === 'SUCCESS');
  share.failedTasks += Number(outcome === 'FAILED');
  share.killedTasks += Number(outcome === 'KILLED');
}
