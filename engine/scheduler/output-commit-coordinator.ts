/**
 * Decides which attempt of a task may commit its output: the first that asks. If that one fails the
 * next may; an attempt that is known to have failed never may. Listens to what the schedulers tell.
 */
import type { CommitQuestion } from '../executor/coordination-question.ts';
import type { JobStart, SchedulerListener } from './scheduler-events.ts';
import type { TaskAttempt, TaskEnd } from './task-set.ts';

interface StageCommits {
  /** The attempt that may commit, by partition: `stage attempt.task attempt`. */
  readonly authorized: Map<number, string>;
  readonly failed: Set<string>;
  /** Active jobs that need the stage. */
  readonly jobIds: Set<number>;
}

export class OutputCommitCoordinator implements SchedulerListener {
  private readonly stages = new Map<number, StageCommits>();

  get isEmpty(): boolean {
    return this.stages.size === 0;
  }

  jobStarted({ jobId, stages }: JobStart): void {
    for (const { stageId } of stages) {
      const known = this.stages.get(stageId);
      if (known === undefined) {
        const jobIds = new Set([jobId]);
        this.stages.set(stageId, { authorized: new Map(), failed: new Set(), jobIds });
      } else {
        known.jobIds.add(jobId);
      }
    }
  }

  jobEnded(jobId: number): void {
    for (const [stageId, { jobIds }] of this.stages) {
      jobIds.delete(jobId);
      if (jobIds.size === 0) {
        this.stages.delete(stageId);
      }
    }
  }

  /** Whether the attempt may commit now; asking again gives it the same answer. */
  canCommit({ stageId, stageAttempt, partition, attemptNumber }: CommitQuestion): boolean {
    const stage = this.stages.get(stageId);
    const attempt = `${stageAttempt}.${attemptNumber}`;
    if (stage === undefined || stage.failed.has(`${partition}:${attempt}`)) {
      return false;
    }
    const authorized = stage.authorized.get(partition) ?? attempt;
    stage.authorized.set(partition, authorized);
    return authorized === attempt;
  }

  taskEnded({ taskSet, spec, attemptNumber }: TaskAttempt, end: TaskEnd): void {
    const stage = this.stages.get(taskSet.stageId);
    const isHarmless = end.status === 'success' || end.status === 'commit-denied';
    if (stage === undefined || isHarmless || end.status === 'resubmitted') {
      return;
    }
    const attempt = `${taskSet.stageAttempt}.${attemptNumber}`;
    stage.failed.add(`${spec.partition}:${attempt}`);
    if (stage.authorized.get(spec.partition) === attempt) {
      stage.authorized.delete(spec.partition);
    }
  }
}
