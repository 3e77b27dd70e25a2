/** What the schedulers do on the way to what happens: only their log tells of it. */
import type { StageInfo } from './stage-info.ts';
import type { TaskAttempt, TaskSet } from './task-set.ts';

/** Stages that are not done. */
export interface OpenStages {
  readonly running: readonly StageInfo[];
  readonly waiting: readonly StageInfo[];
  readonly failed: readonly StageInfo[];
}

export interface SchedulerSteps {
  /** What a stage waits for before it is submitted; right after a job's start, its last stage. */
  missingParentsFound?(stage: StageInfo, missing: readonly StageInfo[]): void;
  /** A map stage is done: stages that waited for it are looked at. */
  newlyRunnableSought?(stages: OpenStages): void;
  /** @param pool empty for the only one */
  taskSetSubmitted?(taskSet: TaskSet, pool: string): void;
  /** Nothing of the set runs any more. */
  taskSetRemoved?(taskSet: TaskSet, pool: string): void;
  /** A task has failed as often as it may. */
  taskSetAborted?(taskSet: TaskSet, taskIndex: number, failures: number): void;
  /** A job has all its results; what still runs for it is not needed. */
  jobSucceeding?(jobId: number): void;
  /** What was asked for, in Spark's words. */
  cancellationAsked?(request: string): void;
  /** What runs of a stage is not needed any more. */
  stageCancelled?(stage: StageInfo, reason: string): void;
  /** A set of a stage that is given up launches nothing more. */
  taskSetCancelled?(taskSet: TaskSet): void;
  /** A running stage could not read outputs of the other. */
  stageFetchFailed?(stage: StageInfo, mapStage: StageInfo): void;
  /** Both will be submitted again after a moment. */
  resubmissionPlanned?(mapStage: StageInfo, stage: StageInfo): void;
  barrierStageFailed?(stage: StageInfo): void;
  barrierResubmissionPlanned?(stage: StageInfo): void;
  /** A failure of an attempt that was given up before. */
  staleFailureIgnored?(stage: StageInfo, failure: 'task' | 'fetch', attempt: TaskAttempt): void;
  /** There are too few slots for all tasks of a barrier stage. */
  barrierJobPostponed?(jobId: number, needed: number, available: number, retries: number): void;
  failedStagesResubmitted?(): void;
  /** A task that was done runs again. @param lost names it and its executor, and has no id */
  taskResubmitted?(stage: StageInfo, lost: TaskAttempt): void;
  /** Map outputs of an executor are forgotten. */
  outputsLost?(executorId: string, epoch: number): void;
  /** Its tasks may run nowhere; an executor is replaced, if there is one that does nothing. */
  unschedulableTaskSetWaits?(stageId: number, timeoutMs: number): void;
  /** It has said that its machine will go. */
  executorDecommissioning?(executorId: string): void;
  /** It is let go: it gets no more tasks. */
  decommissionBegun?(executorId: string): void;
  idleExecutorReplaced?(executorId: string): void;
  unschedulableTaskSetGivenUp?(stageId: number): void;
}
