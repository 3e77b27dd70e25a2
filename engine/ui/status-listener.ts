/**
 * Makes a status of what the schedulers tell. Of most it makes the events of Spark's log, which
 * change the status as those of a log that is read; tasks, of which there are thousands, go into it
 * without them.
 */
import type { EventFacts } from '../event-log/event-facts.ts';
import { taskEndReasonJson } from '../event-log/event-json.ts';
import { SparkEventListener } from '../event-log/spark-event-listener.ts';
import type { StageInfo } from '../scheduler/stage-info.ts';
import { type TaskAttempt, type TaskEnd, taskSetName } from '../scheduler/task-set.ts';
import type { AppStatus, StageStatus } from './app-status.ts';
import { applyEvent } from './apply-event.ts';
import { endTask, resubmitTask, startTask } from './apply-tasks.ts';
import type { TaskEndReasonFields } from './status-events.ts';
import { noValues, readTaskMetrics } from './task-numbers.ts';

const success: TaskEndReasonFields = { Reason: 'Success' };

export class StatusListener extends SparkEventListener {
  private readonly status: AppStatus;
  /** Of the task that has just ended. */
  private readonly values = noValues();

  constructor(status: AppStatus, facts: EventFacts) {
    super({ ...facts, logsBlockUpdates: true, logsTaskAccumulators: false }, (event) =>
      applyEvent(status, event),
    );
    this.status = status;
  }

  override taskStarted(attempt: TaskAttempt): void {
    const stage = this.stageOf(attempt);
    if (stage !== undefined) {
      const { spec, location } = attempt;
      startTask(this.status, stage, {
        taskId: attempt.taskId,
        index: spec.index,
        attempt: attempt.attemptNumber,
        partition: spec.partition,
        launchMs: attempt.launchTimeMs,
        executorId: location.executorId,
        host: attempt.host,
        locality: attempt.locality,
        isSpeculative: attempt.isSpeculative,
      });
    }
  }

  override taskEnded(attempt: TaskAttempt, end: TaskEnd, finishMs: number): void {
    const { metrics, accumulables, peaks } = this.settle(attempt, end);
    const stage = this.stageOf(attempt);
    if (stage === undefined) {
      return;
    }
    const { executorId } = attempt.location;
    const reason =
      end.status === 'success'
        ? success
        : (taskEndReasonJson(end, executorId) as TaskEndReasonFields);
    endTask(this.status, stage, {
      taskId: attempt.taskId,
      index: attempt.spec.index,
      executorId,
      launchMs: attempt.launchTimeMs,
      finishMs,
      reason,
      accumulables,
      peaks,
      values: readTaskMetrics(metrics, this.values),
    });
  }

  override taskResubmitted(_stage: StageInfo, lost: TaskAttempt): void {
    const stage = this.stageOf(lost);
    if (stage !== undefined) {
      resubmitTask(this.status, stage, lost.location.executorId);
    }
  }

  private stageOf({ taskSet }: TaskAttempt): StageStatus | undefined {
    return this.status.stages.get(taskSetName(taskSet));
  }
}
