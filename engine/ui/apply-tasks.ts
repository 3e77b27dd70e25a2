/** Tasks: what their beginnings and ends change, in their stage, its jobs and their executor. */
import { raisedPeaks, unknownPeaks } from '../event-log/executor-metrics.ts';
import {
  type AppStatus,
  executorShareOf,
  type LateEnd,
  type StageExecutor,
  type StageStatus,
  stageKeyOf,
  type TaskCounts,
  type TaskStatus,
} from './app-status.ts';
import { jobsOf } from './apply-jobs.ts';
import { noteAccumulators } from './stage-accumulators.ts';
import type { StatusEvents, TaskEndReasonFields, TaskEventFields } from './status-events.ts';
import { addNumbers, numbersOf } from './task-numbers.ts';

/** Tasks kept of a stage: a share of Spark's `spark.ui.retainedTasks`. */
const RETAINED_TASKS_MAX = 20_000;

export function applyTaskStart(status: AppStatus, event: TaskEventFields): void {
  const stage = stageOf(status, event);
  const info = event['Task Info'];
  if (stage === undefined) {
    return;
  }
  const stageKey = stageKeyOf(event['Stage ID'], event['Stage Attempt ID']);
  stage.firstTaskLaunchMs = Math.min(stage.firstTaskLaunchMs ?? Infinity, info['Launch Time']);
  stage.tasks.set(info['Task ID'], {
    stageKey,
    info,
    numbers: undefined,
    status: 'RUNNING',
    errorMessage: undefined,
  });
  if (stage.tasks.size > RETAINED_TASKS_MAX) {
    stage.tasks.delete(stage.tasks.keys().next().value as number);
  }
  for (const counts of [stage, ...jobsOf(status, stage.jobIds)]) {
    counts.activeTasks += 1;
  }
  const executor = status.executors.get(info['Executor ID']);
  if (executor !== undefined) {
    executor.activeTasks += 1;
    executor.totalTasks += 1;
  }
}

export function applyTaskEnd(status: AppStatus, event: StatusEvents['TaskEnd']): void {
  const stage = stageOf(status, event);
  const reason = event['Task End Reason'];
  // A finished task that is run again has ended before, and been counted.
  if (stage === undefined || reason.Reason === 'Resubmitted') {
    return;
  }
  const info = event['Task Info'];
  const outcome = outcomeOf(reason);
  const numbers = numbersOf(event['Task Metrics']);
  const task = stage.tasks.get(info['Task ID']);
  if (task !== undefined) {
    task.info = info;
    task.status = outcome;
    task.numbers = numbers;
    task.errorMessage = outcome === 'SUCCESS' ? undefined : messageOf(reason);
  }
  addNumbers(stage.numbers, numbers);
  noteAccumulators(stage, info.Accumulables);
  countInStageAndJobs(status, stage, {
    index: `${event['Stage ID']}.${info.Index}`,
    outcome,
    reason,
  });
  const durationMs = info['Finish Time'] - info['Launch Time'];
  const share = executorShareOf(stage, info['Executor ID']);
  share.taskTimeMs += durationMs;
  addNumbers(share.numbers, numbers);
  countShare(share, outcome);
  share.peaks = raisedPeaks(share.peaks, event['Task Executor Metrics']);
  stage.peaks = raisedPeaks(stage.peaks, event['Task Executor Metrics']);
  const executor = status.executors.get(info['Executor ID']);
  if (executor !== undefined) {
    executor.activeTasks = Math.max(0, executor.activeTasks - 1);
    executor.completedTasks += Number(outcome === 'SUCCESS');
    executor.failedTasks += Number(outcome === 'FAILED');
    executor.totalDurationMs += durationMs;
    executor.peaks = raisedPeaks(executor.peaks ?? unknownPeaks, event['Task Executor Metrics']);
    addNumbers(executor.numbers, numbers);
  }
}

function stageOf(status: AppStatus, event: TaskEventFields): StageStatus | undefined {
  return status.stages.get(stageKeyOf(event['Stage ID'], event['Stage Attempt ID']));
}

function outcomeOf({ Reason }: TaskEndReasonFields): Exclude<TaskStatus['status'], 'RUNNING'> {
  if (Reason === 'Success') {
    return 'SUCCESS';
  }
  return Reason === 'TaskKilled' || Reason === 'TaskCommitDenied' ? 'KILLED' : 'FAILED';
}

function messageOf(reason: TaskEndReasonFields): string {
  const killed = reason['Kill Reason'];
  return (
    killed ?? reason['Full Stack Trace'] ?? reason.Message ?? reason['Loss Reason'] ?? reason.Reason
  );
}

/** Jobs that have ended hear of what still ran with the last of it, as in Spark. */
function countInStageAndJobs(status: AppStatus, stage: StageStatus, end: LateEnd): void {
  countEnd(stage, end);
  const jobs = jobsOf(status, stage.jobIds);
  for (const job of jobs.filter((one) => one.status === 'RUNNING')) {
    countEnd(job, end);
  }
  const ended = jobs.filter((one) => one.status !== 'RUNNING');
  if (ended.length > 0) {
    stage.lateEnds.push(end);
  }
  if (stage.activeTasks === 0) {
    for (const late of stage.lateEnds.splice(0)) {
      for (const job of ended) {
        countEnd(job, late);
      }
    }
  }
}

function countEnd(counts: TaskCounts, { index, outcome, reason }: LateEnd): void {
  counts.activeTasks -= 1;
  if (outcome === 'SUCCESS') {
    counts.completedTasks += 1;
    counts.completedIndices.add(index);
  } else if (outcome === 'KILLED') {
    const why = reason['Kill Reason'] ?? reason.Reason;
    counts.killedTasks += 1;
    counts.killedReasons.set(why, (counts.killedReasons.get(why) ?? 0) + 1);
  } else {
    counts.failedTasks += 1;
  }
}

function countShare(share: StageExecutor, outcome: TaskStatus['status']): void {
  share.succeededTasks += Number(outcome === 'SUCCESS');
  share.failedTasks += Number(outcome === 'FAILED');
  share.killedTasks += Number(outcome === 'KILLED');
}
