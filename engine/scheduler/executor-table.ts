/** The executors that are registered, and what runs in each of their slots. */
import type { LivePlaces } from './pending-tasks.ts';
import type { ExecutorInfo, SchedulerBackend } from './scheduler-backend.ts';
import type { ExecutorSummary } from './scheduler-port.ts';
import type { SlotLocation, SlotOffer, TaskAttempt } from './task-set.ts';

interface Executor {
  readonly info: ExecutorInfo;
  /** The attempt in each slot. */
  readonly slots: (TaskAttempt | undefined)[];
  /** Attempts that were sent to a slot in advance. */
  readonly ahead: TaskAttempt[][];
  /** Those in advance among them. */
  runningTasks: number;
  busySlots: number;
  /** Nothing more is launched there: it is about to be removed. */
  isLeaving: boolean;
}

export interface RemovedExecutor {
  readonly host: string;
  readonly attempts: readonly TaskAttempt[];
  /** Attempts that had not begun. */
  readonly ahead: readonly TaskAttempt[];
}

export class ExecutorTable implements LivePlaces {
  private readonly executors = new Map<string, Executor>();
  private readonly hosts = new Map<string, number>();

  add(info: ExecutorInfo): void {
    const slots = new Array<TaskAttempt | undefined>(info.slots).fill(undefined);
    this.executors.set(info.executorId, {
      info,
      slots,
      ahead: slots.map(() => []),
      runningTasks: 0,
      busySlots: 0,
      isLeaving: false,
    });
    this.hosts.set(info.host, (this.hosts.get(info.host) ?? 0) + 1);
  }

  /** @returns the attempts that ran there or would have; undefined if it is not known */
  remove(executorId: string): RemovedExecutor | undefined {
    const executor = this.executors.get(executorId);
    if (executor === undefined) {
      return undefined;
    }
    this.executors.delete(executorId);
    const { host } = executor.info;
    const left = (this.hosts.get(host) ?? 1) - 1;
    if (left === 0) {
      this.hosts.delete(host);
    } else {
      this.hosts.set(host, left);
    }
    const attempts = executor.slots.filter((attempt) => attempt !== undefined);
    return { host, attempts, ahead: executor.ahead.flat() };
  }

  get size(): number {
    return this.executors.size;
  }

  get slotCount(): number {
    let count = 0;
    for (const { slots, isLeaving } of this.executors.values()) {
      count += isLeaving ? 0 : slots.length;
    }
    return count;
  }

  /** Slots of one executor; all have as many. */
  get slotsPerExecutor(): number {
    const [first] = this.executors.values();
    return first?.slots.length ?? 0;
  }

  hostOf(executorId: string): string | undefined {
    return this.executors.get(executorId)?.info.host;
  }

  hasHost(host: string): boolean {
    return this.hosts.has(host);
  }

  hasOtherHost(host: string): boolean {
    return this.hosts.size > (this.hosts.has(host) ? 1 : 0);
  }

  executorsOn(host: string): string[] {
    return [...this.executors.values()]
      .filter(({ info }) => info.host === host)
      .map(({ info }) => info.executorId);
  }

  infos(): ExecutorInfo[] {
    return [...this.executors.values()].map(({ info }) => info);
  }

  isBusy(executorId: string): boolean {
    return (this.executors.get(executorId)?.runningTasks ?? 0) > 0;
  }

  isPresent(executorId: string): boolean {
    return this.executors.has(executorId);
  }

  /** Executors that are not about to be removed. */
  staying(): string[] {
    return [...this.executors]
      .filter(([, { isLeaving }]) => !isLeaving)
      .map(([executorId]) => executorId);
  }

  /** Launches nothing more there. */
  markLeaving(executorId: string): void {
    const executor = this.executors.get(executorId);
    if (executor !== undefined) {
      executor.isLeaving = true;
    }
  }

  /**
   * @returns what ends an executor, after which it is offered nothing more; undefined where the
   *   backend cannot end any
   */
  removerBy(
    backend: Pick<SchedulerBackend, 'removeExecutor'>,
  ): ((executorId: string, reason: string) => void) | undefined {
    return backend.removeExecutor === undefined
      ? undefined
      : (executorId, reason) => {
          this.markLeaving(executorId);
          backend.removeExecutor?.(executorId, reason);
        };
  }

  attemptIn({ executorId, slot }: SlotLocation): TaskAttempt | undefined {
    return this.executors.get(executorId)?.slots[slot];
  }

  occupy(attempt: TaskAttempt): void {
    const executor = this.executors.get(attempt.location.executorId) as Executor;
    const { slot } = attempt.location;
    executor.runningTasks += 1;
    if (executor.slots[slot] === undefined) {
      executor.slots[slot] = attempt;
      executor.busySlots += 1;
    } else {
      executor.ahead[slot]?.push(attempt);
    }
  }

  /** The slot goes on with what it was sent in advance. */
  release(attempt: TaskAttempt): void {
    const { executorId, slot } = attempt.location;
    const executor = this.executors.get(executorId);
    if (executor === undefined) {
      return;
    }
    const ahead = executor.ahead[slot] as TaskAttempt[];
    executor.runningTasks -= 1;
    if (executor.slots[slot] !== attempt) {
      ahead.splice(ahead.indexOf(attempt), 1);
      return;
    }
    const next = ahead.shift();
    executor.slots[slot] = next;
    executor.busySlots -= next === undefined ? 1 : 0;
  }

  /** A busy slot as an offer, if it may be sent another task in advance. */
  offerAhead({ executorId, slot }: SlotLocation, aheadMax: number): SlotOffer | undefined {
    const executor = this.executors.get(executorId);
    const isFull = (executor?.ahead[slot]?.length ?? aheadMax) >= aheadMax;
    return executor === undefined || isFull || executor.isLeaving
      ? undefined
      : { executorId, slot, host: executor.info.host };
  }

  /** The slot as an offer, if it is free. */
  offerOf({ executorId, slot }: SlotLocation): SlotOffer | undefined {
    const executor = this.executors.get(executorId);
    const isFree = executor !== undefined && executor.slots[slot] === undefined;
    return isFree && !executor.isLeaving
      ? { executorId, slot, host: executor.info.host }
      : undefined;
  }

  /** The first free slots of all executors, then the second ones, so that all share the work. */
  freeSlots(): SlotOffer[] {
    const byRank: SlotOffer[][] = [];
    for (const { info, slots, busySlots, isLeaving } of this.executors.values()) {
      if (isLeaving || busySlots === slots.length) {
        continue;
      }
      let rank = 0;
      for (let slot = 0; slot < slots.length; slot += 1) {
        if (slots[slot] === undefined) {
          byRank[rank] ??= [];
          byRank[rank]?.push({ executorId: info.executorId, slot, host: info.host });
          rank += 1;
        }
      }
    }
    return byRank.flat();
  }

  summaries(): ExecutorSummary[] {
    return [...this.executors.values()].map(({ info, runningTasks }) => ({
      executorId: info.executorId,
      host: info.host,
      totalSlots: info.slots,
      runningTasks,
    }));
  }
}
