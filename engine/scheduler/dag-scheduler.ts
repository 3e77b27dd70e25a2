/**
 * Turns jobs into stages, stages into task sets, and the ends of tasks into the ends of jobs. All
 * state is touched by one event at a time; clock, task scheduler and the description of stages are
 * injected, so that everything here runs without a thread or process.
 */
import type { Timer } from '../../base/time/clock.ts';
import type { ErrorDescription } from '../executor/slot-protocol.ts';
import type { DagSchedulerOptions } from './dag-scheduler-options.ts';
import { EventQueue } from './event-queue.ts';
import { JobCancellation } from './job-cancellation.ts';
import { isInterruptedOnCancel } from './job-properties.ts';
import type { ActiveJob, JobFailure, JobSubmission, Stage } from './stage.ts';
import { newStageInfo, StageGraph } from './stage-graph.ts';
import { missingPartitions, taskSetOf } from './stage-tasks.ts';
import type { TaskSchedulerClient } from './task-scheduler-port.ts';
import type { SlotLocation, TaskAttempt, TaskEnd, TaskSet } from './task-set.ts';

/** How long fetch failures are gathered before their stages are submitted again: Spark's delay. */
const RESUBMIT_DELAY_MS = 200;

type FetchFailure = Extract<TaskEnd, { status: 'fetch-failed' }>;

export class DagScheduler implements TaskSchedulerClient {
  private readonly options: DagSchedulerOptions;
  private readonly queue = new EventQueue();
  private readonly graph: StageGraph;
  private readonly jobs = new Map<number, ActiveJob>();
  private readonly waiting = new Set<Stage>();
  private readonly running = new Set<Stage>();
  private readonly failed = new Set<Stage>();
  private readonly cancellation: JobCancellation;
  private resubmission: Timer | undefined;
  private nextJobId = 0;

  constructor(options: DagSchedulerOptions) {
    this.options = options;
    this.graph = new StageGraph(options.mapOutputs, options.blocks);
    this.cancellation = new JobCancellation({
      jobs: this.jobs,
      stages: this.graph.stages,
      failJob: (job, failure) => this.failJob(job, failure),
      cancelledGroupsMax: options.settings.cancelledGroupsMax,
    });
  }

  /** @returns the job's id; its end is told to the submission */
  submitJob(submission: JobSubmission): number {
    const jobId = this.nextJobId++;
    this.queue.post(() => this.startJob(jobId, submission));
    return jobId;
  }

  /** Fails the jobs that the request means, in its turn. */
  cancel(request: (cancellation: JobCancellation) => void): void {
    this.queue.post(() => request(this.cancellation));
  }

  taskEnded(attempt: TaskAttempt, end: TaskEnd): void {
    this.queue.post(() => this.handleTaskEnd(attempt, end));
  }

  taskSetFailed(taskSet: TaskSet, reason: string, cause: ErrorDescription | undefined): void {
    this.queue.post(() => {
      const stage = this.graph.stages.get(taskSet.stageId);
      if (stage !== undefined) {
        this.abortStage(stage, reason, cause);
      }
    });
  }

  executorLost(executorId: string): void {
    this.queue.post(() => {
      if (!this.options.outputsOutliveExecutors) {
        this.options.mapOutputs.removeOutputsOn(executorId);
      }
      this.options.blocks.dropExecutor(executorId);
    });
  }

  slotLost(location: SlotLocation): void {
    this.queue.post(() => this.options.blocks.dropSlot(location));
  }

  /** How much is under way; all zero when nothing is. */
  get activity(): Readonly<Record<'jobs' | 'stages' | 'waiting' | 'running' | 'failed', number>> {
    return {
      jobs: this.jobs.size,
      stages: this.graph.stages.size,
      waiting: this.waiting.size,
      running: this.running.size,
      failed: this.failed.size,
    };
  }

  activeJobIds(): number[] {
    return [...this.jobs.keys()];
  }

  activeStageIds(): number[] {
    return [...this.running].map(({ id }) => id).sort((left, right) => left - right);
  }

  private startJob(jobId: number, submission: JobSubmission): void {
    const { clock, listeners } = this.options;
    const job: ActiveJob = {
      id: jobId,
      submission,
      finished: new Uint8Array(submission.partitions.length),
      finishedCount: 0,
      finalStage: undefined,
    };
    const { properties } = submission;
    if (submission.partitions.length === 0) {
      listeners.post('jobStarted', { jobId, timeMs: clock.now(), stages: [], properties });
      listeners.post('jobEnded', jobId, clock.now(), undefined);
      submission.onEnd(undefined);
      return;
    }
    const refusal = this.cancellation.refusal(job);
    if (refusal !== undefined) {
      submission.onEnd(refusal);
      return;
    }
    let finalStage: Stage;
    try {
      finalStage = this.graph.addResultStage(job);
    } catch (error) {
      this.graph.release(job);
      submission.onEnd({ message: String(error), cause: undefined, error });
      return;
    }
    job.finalStage = finalStage;
    this.jobs.set(jobId, job);
    const stages = [...this.graph.stages.values()].filter((stage) => stage.jobIds.has(jobId));
    const stageInfos = stages.map(({ info }) => info);
    listeners.post('jobStarted', { jobId, timeMs: clock.now(), stages: stageInfos, properties });
    this.submitStage(finalStage);
  }

  /** Submits a stage, or first all above it that are missing. */
  private submitStage(first: Stage): void {
    const stack = [first];
    for (let stage = stack.pop(); stage !== undefined; stage = stack.pop()) {
      if (stage.jobIds.size === 0 || this.waiting.has(stage) || this.running.has(stage)) {
        continue;
      }
      if (this.failed.has(stage)) {
        continue;
      }
      const missing = this.graph.missingParents(stage);
      if (missing.length === 0) {
        this.submitMissingTasks(stage);
      } else {
        this.waiting.add(stage);
        stack.push(...missing.reverse());
      }
    }
  }

  private submitMissingTasks(stage: Stage): void {
    const partitions = missingPartitions(stage, this.options.mapOutputs);
    const attempt = stage.nextAttempt++;
    stage.info = newStageInfo(stage.id, attempt, partitions.length, stage);
    stage.pendingPartitions.clear();
    this.running.add(stage);
    const { listeners, clock, tasks } = this.options;
    stage.info.submissionTimeMs = clock.now();
    let taskSet: TaskSet;
    try {
      stage.plan ??= this.options.describe(stage);
      const { plan } = stage;
      const properties = this.propertiesOf(stage);
      taskSet = taskSetOf(stage, attempt, partitions, { ...this.options, plan, properties });
    } catch (error) {
      this.abortStage(stage, String(error), undefined, error);
      return;
    }
    listeners.post('stageSubmitted', stage.info, this.propertiesOf(stage));
    if (partitions.length === 0) {
      this.finishMapStage(stage);
      return;
    }
    for (const partition of partitions) {
      stage.pendingPartitions.add(partition);
    }
    tasks.submitTasks(taskSet);
  }

  private handleTaskEnd(attempt: TaskAttempt, end: TaskEnd): void {
    const stage = this.graph.stages.get(attempt.taskSet.stageId);
    if (stage === undefined) {
      return;
    }
    switch (end.status) {
      case 'success':
        this.options.blocks.update(attempt.location, end.blocks);
        this.options.listeners.post('blocksStored', attempt.location, end.blocks);
        if (end.accumulators !== undefined && !hasResult(stage.job, attempt)) {
          this.options.listeners.post('accumulatorsUpdated', end.accumulators);
        }
        if (stage.job === undefined) {
          this.mapTaskSucceeded(stage, attempt);
        } else {
          this.resultTaskSucceeded(stage, stage.job, attempt, end.value);
        }
        return;
      case 'fetch-failed':
        this.fetchFailed(stage, attempt, end);
        return;
      case 'failed':
      case 'executor-lost':
      case 'killed':
        return;
      case 'resubmitted':
        stage.pendingPartitions.add(attempt.spec.partition);
        return;
    }
  }

  private resultTaskSucceeded(
    stage: Stage,
    job: ActiveJob,
    attempt: TaskAttempt,
    value: Uint8Array | number | undefined,
  ): void {
    const { submission } = job;
    const index = submission.partitions.indexOf(attempt.spec.partition);
    if (job.finished[index] === 1) {
      return;
    }
    job.finished[index] = 1;
    job.finishedCount += 1;
    this.noteOlderAttempt(stage, attempt);
    try {
      submission.onResult(index, value);
    } catch (error) {
      this.failJob(job, { message: String(error), cause: undefined, error });
      return;
    }
    if (job.finishedCount === submission.partitions.length) {
      this.finishStage(stage, undefined);
      this.endJob(job);
      this.options.listeners.post('jobEnded', job.id, this.options.clock.now(), undefined);
      submission.onEnd(undefined);
    }
  }

  private mapTaskSucceeded(stage: Stage, attempt: TaskAttempt): void {
    const { mapOutputs, directoryOf } = this.options;
    const { executorId } = attempt.location;
    const { partition } = attempt.spec;
    const shuffleId = (stage.shuffle as NonNullable<Stage['shuffle']>).shuffleId;
    mapOutputs.register(shuffleId, {
      mapIndex: partition,
      mapTaskId: attempt.taskId,
      executorId,
      directory: directoryOf(executorId),
    });
    stage.pendingPartitions.delete(partition);
    this.noteOlderAttempt(stage, attempt);
    if (this.running.has(stage) && stage.pendingPartitions.size === 0) {
      this.finishMapStage(stage);
    }
  }

  /** Results of an attempt that was given up count too; the present one need not repeat them. */
  private noteOlderAttempt(stage: Stage, attempt: TaskAttempt): void {
    if (attempt.taskSet.stageAttempt !== stage.info.attempt) {
      this.options.tasks.partitionCompleted(stage.id, attempt.spec.partition);
    }
  }

  private finishMapStage(stage: Stage): void {
    this.finishStage(stage, undefined);
    const shuffleId = (stage.shuffle as NonNullable<Stage['shuffle']>).shuffleId;
    if (!this.options.mapOutputs.isComplete(shuffleId)) {
      // Outputs were lost while the last tasks ran.
      this.submitStage(stage);
      return;
    }
    const children = [...this.waiting].filter(({ parents }) => parents.includes(stage));
    for (const child of children.sort((left, right) => left.firstJobId - right.firstJobId)) {
      this.waiting.delete(child);
      this.submitStage(child);
    }
  }

  private fetchFailed(stage: Stage, attempt: TaskAttempt, end: FetchFailure): void {
    const { stageAttempt } = attempt.taskSet;
    if (stageAttempt !== stage.info.attempt || !this.running.has(stage)) {
      return;
    }
    stage.failedAttempts.add(stageAttempt);
    const reason = `FetchFailed from executor ${end.output.executorId}: ${end.message}`;
    this.finishStage(stage, reason);
    const { mapOutputs, settings } = this.options;
    const { stageFailuresMax } = settings;
    if (stage.failedAttempts.size >= stageFailuresMax) {
      this.abortStage(
        stage,
        `${stage.kind} ${stage.id} (${stage.name}) has failed the maximum allowable number of ` +
          `times: ${stageFailuresMax}. Most recent failure reason: ${reason}`,
        undefined,
      );
      return;
    }
    if (mapOutputs.isKnown(end.shuffleId)) {
      mapOutputs.unregister(end.shuffleId, end.output);
    }
    this.failed.add(stage);
    const mapStage = this.graph.mapStageOf(end.shuffleId);
    if (mapStage !== undefined && !this.running.has(mapStage)) {
      this.failed.add(mapStage);
    }
    this.resubmission ??= this.options.clock.setTimer(RESUBMIT_DELAY_MS, () => {
      this.queue.post(() => this.resubmitFailed());
    });
  }

  private resubmitFailed(): void {
    this.resubmission = undefined;
    const stages = [...this.failed].sort((left, right) => left.firstJobId - right.firstJobId);
    this.failed.clear();
    for (const stage of stages) {
      this.submitStage(stage);
    }
  }

  /** Fails every active job that needs the stage. */
  private abortStage(
    stage: Stage,
    reason: string,
    cause: ErrorDescription | undefined,
    error?: unknown,
  ): void {
    this.finishStage(stage, reason);
    for (const jobId of stage.jobIds) {
      const job = this.jobs.get(jobId);
      if (job !== undefined) {
        const message = `Job aborted due to stage failure: ${reason}`;
        this.failJob(job, { message, cause, ...(error === undefined ? {} : { error }) });
      }
    }
  }

  private failJob(job: ActiveJob, failure: JobFailure): void {
    this.endJob(job, failure.message);
    this.options.listeners.post('jobEnded', job.id, this.options.clock.now(), failure.message);
    job.submission.onEnd(failure);
  }

  /** Drops the job and the stages that only it used. */
  private endJob(job: ActiveJob, failure?: string): void {
    this.jobs.delete(job.id);
    for (const stage of this.graph.release(job)) {
      this.finishStage(stage, failure);
      this.waiting.delete(stage);
      this.failed.delete(stage);
      const isInterrupted = isInterruptedOnCancel(job.submission.properties);
      const reason = failure === undefined ? 'Stage finished' : `Stage cancelled: ${failure}`;
      this.options.tasks.cancelStage(stage.id, isInterrupted, reason);
    }
    if (this.failed.size === 0) {
      this.resubmission?.cancel();
      this.resubmission = undefined;
    }
  }

  /** Ends a running attempt for the listeners; does nothing for a stage that is not running. */
  private finishStage(stage: Stage, failureReason: string | undefined): void {
    if (!this.running.delete(stage)) {
      return;
    }
    if (failureReason === undefined) {
      stage.failedAttempts.clear();
    }
    stage.info.completionTimeMs = this.options.clock.now();
    stage.info.failureReason = failureReason;
    this.options.listeners.post('stageCompleted', stage.info);
  }

  private propertiesOf(stage: Stage): Readonly<Record<string, string>> {
    return this.jobs.get(stage.firstJobId)?.submission.properties ?? {};
  }
}

/** Whether another attempt has given the result, so that this one counts for nothing. */
function hasResult(job: ActiveJob | undefined, { spec }: TaskAttempt): boolean {
  return job !== undefined && job.finished[job.submission.partitions.indexOf(spec.partition)] === 1;
}
