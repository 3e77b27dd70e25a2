/** What Spark's TaskSetManager logs of the tasks of one set. */
import { describeTaskEnd, framesOf } from '../scheduler/describe-task-end.ts';
import type { SchedulerListener, StageAttempt } from '../scheduler/scheduler-events.ts';
import {
  type TaskAttempt,
  type TaskEnd,
  type TaskSet,
  taskSetName,
} from '../scheduler/task-set.ts';
import { type LogLevel, type LogTarget, logLine } from './log-line.ts';

/** A failure is printed whole once in so many milliseconds: Spark's default. */
const FAILURE_INTERVAL_MS = 10_000;

interface OpenSet {
  readonly succeeded: Set<number>;
  /** Attempts that run, by task id. */
  readonly running: Map<number, TaskAttempt>;
  /** Failures that were printed, by their message. */
  readonly failures: Map<string, PrintedFailure>;
  speculatable: number;
}

interface PrintedFailure {
  readonly timeMs: number;
  repetitions: number;
}

type Failed = Extract<TaskEnd, { status: 'failed' }>;

export class TaskSetLog implements SchedulerListener {
  private readonly target: LogTarget;
  private readonly sets = new Map<string, OpenSet>();

  constructor(target: LogTarget) {
    this.target = target;
  }

  taskStarted(attempt: TaskAttempt): void {
    const { host, location, spec, locality } = attempt;
    this.openSet(taskSetName(attempt.taskSet)).running.set(attempt.taskId, attempt);
    this.line(
      `Starting ${taskOf(attempt)} (${host},executor ${location.executorId}, partition ` +
        `${spec.partition}, ${locality})`,
    );
  }

  taskEnded(attempt: TaskAttempt, end: TaskEnd, finishTimeMs: number): void {
    const set = this.openSet(taskSetName(attempt.taskSet));
    set.running.delete(attempt.taskId);
    if (end.status === 'success') {
      this.finished(set, attempt, finishTimeMs);
    } else if (end.status !== 'resubmitted') {
      this.lost(set, attempt, end);
    }
  }

  taskSetAborted(taskSet: TaskSet, taskIndex: number, failures: number): void {
    const task = `Task ${taskIndex} in stage ${taskSetName(taskSet)}`;
    this.line(`${task} failed ${failures} times; aborting job`, 'ERROR');
  }

  taskSetRemoved(taskSet: TaskSet): void {
    this.sets.delete(taskSetName(taskSet));
  }

  speculativeTaskSubmitted({ stageId, stageAttempt }: StageAttempt, taskIndex: number): void {
    const name = `${stageId}.${stageAttempt}`;
    const set = this.openSet(name);
    const slow = [...set.running.values()].find(({ spec }) => spec.index === taskIndex);
    const ranMs = this.target.now() - (slow?.launchTimeMs ?? 0);
    set.speculatable += 1;
    this.line(
      `Marking task ${taskIndex} in stage ${name} (on ${slow?.host ?? ''}) as speculatable ` +
        `because it ran more than ${ranMs} ms(${set.speculatable}speculatable tasks in this ` +
        'taskset now)',
    );
  }

  private finished(set: OpenSet, attempt: TaskAttempt, finishTimeMs: number): void {
    const { host, location, launchTimeMs, taskSet, spec } = attempt;
    for (const copy of set.running.values()) {
      if (copy.spec.index === spec.index) {
        this.line(
          `Killing attempt ${copy.attemptNumber} for ${taskOf(copy)} on ${copy.host} as the ` +
            `attempt ${attempt.attemptNumber} succeeded on ${host}`,
        );
      }
    }
    set.succeeded.add(spec.index);
    this.line(
      `Finished ${taskOf(attempt)} in ${finishTimeMs - launchTimeMs} ms on ${host} (executor ` +
        `${location.executorId}) (${set.succeeded.size}/${taskSet.tasks.length})`,
    );
  }

  private lost(set: OpenSet, attempt: TaskAttempt, end: TaskEnd): void {
    if (end.status === 'failed') {
      this.failed(set, attempt, end);
    } else {
      this.line(describeTaskEnd(attempt, end), 'WARN');
    }
    if (end.status === 'fetch-failed' || set.succeeded.has(attempt.spec.index)) {
      this.line(
        `${taskOf(attempt)} failed, but the task will not be re-executed (either because the ` +
          'task failed with a shuffle data fetch failure, so the previous stage needs to be ' +
          're-run, or because a different copy of the task has already succeeded).',
      );
    }
  }

  /** What was printed not long ago is told in one line. */
  private failed({ failures }: OpenSet, attempt: TaskAttempt, end: Failed): void {
    const nowMs = this.target.now();
    const { name, message } = end.error;
    const printed = failures.get(message);
    if (printed === undefined || nowMs - printed.timeMs > FAILURE_INTERVAL_MS) {
      failures.set(message, { timeMs: nowMs, repetitions: 0 });
      this.line(`${describeTaskEnd(attempt, end)}${framesOf(end.error)}`, 'WARN');
      return;
    }
    printed.repetitions += 1;
    const place = `on ${attempt.host}, executor ${attempt.location.executorId}`;
    const times = `[duplicate ${printed.repetitions}]`;
    this.line(`Lost ${taskOf(attempt)} ${place}: ${name} (${message}) ${times}`);
  }

  private openSet(name: string): OpenSet {
    let set = this.sets.get(name);
    if (set === undefined) {
      set = { succeeded: new Set(), running: new Map(), failures: new Map(), speculatable: 0 };
      this.sets.set(name, set);
    }
    return set;
  }

  private line(message: string, level: LogLevel = 'INFO'): void {
    logLine(this.target, level, 'TaskSetManager', message);
  }
}

function taskOf({ spec, attemptNumber, taskSet, taskId }: TaskAttempt): string {
  return `task ${spec.index}.${attemptNumber} in stage ${taskSetName(taskSet)} (TID ${taskId})`;
}
