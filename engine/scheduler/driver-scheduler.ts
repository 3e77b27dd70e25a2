/** Puts the driver's parts together: DAG scheduler, task scheduler, trackers and a backend. */
import type { Clock } from '../../base/time/clock.ts';
import type { SchedulerQuestion } from '../executor/slot-question.ts';
import type { JobRequest } from '../rdd/job-runner.ts';
import { MapOutputTracker } from '../shuffle/map-output-tracker.ts';
import { ExecutorAllocationManager } from './allocation/executor-allocation-manager.ts';
import { BarrierCoordinator } from './barrier-coordinator.ts';
import { BlockTracker } from './block-tracker.ts';
import { DagScheduler } from './dag-scheduler.ts';
import { Decommissioner } from './decommission/decommissioner.ts';
import { describeStage } from './describe-stage.ts';
import { readFairSchedulerFile } from './fair-scheduler-file.ts';
import { CALL_SITE_SHORT, checkJobTag, type LocalProperties } from './job-properties.ts';
import { OutputCommitCoordinator } from './output-commit-coordinator.ts';
import { ResultSizeGuard } from './result-size-guard.ts';
import type { SchedulerBackend } from './scheduler-backend.ts';
import { ListenerBus } from './scheduler-events.ts';
import type { ExecutorSummary, PoolInfo, SchedulerPort, SubmittedJob } from './scheduler-port.ts';
import type { SchedulerSettings } from './scheduler-settings.ts';
import type { JobFailure } from './stage.ts';
import { StarvationWatch } from './starvation-watch.ts';
import { TaskScheduler } from './task-scheduler.ts';

/** What Spark gives as the reason where `killTaskAttempt` was given none. */
const KILLED_BY_REQUEST = 'killed via SparkContext.killTaskAttempt';

export interface DriverSchedulerOptions {
  readonly backend: SchedulerBackend;
  readonly clock: Clock;
  readonly settings: SchedulerSettings;
  readonly maxResultSizeBytes: number;
  readonly outputsOutliveExecutors: boolean;
  readonly directoryOf: (executorId: string) => string;
}

export class DriverScheduler implements SchedulerPort {
  readonly listeners = new ListenerBus((error) => {
    process.emitWarning(error instanceof Error ? error : String(error));
  });
  private readonly options: DriverSchedulerOptions;
  private readonly dag: DagScheduler;
  private readonly tasks: TaskScheduler;
  private readonly blocks = new BlockTracker();
  private readonly mapOutputs = new MapOutputTracker();
  private readonly commits = new OutputCommitCoordinator();
  private readonly barriers: BarrierCoordinator;
  private readonly starvation: StarvationWatch;
  private readonly allocation: ExecutorAllocationManager | undefined;
  private readonly decommissioner: Decommissioner;

  constructor(options: DriverSchedulerOptions) {
    this.options = options;
    const { backend, clock, outputsOutliveExecutors } = options;
    const settings = settingsFor(backend, options.settings);
    const { listeners, blocks, mapOutputs } = this;
    this.tasks = new TaskScheduler({
      backend,
      clock,
      listeners,
      settings,
      pools: settings.mode === 'FAIR' ? readFairSchedulerFile(settings.allocationFile, warn) : [],
      warn,
      currentEpoch: () => mapOutputs.epoch,
      holderOf: ({ message }, partition) =>
        message.plan.sink.kind === 'shuffle-write'
          ? mapOutputs.holderOf(message.plan.sink.shuffleId, partition)
          : undefined,
      outputsOutliveExecutors,
    });
    this.dag = new DagScheduler({
      tasks: this.tasks,
      mapOutputs,
      blocks,
      listeners,
      clock,
      settings,
      outputsOutliveExecutors,
      describe: describeStage,
      directoryOf: options.directoryOf,
    });
    this.tasks.setClient(this.dag);
    this.barriers = new BarrierCoordinator(clock, settings.barrierSyncTimeoutMs);
    this.decommissioner = this.newDecommissioner(settings);
    this.allocation = this.allocationManager(settings);
    this.starvation = new StarvationWatch({
      clock,
      timeoutMs: settings.starvationTimeoutMs,
      warn,
    });
    listeners.add(this.starvation);
    listeners.add(this.commits);
    listeners.add(this.barriers);
    listeners.add(this.decommissioner);
  }

  start(): void {
    const { tasks, dag } = this;
    this.allocation?.start(this.listeners);
    this.options.backend.start({
      executorAdded: (executor) => tasks.executorAdded(executor),
      executorLost: (executorId, reason, isCausedByApplication) =>
        tasks.executorLost(executorId, reason, isCausedByApplication),
      outputsLost: (executorId) => tasks.outputsLost(executorId),
      executorDecommissioning: (executorId) => this.executorDecommissioning(executorId),
      executorMeasured: (executorId, residentBytes) =>
        this.listeners.post('executorMeasured', executorId, {
          ProcessTreeJVMRSSMemory: residentBytes,
        }),
      slotLost: (location, reason) => tasks.slotLost(location, reason),
      taskEnded: (taskId, outcome) => tasks.taskEnded(taskId, outcome),
      asked: (question) => this.answer(question),
      failed: (reason) => dag.cancel((cancellation) => cancellation.executorsFailed(reason)),
    });
  }

  submit(
    { lineage, sink, partitions, onResult }: JobRequest,
    callSite: string,
    properties: LocalProperties,
  ): SubmittedJob {
    const total = lineage.partitionCount;
    const wanted = partitions ?? Array.from({ length: total }, (_, index) => index);
    const outside = wanted.find((partition) => partition < 0 || partition >= total);
    if (outside !== undefined) {
      throw new RangeError(
        `Attempting to access a non-existent partition: ${outside}. ` +
          `Total number of partitions: ${total}`,
      );
    }
    const guard = new ResultSizeGuard(this.options.maxResultSizeBytes);
    const { promise: ended, resolve } = Promise.withResolvers<JobFailure | undefined>();
    const jobId = this.dag.submitJob({
      rdd: lineage,
      sink,
      partitions: wanted,
      callSite,
      properties: { ...properties, [CALL_SITE_SHORT]: callSite },
      onResult: (index, value) => {
        guard.add(value);
        onResult(index, value);
      },
      onEnd: resolve,
    });
    return { jobId, ended };
  }

  cancelJob(jobId: number, reason?: string): void {
    this.dag.cancel((cancellation) => cancellation.cancelJob(jobId, reason));
  }

  cancelStage(stageId: number, reason?: string): void {
    this.dag.cancel((cancellation) => cancellation.cancelStage(stageId, reason));
  }

  cancelJobGroup(groupId: string, reason?: string): void {
    this.dag.cancel((cancellation) => cancellation.cancelGroup(groupId, reason));
  }

  cancelJobGroupAndFutureJobs(groupId: string, reason?: string): void {
    this.dag.cancel((cancellation) => cancellation.cancelGroupAndFutureJobs(groupId, reason));
  }

  cancelJobsWithTag(tag: string, reason?: string): void {
    checkJobTag(tag);
    this.dag.cancel((cancellation) => cancellation.cancelTag(tag, reason));
  }

  cancelAllJobs(reason?: string): void {
    this.dag.cancel((cancellation) => cancellation.cancelAll(reason));
  }

  killTaskAttempt(taskId: number, interruptThread = true, reason = KILLED_BY_REQUEST): boolean {
    return this.tasks.killTaskAttempt(taskId, interruptThread, reason);
  }

  activeJobIds(): readonly number[] {
    return this.dag.activeJobIds();
  }

  activeStageIds(): readonly number[] {
    return this.dag.activeStageIds();
  }

  pools(): readonly PoolInfo[] {
    return this.tasks.poolInfos();
  }

  executors(): readonly ExecutorSummary[] {
    return this.tasks.executorSummaries();
  }

  /** @returns whether the backend has executors to ask for */
  requestExecutors(total: number): boolean {
    const { backend } = this.options;
    backend.requestExecutors?.(total);
    return backend.requestExecutors !== undefined;
  }

  /** Ends executors that are there, without others in their places. */
  removeExecutors(executorIds: readonly string[]): boolean {
    const { backend } = this.options;
    const known = this.executors().filter(({ executorId }) => executorIds.includes(executorId));
    if (known.length === 0 || !this.requestExecutors(this.executors().length - known.length)) {
      return false;
    }
    for (const { executorId } of known) {
      this.tasks.executors.markLeaving(executorId);
      backend.removeExecutor?.(executorId, 'Executor killed by driver.');
    }
    return true;
  }

  /** Resolves when no executor keeps a block of it any more. */
  dropRdd(rddId: number): Promise<void> {
    this.blocks.dropRdd(rddId);
    this.allocation?.monitor.rddDropped(rddId);
    return this.options.backend.dropRdd(rddId);
  }

  /** For shuffles that no job will read or write any more. Resolves when their files are gone. */
  dropShuffles(shuffleIds: readonly number[]): Promise<void> {
    for (const shuffleId of shuffleIds) {
      this.mapOutputs.unregisterShuffle(shuffleId);
    }
    this.allocation?.monitor.shufflesDropped(shuffleIds);
    return this.options.backend.dropShuffles(shuffleIds);
  }

  private allocationManager(settings: SchedulerSettings): ExecutorAllocationManager | undefined {
    const { backend, clock } = this.options;
    return settings.allocation === undefined
      ? undefined
      : new ExecutorAllocationManager({
          settings: settings.allocation,
          clock,
          slotsPerExecutor: backend.slotsPerExecutor,
          request: (executors) => backend.requestExecutors?.(executors),
          remove: (executorId) => {
            if (settings.decommission.isEnabled) {
              this.decommissioner.decommission(executorId, 'spark scale down');
              return;
            }
            this.tasks.executors.markLeaving(executorId);
            backend.removeExecutor?.(executorId, 'Executor killed by driver.');
          },
        });
  }

  private newDecommissioner({ decommission }: SchedulerSettings): Decommissioner {
    const { backend, outputsOutliveExecutors, directoryOf } = this.options;
    const { blocks, mapOutputs, listeners } = this;
    return new Decommissioner({
      settings: decommission,
      executors: this.tasks.executors,
      blocks,
      mapOutputs,
      outputsOutliveExecutors,
      backend,
      directoryOf,
      onBegin: (executorId) => listeners.post('decommissionBegun', executorId),
      onBlockMoved: (location, block) =>
        listeners.post('blocksStored', location, blocks.update(location, [block])),
    });
  }

  /** Its machine will go: where that is of no use to anybody it ends as if it had not been told. */
  private executorDecommissioning(executorId: string): void {
    const { backend, settings } = this.options;
    this.listeners.post('executorDecommissioning', executorId);
    if (settings.decommission.isEnabled) {
      this.decommissioner.decommission(executorId, `Executor ${executorId} is decommissioned.`);
    } else {
      backend.removeExecutor?.(executorId, 'Command was ended by SIGPWR');
    }
  }

  private answer(question: SchedulerQuestion): unknown {
    switch (question.type) {
      case 'can-commit':
        return this.commits.canCommit(question);
      case 'barrier-sync':
        return this.barriers.meet(question);
      case 'block-holders':
        return this.blocks.holders(question.block, question.executorId);
      case 'barrier-hosts':
        return this.barriers.hostsOf(question);
    }
  }

  stop(): Promise<void> {
    this.allocation?.stop();
    this.starvation.stop();
    return this.options.backend.stop();
  }
}

/** Threads of the driver are not allocated, whatever the settings say. */
function settingsFor(backend: SchedulerBackend, settings: SchedulerSettings): SchedulerSettings {
  return backend.requestExecutors === undefined ? { ...settings, allocation: undefined } : settings;
}

function warn(message: string): void {
  process.emitWarning(message);
}
