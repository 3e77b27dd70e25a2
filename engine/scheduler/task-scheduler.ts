/**
 * Spreads the tasks of all active stage attempts over the slots of all executors, first come first
 * served, and repeats what fails. It holds no threads: every call is an event on the driver's
 * thread.
 */
import type { Clock, Timer } from '../../base/time/clock.ts';
import type { ErrorDescription, TaskOutcome } from '../executor/slot-protocol.ts';
import { describeTaskEnd } from './describe-task-end.ts';
import type { ExecutorInfo, SchedulerBackend } from './scheduler-backend.ts';
import type { ListenerBus } from './scheduler-events.ts';
import type { ExecutorSummary } from './scheduler-port.ts';
import {
  type SlotLocation,
  type TaskAttempt,
  type TaskEnd,
  type TaskSet,
  taskSetName,
} from './task-set.ts';
import { type Offer, TaskSetManager, type TaskSetSettings } from './task-set-manager.ts';

/** What the DAG scheduler asks for. */
export interface TaskSubmitter {
  submitTasks(taskSet: TaskSet): void;
  cancelStage(stageId: number): void;
  partitionCompleted(stageId: number, partition: number): void;
}

/** What the DAG scheduler is told. */
export interface TaskSchedulerClient {
  taskEnded(attempt: TaskAttempt, end: TaskEnd): void;
  taskSetFailed(taskSet: TaskSet, reason: string, cause: ErrorDescription | undefined): void;
  executorLost(executorId: string, reason: string): void;
  slotLost(location: SlotLocation): void;
}

export interface TaskSchedulerOptions {
  readonly backend: SchedulerBackend;
  readonly clock: Clock;
  readonly settings: TaskSetSettings;
  readonly listeners: ListenerBus;
  /** The tracker's epoch, which attempts remember. */
  readonly currentEpoch: () => number;
}

interface Executor {
  readonly info: ExecutorInfo;
  /** The attempt in each slot. */
  readonly slots: (TaskAttempt | undefined)[];
}

interface RunningAttempt {
  readonly attempt: TaskAttempt;
  readonly manager: TaskSetManager;
  /** Why it was told to end. */
  killReason?: string;
}

export class TaskScheduler implements TaskSubmitter {
  private readonly options: TaskSchedulerOptions;
  private readonly executors = new Map<string, Executor>();
  /** In the order in which they may launch. */
  private managers: TaskSetManager[] = [];
  private readonly attempts = new Map<number, RunningAttempt>();
  private client: TaskSchedulerClient | undefined;
  private nextTaskId = 0;
  private localityTimer: Timer | undefined;

  constructor(options: TaskSchedulerOptions) {
    this.options = options;
  }

  setClient(client: TaskSchedulerClient): void {
    this.client = client;
  }

  /** Older attempts of the same stage launch nothing more. */
  submitTasks(taskSet: TaskSet): void {
    for (const manager of this.managers) {
      if (manager.taskSet.stageId === taskSet.stageId) {
        manager.isZombie = true;
      }
    }
    const { settings, clock } = this.options;
    const isAlive = ({ executorId }: SlotLocation) => this.executors.has(executorId);
    this.managers.push(new TaskSetManager(taskSet, settings, isAlive, clock.now()));
    this.managers.sort(
      ({ taskSet: left }, { taskSet: right }) =>
        left.priority - right.priority || left.stageId - right.stageId,
    );
    this.schedule();
  }

  /** Ends a stage's attempts: nothing more is launched, what runs is given up. */
  cancelStage(stageId: number): void {
    for (const manager of this.managers.filter(({ taskSet }) => taskSet.stageId === stageId)) {
      manager.isZombie = true;
      for (const { location, taskId } of manager.running.values()) {
        this.options.backend.kill(location, taskId, true);
      }
      this.removeIfFinished(manager);
    }
  }

  /** A partition that an older attempt of the stage has computed need not be computed again. */
  partitionCompleted(stageId: number, partition: number): void {
    for (const manager of this.managers) {
      if (manager.taskSet.stageId === stageId) {
        manager.partitionCompleted(partition);
        this.removeIfFinished(manager);
      }
    }
  }

  executorAdded(info: ExecutorInfo): void {
    const slots = new Array<TaskAttempt | undefined>(info.slots).fill(undefined);
    this.executors.set(info.executorId, { info, slots });
    this.options.listeners.post('executorAdded', info, this.options.clock.now());
    this.schedule();
  }

  executorLost(executorId: string, reason: string, isCausedByApplication: boolean): void {
    const executor = this.executors.get(executorId);
    if (executor === undefined) {
      return;
    }
    this.executors.delete(executorId);
    this.options.listeners.post('executorRemoved', executorId, reason, this.options.clock.now());
    // The outputs are gone before the tasks' ends are told: what they lead to must know it.
    this.client?.executorLost(executorId, reason);
    for (const attempt of executor.slots) {
      if (attempt !== undefined) {
        this.attemptEnded(attempt.taskId, {
          status: 'executor-lost',
          reason,
          isCausedByApplication,
        });
      }
    }
    for (const manager of [...this.managers]) {
      for (const spec of manager.outputsLost(executorId)) {
        this.client?.taskEnded(this.lostAttempt(manager, spec, executor.info), {
          status: 'resubmitted',
        });
      }
      manager.rebuildPending();
    }
    this.schedule();
  }

  slotLost(location: SlotLocation, reason: string): void {
    const executor = this.executors.get(location.executorId);
    const attempt = executor?.slots[location.slot];
    this.client?.slotLost(location);
    if (attempt !== undefined) {
      this.attemptEnded(attempt.taskId, {
        status: 'executor-lost',
        reason,
        isCausedByApplication: true,
      });
    }
    this.schedule();
  }

  taskEnded(taskId: number, outcome: TaskOutcome): void {
    const location = this.attemptEnded(taskId, outcome);
    if (location === undefined) {
      return;
    }
    this.scheduleSlot(location);
    this.armLocalityTimer();
  }

  /** @returns whether the attempt was running */
  killTaskAttempt(taskId: number, interruptThread: boolean, reason: string): boolean {
    const known = this.attempts.get(taskId);
    if (known !== undefined) {
      known.killReason = reason;
      this.options.backend.kill(known.attempt.location, taskId, interruptThread);
    }
    return known !== undefined;
  }

  executorSummaries(): ExecutorSummary[] {
    return [...this.executors.values()].map(({ info, slots }) => ({
      executorId: info.executorId,
      host: info.host,
      totalSlots: info.slots,
      runningTasks: slots.filter((attempt) => attempt !== undefined).length,
    }));
  }

  /** How many attempts run, for checks at the end. */
  get runningCount(): number {
    return this.attempts.size;
  }

  get activeTaskSetCount(): number {
    return this.managers.length;
  }

  /** @returns the slot that is free now; undefined for an attempt that is not known any more */
  private attemptEnded(taskId: number, end: TaskEnd): SlotLocation | undefined {
    const known = this.attempts.get(taskId);
    if (known === undefined) {
      return undefined;
    }
    const { attempt, manager } = known;
    this.attempts.delete(taskId);
    const executor = this.executors.get(attempt.location.executorId);
    if (executor !== undefined) {
      executor.slots[attempt.location.slot] = undefined;
    }
    const { listeners, clock } = this.options;
    const reason = known.killReason;
    const told = end.status === 'killed' && reason !== undefined ? { ...end, reason } : end;
    listeners.post('taskEnded', attempt, told, clock.now());
    this.settle(manager, attempt, told);
    this.removeIfFinished(manager);
    return attempt.location;
  }

  private settle(manager: TaskSetManager, attempt: TaskAttempt, end: TaskEnd): void {
    switch (end.status) {
      case 'success':
        if (manager.taskSucceeded(attempt)) {
          this.client?.taskEnded(attempt, end);
        }
        return;
      case 'fetch-failed':
        manager.fetchFailed(attempt);
        this.client?.taskEnded(attempt, end);
        return;
      case 'killed':
        manager.taskFailed(attempt, false);
        return;
      case 'failed':
        this.settleFailure(manager, attempt, end, true);
        return;
      case 'executor-lost':
        this.settleFailure(manager, attempt, end, end.isCausedByApplication);
        return;
      case 'resubmitted':
        return;
    }
  }

  private settleFailure(
    manager: TaskSetManager,
    attempt: TaskAttempt,
    end: Extract<TaskEnd, { status: 'failed' | 'executor-lost' }>,
    isCounted: boolean,
  ): void {
    const wasZombie = manager.isZombie;
    const failures = manager.taskFailed(attempt, isCounted);
    this.client?.taskEnded(attempt, end);
    const cause = end.status === 'failed' ? end.error : undefined;
    const isFinal = end.status === 'failed' && end.isFinal && !wasZombie;
    if (failures === undefined && !isFinal) {
      return;
    }
    manager.isZombie = true;
    const name = `Task ${attempt.spec.index} in stage ${taskSetName(manager.taskSet)}`;
    const recent = describeTaskEnd(attempt, end);
    const reason = isFinal
      ? `${name} had a not serializable result: ${end.error.message}`
      : `${name} failed ${failures} times, most recent failure: ${recent}`;
    this.client?.taskSetFailed(manager.taskSet, reason, cause);
  }

  private removeIfFinished(manager: TaskSetManager): void {
    if (manager.isFinished) {
      const at = this.managers.indexOf(manager);
      if (at >= 0) {
        this.managers.splice(at, 1);
        this.options.backend.dropStage(manager.taskSet.message.stageKey);
      }
    }
  }

  /** One task a slot and pass, so that executors share the work evenly. */
  private schedule(): void {
    for (const [executorId, { slots }] of this.executors) {
      for (let slot = 0; slot < slots.length; slot += 1) {
        if (slots[slot] === undefined) {
          this.scheduleSlot({ executorId, slot });
        }
      }
    }
    this.armLocalityTimer();
  }

  private scheduleSlot(location: SlotLocation): void {
    const executor = this.executors.get(location.executorId);
    if (executor === undefined || executor.slots[location.slot] !== undefined) {
      return;
    }
    const nowMs = this.options.clock.now();
    for (const manager of this.managers) {
      const offer = manager.offer(location, nowMs);
      if (offer !== undefined) {
        this.launch(manager, offer, location, executor, nowMs);
        return;
      }
    }
  }

  private launch(
    manager: TaskSetManager,
    { spec, attemptNumber, locality }: Offer,
    location: SlotLocation,
    executor: Executor,
    nowMs: number,
  ): void {
    const { backend, listeners, currentEpoch } = this.options;
    const { taskSet } = manager;
    const attempt: TaskAttempt = {
      taskId: this.nextTaskId++,
      taskSet,
      spec,
      attemptNumber,
      location,
      host: executor.info.host,
      locality,
      launchTimeMs: nowMs,
      epoch: currentEpoch(),
    };
    this.attempts.set(attempt.taskId, { attempt, manager });
    executor.slots[location.slot] = attempt;
    manager.started(attempt);
    listeners.post('taskStarted', attempt);
    backend.launch(
      location,
      {
        type: 'task',
        taskId: attempt.taskId,
        stageKey: taskSet.message.stageKey,
        partition: spec.partition,
        stageId: taskSet.stageId,
        stageAttempt: taskSet.stageAttempt,
        attemptNumber,
        sources: spec.sources(),
      },
      taskSet.message,
    );
  }

  /** Slots that are free now may be offered tasks that wait for busy ones, but not yet. */
  private armLocalityTimer(): void {
    if (this.localityTimer !== undefined || !this.managers.some((set) => set.waitsForLocality)) {
      return;
    }
    const { clock, settings } = this.options;
    this.localityTimer = clock.setTimer(settings.localityWaitMs, () => {
      this.localityTimer = undefined;
      this.schedule();
    });
  }

  private lostAttempt(
    { taskSet }: TaskSetManager,
    spec: TaskAttempt['spec'],
    { executorId, host }: ExecutorInfo,
  ): TaskAttempt {
    return {
      taskId: -1,
      taskSet,
      spec,
      attemptNumber: 0,
      location: { executorId, slot: 0 },
      host,
      locality: 'ANY',
      launchTimeMs: this.options.clock.now(),
      epoch: this.options.currentEpoch(),
    };
  }
}
