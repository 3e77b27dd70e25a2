/**
 * Turns jobs into stages, stages into task sets, and the ends of tasks into the ends of jobs. All
 * state is touched by one event at a time; clock, task scheduler and the description of stages are
 * injected, so that everything here runs without a thread or process.
 */
import type { ErrorDescription } from '../executor/slot-protocol.ts';
import type { AccumulatorUpdate } from '../executor/task-accumulators.ts';
import { attemptsExhausted, countsOnce, isIgnored, resultIndex } from './attempt-relevance.ts';
import { BarrierAdmission } from './barrier-admission.ts';
import type { DagSchedulerOptions } from './dag-scheduler-options.ts';
import { EventQueue } from './event-queue.ts';
import { JobCancellation } from './job-cancellation.ts';
import { isInterruptedOnCancel } from './job-properties.ts';
import { newActiveJob, startOfJob } from './new-active-job.ts';
import type { ActiveJob, JobFailure, JobSubmission, Stage } from './stage.ts';
import { failureOfDriver, failureOfJob, type StageFailure } from './stage-failure.ts';
import { newStageInfo, StageGraph } from './stage-graph.ts';
import { StageRecovery } from './stage-recovery.ts';
import { StageStates } from './stage-states.ts';
import { missingPartitions, taskSetOf } from './stage-tasks.ts';
import type { TaskSchedulerClient } from './task-scheduler-port.ts';
import type { SlotLocation, TaskAttempt, TaskEnd, TaskSet } from './task-set.ts';

export class DagScheduler implements TaskSchedulerClient {
  private readonly options: DagSchedulerOptions;
  private readonly queue = new EventQueue();
  private readonly graph: StageGraph;
  private readonly jobs = new Map<number, ActiveJob>();
  private readonly states: StageStates;
  private readonly cancellation: JobCancellation;
  private readonly recovery: StageRecovery;
  private readonly admission: BarrierAdmission;
  private nextJobId = 0;

  constructor(options: DagSchedulerOptions) {
    this.options = options;
    this.states = new StageStates(options);
    this.graph = new StageGraph(options.mapOutputs, options.blocks);
    this.cancellation = new JobCancellation({
      jobs: this.jobs,
      stages: this.graph.stages,
      failJob: (job, failure) => this.failJob(job, failure),
      noteRequest: (request) => options.listeners.post('cancellationAsked', request),
      cancelledGroupsMax: options.settings.cancelledGroupsMax,
    });
    this.recovery = new StageRecovery({
      scheduler: options,
      graph: this.graph,
      states: this.states,
      jobs: this.jobs,
      abortStage: (stage, reason) => this.abortStage(stage, { reason }),
      resubmit: () => this.queue.post(() => this.resubmitFailed()),
    });
    this.admission = new BarrierAdmission({
      ...options,
      slotCount: () => options.tasks.slotCount,
      retry: (job) => this.queue.post(() => this.beginJob(job)),
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

  taskSucceeded(attempt: TaskAttempt, added: readonly AccumulatorUpdate[]): void {
    if (countsOnce(this.graph.stages.get(attempt.taskSet.stageId), attempt)) {
      this.options.listeners.post('accumulatorsUpdated', added, attempt);
    }
  }

  taskEnded(attempt: TaskAttempt, end: TaskEnd): void {
    this.queue.post(() => this.handleTaskEnd(attempt, end));
  }

  taskSetFailed(
    { stageId }: TaskSet,
    reason: string,
    cause: ErrorDescription | undefined,
    toldReason = reason,
  ): void {
    this.queue.post(() => {
      const stage = this.graph.stages.get(stageId);
      if (stage !== undefined) {
        this.abortStage(stage, { reason, toldReason, ...(cause && { cause }) });
      }
    });
  }

  executorAdded(): void {
    this.admission.slotsAdded();
  }

  executorLost(executorId: string): void {
    this.queue.post(() => {
      if (!this.options.outputsOutliveExecutors) {
        this.options.mapOutputs.removeOutputsOn(executorId);
      }
      this.options.blocks.dropExecutor(executorId);
    });
  }

  outputsLost(executorId: string): void {
    this.queue.post(() => this.options.mapOutputs.removeOutputsOn(executorId));
  }

  slotLost(location: SlotLocation): void {
    const { blocks, listeners } = this.options;
    this.queue.post(() => listeners.post('blocksStored', location, blocks.dropSlot(location)));
  }

  /** How much is under way; all zero when nothing is. */
  get activity(): Readonly<Record<'jobs' | 'stages' | 'waiting' | 'running' | 'failed', number>> {
    return { jobs: this.jobs.size, stages: this.graph.stages.size, ...this.states.counts };
  }

  activeJobIds(): number[] {
    return [...this.jobs.keys()];
  }

  activeStageIds(): number[] {
    return this.states.runningIds();
  }

  private startJob(jobId: number, submission: JobSubmission): void {
    const { clock, listeners } = this.options;
    const { properties, partitions, onEnd } = submission;
    const job = newActiveJob(jobId, submission);
    const timeMs = clock.now();
    if (partitions.length === 0) {
      listeners.post('jobStarted', { jobId, timeMs, stages: [], properties });
      listeners.post('jobEnded', jobId, timeMs, undefined);
      onEnd(undefined);
      return;
    }
    const refusal = this.cancellation.refusal(job);
    if (refusal !== undefined) {
      submission.onEnd(refusal);
      return;
    }
    this.jobs.set(jobId, job);
    this.beginJob(job);
  }

  /** Makes the job's stages and submits the last; again if it had to wait for slots. */
  private beginJob(job: ActiveJob): void {
    if (!this.jobs.has(job.id)) {
      return;
    }
    let finalStage: Stage;
    try {
      finalStage = this.graph.addResultStage(job);
    } catch (error) {
      this.failJob(job, failureOfDriver(error));
      return;
    }
    const stages = [...this.graph.stages.values()].filter((stage) => stage.jobIds.has(job.id));
    const verdict = this.admission.check(job, stages);
    if (verdict === 'wait') {
      this.graph.withdraw(job);
      return;
    }
    if (verdict !== undefined) {
      this.failJob(job, { message: verdict, cause: undefined });
      return;
    }
    job.finalStage = finalStage;
    job.isStarted = true;
    const { clock, listeners } = this.options;
    listeners.post('jobStarted', startOfJob(job, stages, clock.now()));
    this.submitStage(finalStage);
  }

  /** Submits a stage, or first all above it that are missing. */
  private submitStage(first: Stage): void {
    const stack = [first];
    for (let stage = stack.pop(); stage !== undefined; stage = stack.pop()) {
      if (stage.jobIds.size === 0 || this.states.isActive(stage)) {
        continue;
      }
      const exhausted = attemptsExhausted(stage, this.options.settings.stageAttemptsMax);
      if (exhausted !== undefined) {
        this.abortStage(stage, { reason: exhausted });
        continue;
      }
      const missing = this.graph.missingParents(stage);
      this.options.listeners.post(
        'missingParentsFound',
        stage.info,
        missing.map(({ info }) => info),
      );
      if (missing.length === 0) {
        this.submitMissingTasks(stage);
      } else {
        this.states.waiting.add(stage);
        stack.push(...missing.reverse());
      }
    }
  }

  private submitMissingTasks(stage: Stage): void {
    this.forgetPartialOutputs(stage);
    if (stage.jobIds.size === 0) {
      return;
    }
    const partitions = missingPartitions(stage, this.options.mapOutputs);
    const attempt = stage.nextAttempt++;
    stage.info = newStageInfo(stage.id, attempt, partitions.length, stage);
    stage.pendingPartitions.clear();
    this.states.running.add(stage);
    const { listeners, clock, tasks } = this.options;
    stage.info.submissionTimeMs = clock.now();
    const properties = this.propertiesOf(stage);
    let taskSet: TaskSet;
    try {
      stage.plan ??= this.options.describe(stage);
      const { plan } = stage;
      taskSet = taskSetOf(stage, attempt, partitions, { ...this.options, plan, properties });
    } catch (error) {
      this.abortStage(stage, { reason: failureOfDriver(error).message, error });
      return;
    }
    listeners.post('stageSubmitted', stage.info, properties);
    if (partitions.length === 0) {
      this.finishMapStage(stage);
      return;
    }
    for (const partition of partitions) {
      stage.pendingPartitions.add(partition);
    }
    tasks.submitTasks(taskSet);
  }

  /** What cannot be completed in part is computed as a whole. */
  private forgetPartialOutputs(stage: Stage): void {
    const { mapOutputs } = this.options;
    if (stage.shuffle === undefined || mapOutputs.isComplete(stage.shuffle.shuffleId)) {
      return;
    }
    if (stage.isIndeterminate) {
      this.recovery.rollBack(stage);
    } else if (stage.isBarrier) {
      mapOutputs.removeAllOutputs(stage.shuffle.shuffleId);
    }
  }

  private handleTaskEnd(attempt: TaskAttempt, end: TaskEnd): void {
    const { blocks, listeners } = this.options;
    const { location, taskSet } = attempt;
    const stage = this.graph.stages.get(taskSet.stageId);
    if (stage === undefined || isIgnored(stage, attempt)) {
      return;
    }
    switch (end.status) {
      case 'success':
        listeners.post('blocksStored', location, blocks.update(location, end.blocks));
        if (stage.job === undefined) {
          this.mapTaskSucceeded(stage, attempt);
        } else {
          this.resultTaskSucceeded(stage, stage.job, attempt, end.value);
        }
        return;
      case 'fetch-failed':
        this.recovery.fetchFailed(stage, attempt, end);
        return;
      case 'resubmitted':
        listeners.post('taskResubmitted', stage.info, attempt);
        stage.pendingPartitions.add(attempt.spec.partition);
    }
    if (stage.isBarrier) {
      this.recovery.barrierTaskFailed(stage, attempt, end);
    }
  }

  private resultTaskSucceeded(
    stage: Stage,
    job: ActiveJob,
    attempt: TaskAttempt,
    value: Uint8Array | number | undefined,
  ): void {
    const { submission } = job;
    const index = resultIndex(job, attempt.spec.partition);
    if (job.finished[index] === 1) {
      return;
    }
    job.finished[index] = 1;
    job.finishedCount += 1;
    this.noteOlderAttempt(stage, attempt);
    try {
      submission.onResult(index, value);
    } catch (error) {
      this.failJob(job, failureOfDriver(error));
      return;
    }
    if (job.finishedCount === submission.partitions.length) {
      this.states.finish(stage, undefined);
      this.options.listeners.post('jobSucceeding', job.id);
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
    if (this.states.running.has(stage) && stage.pendingPartitions.size === 0) {
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
    this.states.finish(stage, undefined);
    const shuffleId = (stage.shuffle as NonNullable<Stage['shuffle']>).shuffleId;
    if (!this.options.mapOutputs.isComplete(shuffleId)) {
      // Outputs were lost while the last tasks ran.
      this.submitStage(stage);
      return;
    }
    this.options.listeners.post('newlyRunnableSought', this.states.infos());
    for (const child of this.states.takeWaitingFor(stage)) {
      this.submitStage(child);
    }
  }

  private resubmitFailed(): void {
    this.options.listeners.post('failedStagesResubmitted');
    for (const stage of this.states.takeFailed()) {
      this.submitStage(stage);
    }
  }

  /** Fails every active job that needs the stage. */
  private abortStage(stage: Stage, stageFailure: StageFailure): void {
    const failure = failureOfJob(stageFailure);
    for (const jobId of stage.jobIds) {
      const job = this.jobs.get(jobId);
      if (job !== undefined) {
        this.failJob(job, failure);
      }
    }
    this.states.finish(stage, failure.told);
  }

  private failJob(job: ActiveJob, failure: JobFailure): void {
    const told = failure.told ?? failure.message;
    this.endJob(job, told);
    if (job.isStarted) {
      this.options.listeners.post('jobEnded', job.id, this.options.clock.now(), told);
    }
    job.submission.onEnd(failure);
  }

  /** Drops the job and the stages that only it used. */
  private endJob(job: ActiveJob, failure?: string): void {
    this.jobs.delete(job.id);
    const isInterrupted = isInterruptedOnCancel(job.submission.properties);
    const reason = failure === undefined ? 'Stage finished' : `Stage cancelled: ${failure}`;
    for (const stage of this.graph.release(job)) {
      if (failure === undefined ? stage === job.finalStage : this.states.running.has(stage)) {
        this.options.listeners.post('stageCancelled', stage.info, failure ?? reason);
      }
      this.states.waiting.delete(stage);
      this.states.failed.delete(stage);
      this.options.tasks.cancelStage(stage.id, isInterrupted, reason);
      this.states.finish(stage, failure);
    }
    this.admission.forget(job);
    this.recovery.disarmIfIdle();
  }

  private propertiesOf(stage: Stage): Readonly<Record<string, string>> {
    return this.jobs.get(stage.firstJobId)?.submission.properties ?? {};
  }
}
