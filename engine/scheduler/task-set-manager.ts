/**
 * The tasks of one stage attempt: which are pending, running or done, and where they may run. A set
 * becomes a zombie when it shall launch nothing more; tasks that still run may finish and count.
 */
import {
  type Locality,
  type SlotLocation,
  slotKey,
  type TaskAttempt,
  type TaskSet,
  type TaskSpec,
} from './task-set.ts';

export interface TaskSetSettings {
  /** Counted failures of one task after which the stage is given up. */
  readonly taskFailuresMax: number;
  /** How long a task waits for the slot that holds its blocks. */
  readonly localityWaitMs: number;
}

export interface Offer {
  readonly spec: TaskSpec;
  readonly attemptNumber: number;
  readonly locality: Locality;
}

export class TaskSetManager {
  readonly taskSet: TaskSet;
  /** Running attempts by task id. */
  readonly running = new Map<number, TaskAttempt>();
  isZombie = false;
  private readonly settings: TaskSetSettings;
  private readonly isAlive: (location: SlotLocation) => boolean;
  private readonly succeeded: Uint8Array;
  private readonly copies: Uint8Array;
  private readonly failures: Uint16Array;
  private readonly attempts: Uint16Array;
  /** Where a finished map task ran: its output is lost with that executor. */
  private readonly finishedOn = new Map<number, string>();
  private succeededCount = 0;
  /** Stacks of task indexes, lower ones on top; entries may be out of date. */
  private anywhere: number[] = [];
  private displaced: number[] = [];
  private bySlot = new Map<string, number[]>();
  private lastLocalLaunchMs: number;

  constructor(
    taskSet: TaskSet,
    settings: TaskSetSettings,
    isAlive: (location: SlotLocation) => boolean,
    nowMs: number,
  ) {
    const count = taskSet.tasks.length;
    this.taskSet = taskSet;
    this.settings = settings;
    this.isAlive = isAlive;
    this.lastLocalLaunchMs = nowMs;
    this.succeeded = new Uint8Array(count);
    this.copies = new Uint8Array(count);
    this.failures = new Uint16Array(count);
    this.attempts = new Uint16Array(count);
    this.rebuildPending();
  }

  get isFinished(): boolean {
    return this.isZombie && this.running.size === 0;
  }

  /** Whether tasks wait only because the slots that hold their blocks are busy. */
  get waitsForLocality(): boolean {
    return !this.isZombie && this.displaced.some((index) => this.isPending(index));
  }

  /** The task that shall run in a free slot, if any. */
  offer(location: SlotLocation, nowMs: number): Offer | undefined {
    if (this.isZombie) {
      return undefined;
    }
    const local = this.bySlot.size === 0 ? undefined : this.bySlot.get(slotKey(location));
    const localIndex = local && this.pop(local);
    if (localIndex !== undefined) {
      this.lastLocalLaunchMs = nowMs;
      return this.launch(localIndex, 'PROCESS_LOCAL');
    }
    const free = this.pop(this.anywhere);
    if (free !== undefined) {
      return this.launch(free, 'NO_PREF');
    }
    if (
      this.displaced.length === 0 ||
      nowMs - this.lastLocalLaunchMs < this.settings.localityWaitMs
    ) {
      return undefined;
    }
    const displaced = this.pop(this.displaced);
    return displaced === undefined ? undefined : this.launch(displaced, 'ANY');
  }

  started(attempt: TaskAttempt): void {
    this.running.set(attempt.taskId, attempt);
  }

  /** @returns whether this is the task's first success */
  taskSucceeded(attempt: TaskAttempt): boolean {
    const { index } = attempt.spec;
    this.ended(attempt);
    if (this.succeeded[index] === 1) {
      return false;
    }
    this.markSucceeded(index);
    this.finishedOn.set(index, attempt.location.executorId);
    return true;
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
   * @param isCounted whether it counts towards the limit
   * @returns the number of counted failures where they have reached the limit
   */
  taskFailed(attempt: TaskAttempt, isCounted: boolean): number | undefined {
    const { index } = attempt.spec;
    this.ended(attempt);
    if (this.isZombie || this.succeeded[index] === 1) {
      return undefined;
    }
    if (isCounted) {
      this.failures[index] = (this.failures[index] as number) + 1;
    }
    if ((this.failures[index] as number) >= this.settings.taskFailuresMax) {
      this.isZombie = true;
      return this.failures[index];
    }
    this.addPending(index);
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
   * Puts finished map tasks of a lost executor back, as their outputs are gone.
   * @returns the tasks
   */
  outputsLost(executorId: string): TaskSpec[] {
    if (this.isZombie || this.taskSet.kind !== 'ShuffleMapStage') {
      return [];
    }
    const lost: TaskSpec[] = [];
    for (const [index, executor] of this.finishedOn) {
      if (executor === executorId) {
        this.finishedOn.delete(index);
        this.succeeded[index] = 0;
        this.succeededCount -= 1;
        this.failures[index] = 0;
        this.addPending(index);
        lost.push(this.taskSet.tasks[index] as TaskSpec);
      }
    }
    return lost;
  }

  /** Forgets preferences for slots that are gone. */
  rebuildPending(): void {
    this.anywhere = [];
    this.displaced = [];
    this.bySlot = new Map();
    for (let index = this.taskSet.tasks.length - 1; index >= 0; index -= 1) {
      if (this.isPending(index)) {
        this.addPending(index);
      }
    }
  }

  private launch(index: number, locality: Locality): Offer {
    this.copies[index] = (this.copies[index] as number) + 1;
    const attemptNumber = this.attempts[index] as number;
    this.attempts[index] = attemptNumber + 1;
    return { spec: this.taskSet.tasks[index] as TaskSpec, attemptNumber, locality };
  }

  private ended(attempt: TaskAttempt): void {
    const { index } = attempt.spec;
    this.running.delete(attempt.taskId);
    this.copies[index] = (this.copies[index] as number) - 1;
  }

  private markSucceeded(index: number): void {
    this.succeeded[index] = 1;
    this.succeededCount += 1;
    if (this.succeededCount === this.taskSet.tasks.length) {
      this.isZombie = true;
    }
  }

  private isPending(index: number): boolean {
    return this.succeeded[index] === 0 && this.copies[index] === 0;
  }

  private addPending(index: number): void {
    const { preferred } = this.taskSet.tasks[index] as TaskSpec;
    let hasPreference = false;
    for (const location of preferred) {
      if (this.isAlive(location)) {
        hasPreference = true;
        const key = slotKey(location);
        const stack = this.bySlot.get(key);
        if (stack === undefined) {
          this.bySlot.set(key, [index]);
        } else {
          stack.push(index);
        }
      }
    }
    (hasPreference ? this.displaced : this.anywhere).push(index);
  }

  private pop(stack: number[]): number | undefined {
    for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
      if (this.isPending(index)) {
        return index;
      }
    }
    return undefined;
  }
}
