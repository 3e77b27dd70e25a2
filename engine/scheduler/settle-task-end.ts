/** What the end of an attempt means for its task set: done, again, or given up. */
import { describeEnd, describeTaskEnd, framesOf } from './describe-task-end.ts';
import { type TaskAttempt, type TaskEnd, taskSetName } from './task-set.ts';
import type { TaskSetManager } from './task-set-manager.ts';

type Failure = Extract<TaskEnd, { status: 'failed' | 'executor-lost' }>;

/** What follows from the end of an attempt. */
export interface SettledTaskEnd {
  /** Whether the stage hears of it: a second success of a task is no news. */
  readonly isNews: boolean;
  /** Other copies of the task, which are not needed any more. */
  readonly needless: readonly TaskAttempt[];
  /** Why the whole set is given up. */
  readonly abortReason?: string;
  /** The same with the frames of the last failure, for listeners. */
  readonly toldReason?: string;
  /** How often a task has failed, where that is why. */
  readonly failures?: number;
}

/** What listeners are told of a success that came too late, in Spark's words. */
export function needless(end: TaskEnd): TaskEnd {
  return end.status === 'success'
    ? {
        status: 'killed',
        reason: 'Finish but did not commit due to another attempt succeeded',
        metrics: end.metrics,
      }
    : end;
}

const NOTHING_MORE: SettledTaskEnd = { isNews: true, needless: [] };

export function settleTaskEnd(
  manager: TaskSetManager,
  attempt: TaskAttempt,
  end: TaskEnd,
  nowMs: number,
): SettledTaskEnd {
  switch (end.status) {
    case 'success':
      return manager.taskSucceeded(attempt, nowMs)
        ? { isNews: true, needless: manager.copiesOf(attempt.spec.index) }
        : { isNews: false, needless: [] };
    case 'fetch-failed':
      manager.fetchFailed(attempt);
      return NOTHING_MORE;
    case 'commit-denied':
    case 'killed':
      manager.taskFailed(attempt, undefined);
      return NOTHING_MORE;
    case 'failed':
    case 'executor-lost':
      return settleFailure(manager, attempt, end);
    case 'resubmitted':
      return NOTHING_MORE;
  }
}

function settleFailure(
  manager: TaskSetManager,
  attempt: TaskAttempt,
  end: Failure,
): SettledTaskEnd {
  const { isZombie: wasZombie, taskSet } = manager;
  const isCounted = end.status === 'failed' || end.isCausedByApplication;
  const words = isCounted ? describeEnd(end, attempt.location.executorId) : undefined;
  const failures = manager.taskFailed(attempt, words);
  const name = `Task ${attempt.spec.index} in stage ${taskSetName(taskSet)}`;
  if (end.status === 'failed' && end.isFinal && !wasZombie) {
    manager.isZombie = true;
    const abortReason = `${name} had a not serializable result: ${end.error.message}`;
    return { ...NOTHING_MORE, abortReason };
  }
  if (failures === undefined) {
    return NOTHING_MORE;
  }
  const recent = describeTaskEnd(attempt, end);
  const abortReason = `${name} failed ${failures} times, most recent failure: ${recent}`;
  const frames = end.status === 'failed' ? framesOf(end.error) : '';
  const toldReason = `${abortReason}${frames}\nDriver stacktrace:`;
  return { ...NOTHING_MORE, abortReason, toldReason, failures };
}
