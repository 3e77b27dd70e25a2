/** A failed attempt in Spark's words, for the message of the job that it fails. */
import type { ErrorDescription } from '../executor/slot-protocol.ts';
import { type TaskAttempt, type TaskEnd, type TaskSet, taskSetName } from './task-set.ts';

const frameLine = /^\s+at /;

/** `Lost task 0.3 in stage 1.0 (TID 3) (localhost executor 1): TypeError: …`. */
export function describeTaskEnd(attempt: TaskAttempt, end: TaskEnd): string {
  const { spec, attemptNumber, taskSet, taskId, host, location } = attempt;
  const task = `task ${spec.index}.${attemptNumber} in stage ${taskSetName(taskSet)}`;
  const place = `(TID ${taskId}) (${host} executor ${location.executorId})`;
  return `Lost ${task} ${place}: ${describeEnd(end, location.executorId)}`;
}

/** `ShuffleMapTask(0, 1)`: Spark's text for a task of a partition. */
export function describeTask({ kind, stageId }: TaskSet, partition: number): string {
  return `${kind === 'ResultStage' ? 'ResultTask' : 'ShuffleMapTask'}(${stageId}, ${partition})`;
}

/** The frames of an error below its message, each on its own line as in Java's traces. */
export function framesOf(error: ErrorDescription | undefined): string {
  const lines = error?.stack.split('\n').filter((line) => frameLine.test(line)) ?? [];
  return lines.map((line) => `\n\t${line.trim()}`).join('') + (lines.length > 0 ? '\n' : '');
}

/** The end alone, as in `ExceptionFailure` and its kin. */
export function describeEnd(end: TaskEnd, executorId: string): string {
  switch (end.status) {
    case 'failed':
      return end.error.message === '' ? end.error.name : `${end.error.name}: ${end.error.message}`;
    case 'executor-lost': {
      const whose = end.isCausedByApplication
        ? 'caused by one of the running tasks'
        : 'unrelated to the running tasks';
      return `ExecutorLostFailure (executor ${executorId} exited ${whose}) Reason: ${end.reason}`;
    }
    case 'fetch-failed':
      return (
        `FetchFailed(executor ${end.output.executorId}, shuffleId=${end.shuffleId}, ` +
        `mapIndex=${end.output.mapIndex}, mapId=${end.output.mapTaskId}, ` +
        `reduceId=${end.reduceId}, message=${end.message})`
      );
    case 'commit-denied':
      return (
        `TaskCommitDenied (Driver denied task commit) for job: ${end.stageId}, ` +
        `partition: ${end.partition}, attemptNumber: ${end.attemptNumber}`
      );
    case 'killed':
      return `TaskKilled (${end.reason ?? 'Stage cancelled'})`;
    case 'resubmitted':
      return 'Resubmitted (resubmitted due to lost executor)';
    case 'success':
      return 'Success';
  }
}
