/**
 * The tasks of one stage attempt: which are pending, running or done, and where they may run. A set
 * becomes a zombie when it shall launch nothing more; tasks that still run may finish and count.
 */
import { DelaySchedule, type OfferRoundResult } from './delay-schedule.ts';
import { isWithin, type Locality } from './locality.ts';
import { type LivePlaces, PendingTasks } from './pending-tasks.ts';
import type { Schedulable } from './pool.ts';
import type { SchedulerSettings } from './scheduler-settings.ts';
import { Speculation } from './speculation.ts';
import type { TaskSchedulerOptions } from './task-scheduler-port.ts';
import {
  type SlotOffer,
  type TaskAttempt,
  type TaskSet,
  type TaskSpec,
  taskSetName,
} from './task-set.ts';
import type { TaskSetExclusion } from './task-set-exclusion.ts';

export interface Offer {
  readonly spec: TaskSpec;
  readonly attemptNumber: number;
  readonly locality: Locality;
  readonly isSpeculative: boolean;
}

export interface TaskSetContext {
  readonly settings: SchedulerSettings;
  readonly places: LivePlaces;
  /** Undefined where nothing is excluded on failure. */
  readonly exclusion: TaskSetExclusion | undefined;
  readonly nowMs: number;
}

export class TaskSetManager implements Schedulable {
  readonly taskSet: TaskSet;
  readonly name: string;
  readonly weight = 1;
  readonly minShare = 0;
  readonly exclusion: TaskSetExclusion | undefined;
  /** Running attempts by task id. */
  readonly running = new Map<number, TaskAttempt>();
  isZombie = false;
  private readonly context: TaskSetContext;
  private readonly succeeded: Uint8Array;
  private readonly copies: Uint8Array;
  private readonly failures: Uint16Array;
  private readonly attempts: Uint16Array;
  /** Where a finished map task ran: its output is lost with that executor. */
  private readonly finishedOn = new Map<number, string>();
  private readonly hasPreferences: boolean;
  private readonly delay: DelaySchedule;
  private readonly speculation: Speculation | undefined;
  /** Indexes of slow tasks that wait for a second copy. */
  private slow: number[] = [];
  private succeededCount = 0;
  private pendingCount = 0;
  private pending: PendingTasks;

  constructor(taskSet: TaskSet, context: TaskSetContext) {
    const count = taskSet.tasks.length;
    const { settings, exclusion, nowMs } = context;
    this.taskSet = taskSet;
    this.name = `TaskSet_${taskSetName(taskSet)}`;
    this.context = context;
    this.exclusion = exclusion;
    this.succeeded = new Uint8Array(count);
    this.copies = new Uint8Array(count);
    this.failures = new Uint16Array(count);
    this.attempts = new Uint16Array(count);
    this.hasPreferences = taskSet.tasks.some(({ preferred }) => preferred.length > 0);
    this.pendingCount = count;
    this.pending = this.allPending();
    this.delay = new DelaySchedule(settings.locality, this.pending.levels(), nowMs);
    this.speculation =
      settings.speculation.isEnabled && !taskSet.isBarrier
        ? new Speculation(settings.speculation, count)
        : undefined;
  }

  get priority(): number {
    return this.taskSet.priority;
  }

  get stageId(): number {
    return this.taskSet.stageId;
  }

  get runningTasks(): number {
    return this.running.size;
  }

  get isFinished(): boolean {
    return this.isZombie && this.running.size === 0;
  }

  /** Whether any slot is as good for its tasks as any other, now and later. */
  get mayRunAnywhere(): boolean {
    const { exclusion, speculation, taskSet } = this;
    const isBound = this.hasPreferences || taskSet.isBarrier;
    return !isBound && exclusion === undefined && speculation === undefined;
  }

  get hasSucceeded(): boolean {
    return this.succeededCount === this.taskSet.tasks.length;
  }

  /** Whether a free slot could be of use. */
  get isWanting(): boolean {
    return !this.isZombie && (this.pendingCount > 0 || this.slow.length > 0);
  }

  get pendingTasks(): number {
    return this.isZombie ? 0 : this.pendingCount;
  }

  get levels(): readonly Locality[] {
    return this.delay.levels;
  }

  /**
   * The task that shall run in a free slot, if any.
   * @param levelMax how far from its data, whatever delay scheduling allows
   */
  offer(slot: SlotOffer, levelMax: Locality, nowMs: number): Offer | undefined {
    const { executorId, host } = slot;
    if (!this.isWanting || this.exclusion?.isExcluded(executorId, host) === true) {
      return undefined;
    }
    const allowed = this.taskSet.isBarrier ? levelMax : this.allowedLevel(levelMax, nowMs);
    const takesFree = isWithin('NO_PREF', levelMax);
    const task = this.pending.take(slot, allowed, takesFree, (index) => this.mayRunOn(slot, index));
    if (task !== undefined) {
      return this.take(task.index, task.locality, false);
    }
    return levelMax === 'ANY' ? this.offerCopy(slot) : undefined;
  }

  /** Takes an offer back that was not launched. */
  takeBack({ spec }: Offer): void {
    this.copyEnded(spec.index);
    this.attempts[spec.index] = (this.attempts[spec.index] as number) - 1;
    this.pending.add(spec.index, spec.preferred);
  }

  started(attempt: TaskAttempt): void {
    this.running.set(attempt.taskId, attempt);
  }

  /** What came of a round of offers, for delay scheduling. */
  roundEnded(round: OfferRoundResult): void {
    if (this.hasPreferences) {
      this.delay.roundEnded(round);
    }
  }

  /** When a task may run that waits now for a nearer slot; undefined if none does. */
  get nextLevelMs(): number | undefined {
    return this.hasPreferences && this.pendingTasks > 0 ? this.delay.nextLevelMs : undefined;
  }

  /** @returns whether this is the task's first success */
  taskSucceeded(attempt: TaskAttempt, nowMs: number): boolean {
    const { index } = attempt.spec;
    this.ended(attempt);
    if (this.succeeded[index] === 1) {
      return false;
    }
    this.speculation?.taskSucceeded(nowMs - attempt.launchTimeMs);
    this.markSucceeded(index);
    this.finishedOn.set(index, attempt.location.executorId);
    return true;
  }

  /** Running copies of a task. */
  copiesOf(index: number): TaskAttempt[] {
    return this.copies[index] === 0
      ? []
      : [...this.running.values()].filter(({ spec }) => spec.index === index);
  }

  /** Another attempt of the stage has computed a partition. */
  partitionCompleted(partition: number): void {
    const spec = this.taskSet.tasks.find((task) => task.partition === partition);
    if (spec !== undefined && this.succeeded[spec.index] === 0) {
      this.markSucceeded(spec.index);
    }
  }

  /**
   * Takes back an attempt that failed. A task that succeeded elsewhere meanwhile is left alone.
   * @param reason in words, if it counts towards the limit
   * @returns the number of counted failures where they have reached the limit
   */
  taskFailed(attempt: TaskAttempt, reason: string | undefined): number | undefined {
    const { index } = attempt.spec;
    this.ended(attempt);
    this.isZombie ||= this.taskSet.isBarrier;
    if (this.isZombie || this.succeeded[index] === 1) {
      return undefined;
    }
    if (reason !== undefined) {
      this.exclusion?.taskFailed(attempt, reason);
      this.failures[index] = (this.failures[index] as number) + 1;
      if ((this.failures[index] as number) >= this.context.settings.taskFailuresMax) {
        this.isZombie = true;
        return this.failures[index];
      }
    }
    this.pending.add(index, attempt.spec.preferred);
    return undefined;
  }

  /** A block could not be fetched: the stage attempt is over, its running tasks may finish. */
  fetchFailed(attempt: TaskAttempt): void {
    this.ended(attempt);
    if (this.succeeded[attempt.spec.index] === 0) {
      this.markSucceeded(attempt.spec.index);
    }
    this.isZombie = true;
  }

  /**
   * Puts finished map tasks of a lost executor back, as their outputs are gone, but for those that
   * another one has taken over.
   * @returns the tasks
   */
  outputsLost(executorId: string, holderOf?: TaskSchedulerOptions['holderOf']): TaskSpec[] {
    if (this.isZombie || this.taskSet.kind !== 'ShuffleMapStage') {
      return [];
    }
    const lost: TaskSpec[] = [];
    for (const [index, executor] of this.finishedOn) {
      const spec = this.taskSet.tasks[index] as TaskSpec;
      const holder = executor === executorId ? holderOf?.(this.taskSet, spec.partition) : executor;
      if (holder !== undefined) {
        this.finishedOn.set(index, holder);
      } else {
        this.finishedOn.delete(index);
        this.succeeded[index] = 0;
        this.succeededCount -= 1;
        this.failures[index] = 0;
        this.pendingCount += this.copies[index] === 0 ? 1 : 0;
        this.pending.add(index, spec.preferred);
        lost.push(spec);
      }
    }
    this.isZombie ||= this.taskSet.isBarrier && lost.length > 0;
    return lost;
  }

  /** Executors have come or gone: places that tasks prefer may be others now. */
  placesChanged(): void {
    if (this.hasPreferences) {
      this.pending = this.allPending();
      this.delay.useLevels(this.pending.levels());
    }
  }

  /** @returns tasks that are slow enough for a second copy, once each */
  findSlow(slotsPerExecutor: number, nowMs: number): TaskSpec[] {
    if (this.isZombie || this.speculation === undefined) {
      return [];
    }
    const isLone = (index: number) => this.succeeded[index] === 0 && this.copies[index] === 1;
    const found = this.speculation.findSlow(this.running.values(), isLone, slotsPerExecutor, nowMs);
    this.slow.push(...found);
    return found.map((index) => this.taskSet.tasks[index] as TaskSpec);
  }

  /** A pending task that no executor may run, if there is one. */
  unschedulableTask(isExcludedEverywhere: (index: number) => boolean): TaskSpec | undefined {
    const index = this.isZombie ? undefined : this.pending.find(isExcludedEverywhere);
    return index === undefined ? undefined : this.taskSet.tasks[index];
  }

  private allowedLevel(levelMax: Locality, nowMs: number): Locality {
    if (!this.hasPreferences) {
      return levelMax;
    }
    const allowed = this.delay.allowedLevel(nowMs, (level) => this.pending.hasTasksAt(level));
    return isWithin(allowed, levelMax) ? allowed : levelMax;
  }

  /** A copy runs elsewhere: on another host or, where there is only one, in another executor. */
  private offerCopy(slot: SlotOffer): Offer | undefined {
    const { places } = this.context;
    for (const [at, index] of this.slow.entries()) {
      const isElsewhere = this.copiesOf(index).every(({ host, location }) =>
        places.hasOtherHost(host) ? host !== slot.host : location.executorId !== slot.executorId,
      );
      if (this.succeeded[index] === 1 || this.copies[index] !== 1) {
        continue;
      }
      if (isElsewhere && this.mayRunOn(slot, index)) {
        this.slow.splice(at, 1);
        return this.take(index, 'ANY', true);
      }
    }
    this.slow = this.slow.filter(
      (index) => this.succeeded[index] === 0 && this.copies[index] === 1,
    );
    return undefined;
  }

  private mayRunOn({ executorId, host }: SlotOffer, index: number): boolean {
    return this.exclusion?.isExcludedForTask(executorId, host, index) !== true;
  }

  private take(index: number, locality: Locality, isSpeculative: boolean): Offer {
    this.pendingCount -= this.copies[index] === 0 ? 1 : 0;
    this.copies[index] = (this.copies[index] as number) + 1;
    if (isSpeculative) {
      this.speculation?.forget(index);
    }
    const attemptNumber = this.attempts[index] as number;
    this.attempts[index] = attemptNumber + 1;
    const spec = this.taskSet.tasks[index] as TaskSpec;
    return { spec, attemptNumber, locality, isSpeculative };
  }

  private ended(attempt: TaskAttempt): void {
    this.running.delete(attempt.taskId);
    this.copyEnded(attempt.spec.index);
  }

  private copyEnded(index: number): void {
    this.copies[index] = (this.copies[index] as number) - 1;
    if (this.copies[index] === 0) {
      this.speculation?.forget(index);
      this.pendingCount += this.succeeded[index] === 0 ? 1 : 0;
    }
  }

  private markSucceeded(index: number): void {
    this.pendingCount -= this.copies[index] === 0 ? 1 : 0;
    this.succeeded[index] = 1;
    this.succeededCount += 1;
    if (this.succeededCount === this.taskSet.tasks.length) {
      this.isZombie = true;
    }
  }

  /** Lower indexes on top. */
  private allPending(): PendingTasks {
    const isPending = (index: number) => this.succeeded[index] === 0 && this.copies[index] === 0;
    const pending = new PendingTasks(this.context.places, isPending);
    for (let index = this.taskSet.tasks.length - 1; index >= 0; index -= 1) {
      if (isPending(index)) {
        pending.add(index, (this.taskSet.tasks[index] as TaskSpec).preferred);
      }
    }
    return pending;
  }
}
