/**
 * Spark's own log lines about jobs, stages, tasks and executors, for people and programs that know
 * them: `26/11/21 08:15:00 INFO DAGScheduler: Job 0 finished: count at app.ts:3, took 20 ms`.
 */

import { describeTaskEnd } from '../scheduler/describe-task-end.ts';
import { CALL_SITE_SHORT } from '../scheduler/job-properties.ts';
import type { ExecutorInfo } from '../scheduler/scheduler-backend.ts';
import type {
  ExecutorExclusion,
  JobStart,
  SchedulerListener,
  StageAttempt,
  StageInfo,
} from '../scheduler/scheduler-events.ts';
import { type TaskAttempt, type TaskEnd, taskSetName } from '../scheduler/task-set.ts';

type Level = 'INFO' | 'WARN';

interface OpenJob {
  readonly callSite: string;
  readonly startMs: number;
}

export class SchedulerLog implements SchedulerListener {
  private readonly now: () => number;
  private readonly write: (line: string) => void;
  private readonly jobs = new Map<number, OpenJob>();
  /** Successes of each stage attempt that runs. */
  private readonly finished = new Map<string, number>();

  /** @param write takes a line with its end */
  constructor(now: () => number, write: (line: string) => void) {
    this.now = now;
    this.write = write;
  }

  jobStarted({ jobId, timeMs, stages, properties }: JobStart): void {
    const callSite = properties[CALL_SITE_SHORT] ?? '';
    this.jobs.set(jobId, { callSite, startMs: timeMs });
    const last = stages.find(({ shuffleId }) => shuffleId === undefined);
    const count = last?.taskCount ?? 0;
    this.dag(`Got job ${jobId} (${callSite}) with ${count} output partitions`);
    if (last !== undefined) {
      this.dag(`Final stage: ${nameOf(last)}`);
      const parents = last.parentIds.map((stageId) => `ShuffleMapStage ${stageId}`);
      this.dag(`Parents of final stage: List(${parents.join(', ')})`);
    }
  }

  jobEnded(jobId: number, timeMs: number, failure: string | undefined): void {
    const { callSite, startMs } = this.jobs.get(jobId) ?? { callSite: '', startMs: timeMs };
    this.jobs.delete(jobId);
    const took = `took ${timeMs - startMs} ms`;
    if (failure === undefined) {
      this.dag(
        `Job ${jobId} is finished. Cancelling potential speculative or zombie tasks for this job`,
      );
      this.dag(`Job ${jobId} finished: ${callSite}, ${took}`);
    } else {
      this.dag(`Job ${jobId} failed: ${callSite}, ${took}`);
    }
  }

  stageSubmitted(stage: StageInfo): void {
    this.finished.set(`${stage.stageId}.${stage.attempt}`, 0);
    this.dag(`Submitting ${nameOf(stage)}, which has no missing parents`);
    this.dag(`Submitting ${stage.taskCount} missing tasks from ${nameOf(stage)}`);
  }

  stageCompleted(stage: StageInfo): void {
    this.finished.delete(`${stage.stageId}.${stage.attempt}`);
    const took = (stage.completionTimeMs ?? 0) - (stage.submissionTimeMs ?? 0);
    this.dag(
      stage.failureReason === undefined
        ? `${nameOf(stage)} finished in ${took} ms`
        : `${nameOf(stage)} failed in ${took} ms due to ${stage.failureReason}`,
    );
  }

  taskStarted(attempt: TaskAttempt): void {
    const { host, location, spec, locality } = attempt;
    this.tasks(
      'INFO',
      `Starting ${taskOf(attempt)} (${host},executor ${location.executorId}, partition ` +
        `${spec.partition}, ${locality})`,
    );
  }

  taskEnded(attempt: TaskAttempt, end: TaskEnd, finishTimeMs: number): void {
    if (end.status !== 'success') {
      this.tasks('WARN', describeTaskEnd(attempt, end));
      return;
    }
    const name = taskSetName(attempt.taskSet);
    const count = (this.finished.get(name) ?? 0) + 1;
    this.finished.set(name, count);
    const { host, location, launchTimeMs, taskSet } = attempt;
    this.tasks(
      'INFO',
      `Finished ${taskOf(attempt)} in ${finishTimeMs - launchTimeMs} ms on ${host} (executor ` +
        `${location.executorId}) (${count}/${taskSet.tasks.length})`,
    );
  }

  speculativeTaskSubmitted({ stageId, stageAttempt }: StageAttempt, taskIndex: number): void {
    const stage = `${stageId}.${stageAttempt}`;
    this.tasks('INFO', `Marking task ${taskIndex} in stage ${stage} (on speculation)`);
  }

  executorAdded({ executorId, host, slots }: ExecutorInfo): void {
    const what = `Registered executor ${executorId} on ${host} with ${slots} cores`;
    this.line('INFO', 'CoarseGrainedSchedulerBackend', what);
  }

  executorRemoved(executorId: string, reason: string): void {
    this.line('WARN', 'TaskSchedulerImpl', `Lost executor ${executorId}: ${reason}`);
  }

  executorExcluded({ executorId, taskFailures, stage }: ExecutorExclusion): void {
    if (stage === undefined) {
      const why = `because it has ${taskFailures} task failures in successful task sets`;
      this.line('INFO', 'HealthTracker', `Excluding executor id: ${executorId} ${why}`);
    } else {
      const what = `Excluding executor ${executorId} for stage ${stage.stageId}`;
      this.line('INFO', 'TaskSetExcludelist', what);
    }
  }

  executorsRequested(added: number, total: number): void {
    this.line(
      'INFO',
      'ExecutorAllocationManager',
      `Requesting ${added} new executor${added === 1 ? '' : 's'} because tasks are backlogged ` +
        `(new desired total will be ${total} for resource profile id: 0)`,
    );
  }

  idleExecutorsRemoved(executorIds: readonly string[]): void {
    const what = `Executors ${executorIds.join(',')} removed due to idle timeout.`;
    this.line('INFO', 'ExecutorAllocationManager', what);
  }

  private dag(message: string): void {
    this.line('INFO', 'DAGScheduler', message);
  }

  private tasks(level: Level, message: string): void {
    this.line(level, 'TaskSetManager', message);
  }

  private line(level: Level, logger: string, message: string): void {
    this.write(`${timestamp(this.now())} ${level} ${logger}: ${message}\n`);
  }
}

function nameOf({ stageId, name, shuffleId }: StageInfo): string {
  const kind = shuffleId === undefined ? 'ResultStage' : 'ShuffleMapStage';
  return `${kind} ${stageId} (${name})`;
}

function taskOf({ spec, attemptNumber, taskSet, taskId }: TaskAttempt): string {
  return `task ${spec.index}.${attemptNumber} in stage ${taskSetName(taskSet)} (TID ${taskId})`;
}

/** `yy/MM/dd HH:mm:ss` in local time, as Spark's layout has it. */
function timestamp(timeMs: number): string {
  const time = new Date(timeMs);
  const two = (value: number) => String(value).padStart(2, '0');
  const date = [time.getFullYear() % 100, time.getMonth() + 1, time.getDate()].map(two).join('/');
  return `${date} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':')}`;
}
