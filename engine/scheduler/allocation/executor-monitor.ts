/** Since when each executor has had nothing to do, and what it keeps for others meanwhile. */
import type { Clock } from '../../../base/time/clock.ts';
import type { StoredBlock } from '../../executor/slot-protocol.ts';
import type { ExecutorInfo } from '../scheduler-backend.ts';
import type { JobStart, SchedulerListener } from '../scheduler-events.ts';
import type { SlotLocation, TaskAttempt, TaskEnd } from '../task-set.ts';
import type { AllocationSettings } from './allocation-settings.ts';

interface MonitoredExecutor {
  runningTasks: number;
  idleSinceMs: number;
  /** Blocks of persisted RDDs, `<RDD>:<partition>`. */
  readonly blocks: Set<string>;
  readonly shuffleIds: Set<number>;
  isLeaving: boolean;
}

export class ExecutorMonitor implements SchedulerListener {
  private readonly settings: AllocationSettings;
  private readonly clock: Clock;
  private readonly executors = new Map<string, MonitoredExecutor>();
  /** Shuffles that each active job writes or reads. */
  private readonly shufflesOfJobs = new Map<number, readonly number[]>();

  constructor(settings: AllocationSettings, clock: Clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Executors that are there and not about to leave. */
  get present(): number {
    let count = 0;
    for (const { isLeaving } of this.executors.values()) {
      count += isLeaving ? 0 : 1;
    }
    return count;
  }

  /** Executors that were idle for too long, the longest first. */
  timedOut(): string[] {
    const nowMs = this.clock.now();
    const active = new Set([...this.shufflesOfJobs.values()].flat());
    return [...this.executors]
      .filter(([, executor]) => !executor.isLeaving && this.deadlineMs(executor, active) <= nowMs)
      .sort(([, left], [, right]) => left.idleSinceMs - right.idleSinceMs)
      .map(([executorId]) => executorId);
  }

  markLeaving(executorId: string): void {
    const executor = this.executors.get(executorId);
    if (executor !== undefined) {
      executor.isLeaving = true;
    }
  }

  executorAdded({ executorId }: ExecutorInfo): void {
    if (!this.executors.has(executorId)) {
      this.executors.set(executorId, {
        runningTasks: 0,
        idleSinceMs: this.clock.now(),
        blocks: new Set(),
        shuffleIds: new Set(),
        isLeaving: false,
      });
    }
  }

  executorRemoved(executorId: string): void {
    this.executors.delete(executorId);
  }

  jobStarted({ jobId, stages }: JobStart): void {
    const shuffleIds = stages.map(({ shuffleId }) => shuffleId).filter((id) => id !== undefined);
    this.shufflesOfJobs.set(jobId, shuffleIds);
  }

  jobEnded(jobId: number): void {
    this.shufflesOfJobs.delete(jobId);
  }

  taskStarted({ location }: TaskAttempt): void {
    const executor = this.executors.get(location.executorId);
    if (executor !== undefined) {
      executor.runningTasks += 1;
    }
  }

  taskEnded({ location, taskSet, taskId }: TaskAttempt, end: TaskEnd): void {
    const executor = this.executors.get(location.executorId);
    if (executor === undefined || taskId < 0) {
      return;
    }
    executor.runningTasks -= 1;
    if (executor.runningTasks === 0) {
      executor.idleSinceMs = this.clock.now();
    }
    const { sink } = taskSet.message.plan;
    const hasFiles = end.status === 'success' && sink.kind === 'shuffle-write';
    if (hasFiles && this.settings.tracksShuffles) {
      executor.shuffleIds.add(sink.shuffleId);
    }
  }

  blocksStored({ executorId }: SlotLocation, blocks: readonly StoredBlock[]): void {
    for (const { rddId, partition, isDropped } of blocks) {
      const name = `${rddId}:${partition}`;
      const held = this.executors.get(executorId)?.blocks;
      if (isDropped === true) {
        held?.delete(name);
      } else {
        held?.add(name);
      }
    }
  }

  /** An RDD is not kept any more. */
  rddDropped(rddId: number): void {
    for (const { blocks } of this.executors.values()) {
      for (const name of blocks) {
        if (name.startsWith(`${rddId}:`)) {
          blocks.delete(name);
        }
      }
    }
  }

  /** Nobody will read them any more. */
  shufflesDropped(dropped: readonly number[]): void {
    for (const { shuffleIds } of this.executors.values()) {
      for (const shuffleId of dropped) {
        shuffleIds.delete(shuffleId);
      }
    }
  }

  private deadlineMs(executor: MonitoredExecutor, active: ReadonlySet<number>): number {
    const { runningTasks, blocks, shuffleIds, idleSinceMs } = executor;
    const isNeeded = [...shuffleIds].some((shuffleId) => active.has(shuffleId));
    if (runningTasks > 0 || isNeeded) {
      return Number.POSITIVE_INFINITY;
    }
    const { idleTimeoutMs, cachedIdleTimeoutMs, shuffleTimeoutMs } = this.settings;
    const timeouts = [
      ...(blocks.size > 0 ? [cachedIdleTimeoutMs] : []),
      ...(shuffleIds.size > 0 ? [shuffleTimeoutMs] : []),
    ];
    return idleSinceMs + (timeouts.length === 0 ? idleTimeoutMs : Math.min(...timeouts));
  }
}
