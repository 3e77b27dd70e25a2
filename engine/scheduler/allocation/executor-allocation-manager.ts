/**
 * Fits the number of executors to the work: asks for more while tasks are backlogged, and lets
 * those go that have had nothing to do for a while.
 */
import type { Clock } from '../../../base/time/clock.ts';
import type { ListenerBus } from '../scheduler-events.ts';
import type { AllocationSettings } from './allocation-settings.ts';
import { AllocationTarget } from './allocation-target.ts';
import { ExecutorMonitor } from './executor-monitor.ts';
import { TaskBacklog } from './task-backlog.ts';

/** How often it looks: Spark's interval. */
const INTERVAL_MS = 100;

export interface AllocationManagerOptions {
  readonly settings: AllocationSettings;
  readonly clock: Clock;
  readonly slotsPerExecutor: number;
  /** Tells the cluster how many executors are wanted in all; it kills none for it. */
  readonly request: (executors: number) => void;
  readonly remove: (executorId: string) => void;
}

export class ExecutorAllocationManager {
  readonly monitor: ExecutorMonitor;
  private readonly options: AllocationManagerOptions;
  private readonly backlog: TaskBacklog;
  private readonly target: AllocationTarget;
  /** When more executors are asked for, if the backlog stays. */
  private raiseAtMs: number | undefined;
  /** Until the first stage or idle executor the initial number is left alone. */
  private isInitializing = true;
  private isStopped = false;
  private listeners: ListenerBus | undefined;

  constructor(options: AllocationManagerOptions) {
    const { settings, clock } = options;
    this.options = options;
    this.target = new AllocationTarget(settings);
    this.monitor = new ExecutorMonitor(settings, clock);
    this.backlog = new TaskBacklog({
      backlogged: () => {
        this.isInitializing = false;
        this.raiseAtMs ??= clock.now() + settings.backlogTimeoutMs;
      },
      emptied: () => {
        this.raiseAtMs = undefined;
        this.target.resetStep();
      },
    });
  }

  start(listeners: ListenerBus): void {
    this.listeners = listeners;
    listeners.add(this.backlog);
    listeners.add(this.monitor);
    this.options.request(this.target.executors);
    this.repeat();
  }

  stop(): void {
    this.isStopped = true;
  }

  /** Executors that are wanted now. */
  get targetExecutors(): number {
    return this.target.executors;
  }

  private repeat(): void {
    this.options.clock.setTimer(INTERVAL_MS, () => {
      if (!this.isStopped) {
        this.schedule();
        this.repeat();
      }
    });
  }

  private schedule(): void {
    const idle = this.monitor.timedOut();
    this.isInitializing &&= idle.length === 0;
    this.updateTarget();
    this.remove(idle);
  }

  private updateTarget(): void {
    const { clock, settings, request } = this.options;
    if (this.isInitializing) {
      return;
    }
    const needed = this.executorsNeeded();
    if (needed < this.target.executors) {
      if (this.target.lower(needed)) {
        request(this.target.executors);
      }
    } else if (this.raiseAtMs !== undefined && clock.now() >= this.raiseAtMs) {
      const added = this.target.raise(needed, this.monitor.present);
      if (added > 0) {
        request(this.target.executors);
        this.listeners?.post('executorsRequested', added, this.target.executors);
      }
      this.raiseAtMs = clock.now() + settings.sustainedBacklogTimeoutMs;
    }
  }

  private executorsNeeded(): number {
    const { settings, slotsPerExecutor } = this.options;
    const tasks = this.backlog.pending + this.backlog.running;
    const forTasks = Math.ceil((tasks * settings.ratio) / slotsPerExecutor);
    return forTasks + this.backlog.unschedulableSets;
  }

  /** Never so many that fewer are left than are wanted. */
  private remove(idle: readonly string[]): void {
    const least = Math.max(this.options.settings.executorsMin, this.target.executors);
    const removed = idle.slice(0, Math.max(0, this.monitor.present - least));
    for (const executorId of removed) {
      this.monitor.markLeaving(executorId);
      this.options.remove(executorId);
    }
    if (removed.length > 0) {
      this.listeners?.post('idleExecutorsRemoved', removed);
    }
  }
}
