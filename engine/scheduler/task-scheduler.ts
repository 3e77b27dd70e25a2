/**
 * Spreads the tasks of all active stage attempts over the slots of all executors, in the order of
 * their pools, and repeats what fails. It holds no threads: every call is an event on the driver's
 * thread.
 */
import type { TaskOutcome } from '../executor/slot-protocol.ts';
import { killedEnd, lostEnd } from './ends-of-lost-tasks.ts';
import { ExecutorTable } from './executor-table.ts';
import { HealthTracker } from './health-tracker.ts';
import { SCHEDULER_POOL } from './job-properties.ts';
import { LaunchAhead, TASKS_AHEAD_MAX } from './launch-ahead.ts';
import { type LaunchStamp, lostAttempt, newAttempt, taskMessage } from './new-attempt.ts';
import { offerSlots, waitsForManySlots } from './offer-round.ts';
import { OfferTimer } from './offer-timer.ts';
import { SchedulablePools } from './schedulable-pools.ts';
import type { ExecutorInfo } from './scheduler-backend.ts';
import type { ExecutorSummary, PoolInfo } from './scheduler-port.ts';
import { needless, type SettledTaskEnd, settleTaskEnd } from './settle-task-end.ts';
import { SpeculationRounds } from './speculation-rounds.ts';
import type {
  TaskSchedulerClient,
  TaskSchedulerOptions,
  TaskSubmitter,
} from './task-scheduler-port.ts';
import type { SlotLocation, SlotOffer, TaskAttempt, TaskEnd, TaskSet } from './task-set.ts';
import { TaskSetExclusion } from './task-set-exclusion.ts';
import { type Offer, TaskSetManager } from './task-set-manager.ts';
import { UnschedulableTaskSets } from './unschedulable-task-sets.ts';

interface RunningAttempt {
  readonly attempt: TaskAttempt;
  readonly manager: TaskSetManager;
  /** Why it was told to end. */
  killReason?: string;
}

export class TaskScheduler implements TaskSubmitter {
  readonly executors = new ExecutorTable();
  private readonly options: TaskSchedulerOptions;
  private readonly pools: SchedulablePools<TaskSetManager>;
  private readonly health: HealthTracker;
  private readonly unschedulable: UnschedulableTaskSets;
  private readonly speculation: SpeculationRounds;
  private readonly timer: OfferTimer;
  private readonly ahead = new LaunchAhead();
  private readonly attempts = new Map<number, RunningAttempt>();
  private client: TaskSchedulerClient | undefined;
  private nextTaskId = 0;

  constructor(options: TaskSchedulerOptions) {
    this.options = options;
    const { settings, clock, listeners, backend, warn } = options;
    this.pools = new SchedulablePools({ mode: settings.mode, configured: options.pools, warn });
    const replaceExecutor = this.executors.removerBy(backend);
    this.timer = new OfferTimer(clock, () => this.schedule());
    this.speculation = new SpeculationRounds({
      settings: settings.speculation,
      clock,
      listeners,
      managers: () => this.pools.members(),
      slotsPerExecutor: () => this.executors.slotsPerExecutor,
      onFound: () => this.schedule(),
    });
    this.health = new HealthTracker({
      settings: settings.exclusion,
      clock,
      listeners,
      killExecutor: (executorId, reason) => replaceExecutor?.(executorId, reason),
      executorsOn: (host) => this.executors.executorsOn(host),
    });
    this.unschedulable = new UnschedulableTaskSets({
      settings,
      clock,
      listeners,
      executors: this.executors,
      health: this.health,
      replaceExecutor,
      abort: (manager, reason) => this.abort(manager, reason),
    });
  }

  setClient(client: TaskSchedulerClient): void {
    this.client = client;
  }

  /** Older attempts of the same stage launch nothing more. */
  submitTasks(taskSet: TaskSet): void {
    for (const manager of this.managersOf(taskSet.stageId)) {
      manager.isZombie = true;
    }
    const { settings, clock } = this.options;
    const { isTaskAndStageEnabled, isApplicationEnabled } = settings.exclusion;
    const exclusion =
      isTaskAndStageEnabled || isApplicationEnabled
        ? new TaskSetExclusion(taskSet, settings.exclusion, this.options)
        : undefined;
    const context = { settings, places: this.executors, exclusion, nowMs: clock.now() };
    const manager = new TaskSetManager(taskSet, context);
    const pool = this.pools.add(manager, taskSet.properties[SCHEDULER_POOL]);
    this.options.listeners.post('taskSetSubmitted', taskSet, pool);
    this.schedule();
    this.speculation.start();
  }

  /** Ends a stage's attempts: nothing more is launched, what runs is given up. */
  cancelStage(stageId: number, interruptThread: boolean, reason: string): void {
    this.killTasksOf(stageId, interruptThread, reason);
    for (const manager of this.managersOf(stageId)) {
      manager.isZombie = true;
      this.removeIfFinished(manager);
    }
  }

  killTasksOf(stageId: number, interruptThread: boolean, reason: string): void {
    for (const manager of this.managersOf(stageId)) {
      if (!manager.isFinished) {
        this.options.listeners.post('taskSetCancelled', manager.taskSet);
      }
      for (const taskId of [...manager.running.keys()]) {
        this.killTaskAttempt(taskId, interruptThread, reason);
      }
    }
  }

  /** A partition that an older attempt of the stage has computed need not be computed again. */
  partitionCompleted(stageId: number, partition: number): void {
    for (const manager of this.managersOf(stageId)) {
      manager.partitionCompleted(partition);
      this.removeIfFinished(manager);
    }
  }

  executorAdded(info: ExecutorInfo): void {
    this.executors.add(info);
    this.options.listeners.post('executorAdded', info, this.options.clock.now());
    this.client?.executorAdded();
    this.placesChanged();
    this.schedule();
  }

  executorLost(executorId: string, reason: string, isCausedByApplication: boolean): void {
    const removed = this.executors.remove(executorId);
    if (removed === undefined) {
      return;
    }
    const { listeners, clock, outputsOutliveExecutors } = this.options;
    this.health.executorRemoved(executorId);
    listeners.post('executorRemoved', executorId, reason, clock.now());
    // The outputs are gone before the tasks' ends are told: what they lead to must know it.
    this.client?.executorLost(executorId, reason);
    for (const { taskId } of removed.attempts) {
      this.attemptEnded(taskId, lostEnd(reason, isCausedByApplication));
    }
    for (const { taskId } of removed.ahead) {
      this.attemptEnded(taskId, lostEnd(reason, false));
    }
    if (!outputsOutliveExecutors) {
      this.resubmitOutputs(executorId, removed.host);
    }
    if (!outputsOutliveExecutors) {
      listeners.post('outputsLost', executorId, this.options.currentEpoch());
    }
    this.placesChanged();
    this.schedule();
  }

  /** Where outputs outlive executors: those of this one are gone as well. */
  outputsLost(executorId: string): void {
    this.client?.outputsLost(executorId);
    this.resubmitOutputs(executorId, '');
    this.schedule();
  }

  /** What it has finished of task sets that still run is to be done again. */
  private resubmitOutputs(executorId: string, host: string): void {
    const nowMs = this.options.clock.now();
    for (const manager of [...this.pools.members()]) {
      for (const spec of manager.outputsLost(executorId, this.options.holderOf)) {
        const place = { executorId, slot: 0, host };
        const lost = lostAttempt(manager.taskSet, spec, place, this.stamp(nowMs, -1));
        this.client?.taskEnded(lost, { status: 'resubmitted' });
      }
    }
  }

  slotLost(location: SlotLocation, reason: string): void {
    const attempt = this.executors.attemptIn(location);
    this.client?.slotLost(location);
    if (attempt !== undefined) {
      const wasKilled = this.attempts.get(attempt.taskId)?.killReason !== undefined;
      this.attemptEnded(attempt.taskId, wasKilled ? killedEnd() : lostEnd(reason, true));
    }
    this.schedule();
  }

  taskEnded(taskId: number, outcome: TaskOutcome): void {
    const location = this.attemptEnded(taskId, outcome);
    if (location === undefined) {
      return;
    }
    if (outcome.status !== 'success' || waitsForManySlots(this.pools.members())) {
      this.schedule();
      return;
    }
    const offer = this.executors.offerOf(location);
    if (offer !== undefined) {
      this.offer([offer], false);
    }
    this.launchAhead(location);
  }

  /** Sends a busy slot more of the one set that there is, where that is worth it. */
  private launchAhead(location: SlotLocation): void {
    const [manager] = this.pools.members();
    const isLone = this.options.backend.queuesTasks === true && this.pools.size === 1;
    if (manager === undefined || !isLone || !this.ahead.isFor(manager, this.slotCount)) {
      return;
    }
    const nowMs = this.options.clock.now();
    const nextSlot = () => this.executors.offerAhead(location, TASKS_AHEAD_MAX);
    for (let slot = nextSlot(); slot !== undefined; slot = nextSlot()) {
      const offer = manager.offer(slot, 'ANY', nowMs);
      if (offer === undefined) {
        return;
      }
      this.launch(manager, offer, slot, nowMs);
    }
  }

  /** @returns whether the attempt was running */
  killTaskAttempt(taskId: number, interruptThread: boolean, reason: string): boolean {
    const known = this.attempts.get(taskId);
    if (known !== undefined) {
      known.killReason ??= reason;
      this.options.backend.kill(known.attempt.location, taskId, interruptThread);
    }
    return known !== undefined;
  }

  get slotCount(): number {
    return this.executors.slotCount;
  }

  executorSummaries(): ExecutorSummary[] {
    return this.executors.summaries();
  }

  poolInfos(): PoolInfo[] {
    return this.pools.infos();
  }

  /** How many attempts run, for checks at the end. */
  get runningCount(): number {
    return this.attempts.size;
  }

  get activeTaskSetCount(): number {
    return this.pools.size + this.unschedulable.size;
  }

  private managersOf(stageId: number): TaskSetManager[] {
    return [...this.pools.members()].filter(({ taskSet }) => taskSet.stageId === stageId);
  }

  /** @returns the slot that is free now; undefined for an attempt that is not known any more */
  private attemptEnded(taskId: number, end: TaskEnd): SlotLocation | undefined {
    const known = this.attempts.get(taskId);
    if (known === undefined) {
      return undefined;
    }
    const { attempt, manager, killReason: reason } = known;
    this.attempts.delete(taskId);
    this.executors.release(attempt);
    const nowMs = this.options.clock.now();
    const told = end.status === 'killed' && reason !== undefined ? { ...end, reason } : end;
    const settled = settleTaskEnd(manager, attempt, told, nowMs);
    if (end.status === 'success') {
      this.ahead.taskSucceeded(manager, end.metrics.executorRunTimeMs);
      if (settled.isNews && end.accumulators !== undefined) {
        this.client?.taskSucceeded(attempt, end.accumulators);
      }
    }
    const shown = settled.isNews ? told : needless(told);
    this.options.listeners.post('taskEnded', attempt, shown, nowMs);
    this.follow(manager, attempt, told, settled);
    this.removeIfFinished(manager);
    return attempt.location;
  }

  private follow(
    manager: TaskSetManager,
    attempt: TaskAttempt,
    end: TaskEnd,
    { isNews, needless: copies, abortReason, toldReason, failures }: SettledTaskEnd,
  ): void {
    for (const { taskId } of copies) {
      this.killTaskAttempt(taskId, true, 'another attempt succeeded');
    }
    if (end.status === 'fetch-failed') {
      const { executorId } = end.output;
      this.health.fetchFailed(executorId, this.executors.hostOf(executorId));
    }
    const { exclusion, taskSet } = manager;
    const { isApplicationEnabled } = this.options.settings.exclusion;
    if (isApplicationEnabled && exclusion !== undefined && manager.hasSucceeded) {
      this.health.taskSetSucceeded(exclusion.failures);
      exclusion.failures.clear();
    }
    if (isNews) {
      this.client?.taskEnded(attempt, end);
    }
    if (failures !== undefined) {
      this.options.listeners.post('taskSetAborted', taskSet, attempt.spec.index, failures);
    }
    if (abortReason !== undefined) {
      const cause = end.status === 'failed' ? end.error : undefined;
      this.client?.taskSetFailed(taskSet, abortReason, cause, toldReason);
    }
  }

  private abort(manager: TaskSetManager, reason: string): void {
    manager.isZombie = true;
    this.client?.taskSetFailed(manager.taskSet, reason, undefined);
    this.removeIfFinished(manager);
  }

  private removeIfFinished(manager: TaskSetManager): void {
    if (!manager.isFinished) {
      return;
    }
    const pool = this.pools.remove(manager);
    if (pool !== undefined) {
      this.options.listeners.post('taskSetRemoved', manager.taskSet, pool);
    }
    this.unschedulable.forget(manager);
    this.options.backend.dropStage(manager.taskSet.message.stageKey);
  }

  private placesChanged(): void {
    for (const manager of this.pools.members()) {
      manager.placesChanged();
    }
  }

  private schedule(): void {
    this.offer(this.executors.freeSlots(), true);
  }

  private offer(slots: readonly SlotOffer[], wereAllOffered: boolean): void {
    const nowMs = this.options.clock.now();
    let free = slots;
    if (!this.health.isEmpty) {
      this.health.expire();
      free = slots.filter(({ executorId, host }) => !this.health.isExcluded(executorId, host));
    }
    const stuck: TaskSetManager[] = [];
    offerSlots({
      managers: this.pools.inOrder(),
      free,
      wereAllOffered,
      nowMs,
      launch: (manager, offer, slot) => this.launch(manager, offer, slot, nowMs),
      onNothingLaunched: (manager) => {
        if (manager.exclusion !== undefined) {
          stuck.push(manager);
        }
      },
    });
    for (const manager of stuck) {
      this.unschedulable.check(manager);
    }
    this.armTimer();
  }

  private launch(manager: TaskSetManager, offer: Offer, slot: SlotOffer, nowMs: number): void {
    const { backend, listeners } = this.options;
    const { taskSet } = manager;
    const attempt = newAttempt(taskSet, offer, slot, this.stamp(nowMs, this.nextTaskId++));
    this.attempts.set(attempt.taskId, { attempt, manager });
    this.executors.occupy(attempt);
    manager.started(attempt);
    this.unschedulable.launched();
    listeners.post('taskStarted', attempt);
    backend.launch(attempt.location, taskMessage(attempt), taskSet.message);
  }

  private stamp(launchTimeMs: number, taskId: number): LaunchStamp {
    return { taskId, launchTimeMs, epoch: this.options.currentEpoch() };
  }

  /** Slots that are free now may be offered tasks that wait for nearer ones, but not yet. */
  private armTimer(): void {
    let dueMs = this.pools.size === 0 ? undefined : this.health.nextExpiryMs;
    for (const { nextLevelMs } of this.pools.members()) {
      dueMs = nextLevelMs === undefined ? dueMs : Math.min(dueMs ?? nextLevelMs, nextLevelMs);
    }
    this.timer.set(dueMs ?? Number.POSITIVE_INFINITY);
  }
}
