/**
 * What follows when a stage attempt cannot go on: outputs could not be fetched, or a task of a
 * barrier stage failed. The attempt is given up, what is lost is forgotten, and the stage is
 * submitted again with those above it after a delay that gathers failures of the same cause.
 */
import type { Timer } from '../../base/time/clock.ts';
import type { DagSchedulerOptions } from './dag-scheduler-options.ts';
import { describeEnd, describeTask } from './describe-task-end.ts';
import { stagesToRollBack } from './indeterminate-stages.ts';
import { isInterruptedOnCancel } from './job-properties.ts';
import type { ActiveJob, Stage } from './stage.ts';
import type { StageGraph } from './stage-graph.ts';
import type { StageStates } from './stage-states.ts';
import type { TaskAttempt, TaskEnd } from './task-set.ts';

/** How long failures are gathered before their stages are submitted again: Spark's delay. */
const RESUBMIT_DELAY_MS = 200;

export interface StageRecoveryOptions {
  readonly scheduler: DagSchedulerOptions;
  readonly graph: StageGraph;
  readonly states: StageStates;
  readonly jobs: ReadonlyMap<number, ActiveJob>;
  readonly abortStage: (stage: Stage, reason: string) => void;
  /** Called from a timer, when the failed stages shall be submitted again. */
  readonly resubmit: () => void;
}

type FetchFailure = Extract<TaskEnd, { status: 'fetch-failed' }>;

export class StageRecovery {
  private readonly options: StageRecoveryOptions;
  /** The epoch of the task that last made an executor's outputs be forgotten. */
  private readonly lostAtEpoch = new Map<string, number>();
  private timer: Timer | undefined;

  constructor(options: StageRecoveryOptions) {
    this.options = options;
  }

  /** Where the output has only moved nothing is lost: the stage is sent its new place. */
  fetchFailed(stage: Stage, attempt: TaskAttempt, end: FetchFailure): void {
    const { graph, states, scheduler } = this.options;
    if (!this.isCurrent(stage, attempt, 'fetch')) {
      return;
    }
    const { executorId } = attempt.location;
    const reason = describeEnd(end, executorId);
    const mapStage = graph.mapStageOf(end.shuffleId);
    const { listeners, mapOutputs } = scheduler;
    const hasMoved = mapOutputs.hasMoved(end.shuffleId, end.output);
    if (mapStage !== undefined) {
      listeners.post('stageFetchFailed', stage.info, mapStage.info);
    }
    states.finish(stage, reason);
    if (!hasMoved && this.isOverLimit(stage, attempt, reason)) {
      return;
    }
    if (mapStage !== undefined) {
      listeners.post('resubmissionPlanned', mapStage.info, stage.info);
    }
    states.failed.add(stage);
    if (!hasMoved) {
      this.forgetOutputs(mapStage, end, attempt.epoch);
    }
    if (mapStage !== undefined && !hasMoved) {
      states.failed.add(mapStage);
      this.rollBack(mapStage);
    }
    this.arm();
  }

  /** All tasks of a barrier stage run again when one fails. */
  barrierTaskFailed(stage: Stage, attempt: TaskAttempt, end: TaskEnd): void {
    if (!this.isCurrent(stage, attempt, 'task')) {
      return;
    }
    const { states, abortStage, jobs, scheduler } = this.options;
    const { spec, location } = attempt;
    const task = describeTask(attempt.taskSet, spec.partition);
    const reason =
      `Stage failed because barrier task ${task} finished unsuccessfully.\n` +
      describeEnd(end, location.executorId);
    const isInterrupted = isInterruptedOnCancel(
      jobs.get(stage.firstJobId)?.submission.properties ?? {},
    );
    const stageName = `${stage.kind} ${stage.id} (${stage.name})`;
    const killReason = `Task ${task} from barrier stage ${stageName} failed.`;
    scheduler.listeners.post('barrierStageFailed', stage.info);
    scheduler.listeners.post('stageCancelled', stage.info, killReason);
    scheduler.tasks.killTasksOf(stage.id, isInterrupted, `Stage cancelled: ${killReason}`);
    states.finish(stage, reason);
    if (this.isOverLimit(stage, attempt, reason)) {
      return;
    }
    if (stage.shuffle === undefined) {
      const why = 'Could not recover from a failed barrier ResultStage.';
      abortStage(stage, `${why} Most recent failure reason: ${reason}`);
      return;
    }
    scheduler.listeners.post('barrierResubmissionPlanned', stage.info);
    scheduler.mapOutputs.removeAllOutputs(stage.shuffle.shuffleId);
    states.failed.add(stage);
    this.arm();
  }

  /**
   * Rows that are computed again may be others: whatever was computed from the former ones is
   * computed again too, and a result that was delivered cannot be taken back.
   */
  rollBack(mapStage: Stage): void {
    if (!mapStage.isIndeterminate) {
      return;
    }
    const { jobs, states, abortStage, scheduler } = this.options;
    for (const stage of stagesToRollBack(mapStage, [...jobs.values()])) {
      if (stage.jobIds.size === 0) {
        // Its job has just been given up.
        continue;
      }
      if (stage.job !== undefined && stage.job.finishedCount > 0) {
        abortStage(
          stage,
          'A shuffle map stage with indeterminate output was failed and retried. However, Spark ' +
            `cannot rollback the ${stage.kind} ${stage.id} to re-process the input data, and has ` +
            'to fail this job. Please eliminate the indeterminacy by checkpointing the RDD ' +
            'before repartition and try again.',
        );
        continue;
      }
      stage.ignoredAttempts = stage.nextAttempt;
      if (stage.shuffle !== undefined) {
        scheduler.mapOutputs.removeAllOutputs(stage.shuffle.shuffleId);
      }
      if (states.running.has(stage)) {
        states.finish(stage, `Rolled back with ${mapStage.kind} ${mapStage.id} (${mapStage.name})`);
        scheduler.tasks.cancelStage(stage.id, true, 'Stage rolled back');
        states.failed.add(stage);
        this.arm();
      }
    }
  }

  /** Nothing is left that waits to be submitted again. */
  disarmIfIdle(): void {
    if (this.options.states.failed.size === 0) {
      this.timer?.cancel();
      this.timer = undefined;
    }
  }

  /** Failures of older attempts say nothing about the present one. */
  private isCurrent(stage: Stage, attempt: TaskAttempt, failure: 'task' | 'fetch'): boolean {
    if (attempt.taskSet.stageAttempt !== stage.info.attempt) {
      this.options.scheduler.listeners.post('staleFailureIgnored', stage.info, failure, attempt);
      return false;
    }
    return this.options.states.running.has(stage);
  }

  private isOverLimit(stage: Stage, { taskSet }: TaskAttempt, reason: string): boolean {
    const { stageFailuresMax } = this.options.scheduler.settings;
    stage.failedAttempts.add(taskSet.stageAttempt);
    if (stage.failedAttempts.size < stageFailuresMax) {
      return false;
    }
    this.options.abortStage(
      stage,
      `${stage.kind} ${stage.id} (${stage.name}) has failed the maximum allowable number of ` +
        `times: ${stageFailuresMax}. Most recent failure reason: ${reason}`,
    );
    return true;
  }

  /** Once for each executor and epoch: newer outputs of the executor are not in question. */
  private forgetOutputs(
    mapStage: Stage | undefined,
    { shuffleId, output }: FetchFailure,
    epoch: number,
  ): void {
    const { mapOutputs, listeners } = this.options.scheduler;
    if (!mapOutputs.isKnown(shuffleId)) {
      return;
    }
    if (mapStage?.isBarrier === true) {
      mapOutputs.removeAllOutputs(shuffleId);
    } else {
      mapOutputs.unregister(shuffleId, output);
    }
    const { executorId } = output;
    if (executorId !== '' && (this.lostAtEpoch.get(executorId) ?? -1) < epoch) {
      this.lostAtEpoch.set(executorId, epoch);
      mapOutputs.removeOutputsOn(executorId);
      listeners.post('outputsLost', executorId, epoch);
    }
  }

  private arm(): void {
    const { scheduler, resubmit } = this.options;
    this.timer ??= scheduler.clock.setTimer(RESUBMIT_DELAY_MS, () => {
      this.timer = undefined;
      resubmit();
    });
  }
}
