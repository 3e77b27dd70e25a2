/**
 * Executors and hosts that failed tasks of several stages: nothing runs there until a timeout has
 * passed. Failures count only from sets that succeeded, as those of others may be the program's.
 */
import type { Clock } from '../../base/time/clock.ts';
import type { ListenerBus } from './scheduler-events.ts';
import type { ExclusionSettings } from './scheduler-settings.ts';
import type { FailuresByExecutor } from './task-set-exclusion.ts';

export interface HealthTrackerOptions {
  readonly settings: ExclusionSettings;
  readonly clock: Clock;
  readonly listeners: ListenerBus;
  /** Ends an executor; whether another takes its place is the backend's affair. */
  readonly killExecutor: (executorId: string, reason: string) => void;
  readonly executorsOn: (host: string) => readonly string[];
}

interface Excluded {
  readonly host: string;
  readonly untilMs: number;
}

export class HealthTracker {
  private readonly options: HealthTrackerOptions;
  /** When each failure of an executor stops to count. */
  private readonly failureExpiriesMs = new Map<string, number[]>();
  private readonly executors = new Map<string, Excluded>();
  private readonly hosts = new Map<string, number>();

  constructor(options: HealthTrackerOptions) {
    this.options = options;
  }

  isExcluded(executorId: string, host: string): boolean {
    return this.executors.has(executorId) || this.hosts.has(host);
  }

  get isEmpty(): boolean {
    return this.executors.size === 0 && this.hosts.size === 0;
  }

  taskSetSucceeded(failures: FailuresByExecutor): void {
    const { clock, settings } = this.options;
    const nowMs = clock.now();
    for (const [executorId, { host, byTask }] of failures) {
      const expiries = this.unexpired(executorId, nowMs);
      for (let count = byTask.size; count > 0; count -= 1) {
        expiries.push(nowMs + settings.timeoutMs);
      }
      this.failureExpiriesMs.set(executorId, expiries);
      const isOverLimit = expiries.length >= settings.applicationFailedTasksPerExecutorMax;
      if (isOverLimit && !this.executors.has(executorId)) {
        this.excludeExecutor(executorId, host, expiries.length, nowMs);
      }
    }
  }

  /**
   * Excludes at once where outputs could not be fetched from, if the settings say so.
   * @param host undefined for an executor that is gone
   */
  fetchFailed(executorId: string, host: string | undefined): void {
    const { settings, clock } = this.options;
    if (host !== undefined && settings.isFetchFailureExcluded && !this.executors.has(executorId)) {
      this.excludeExecutor(executorId, host, 1, clock.now());
    }
  }

  /** An executor that is gone fails no more; its host stays excluded. */
  executorRemoved(executorId: string): void {
    this.failureExpiriesMs.delete(executorId);
  }

  /** Lets executors and hosts in again whose time has passed. */
  expire(): void {
    const { clock, listeners } = this.options;
    const timeMs = clock.now();
    for (const [executorId, { untilMs }] of this.executors) {
      if (untilMs <= timeMs) {
        this.executors.delete(executorId);
        listeners.post('executorUnexcluded', timeMs, executorId);
      }
    }
    for (const [host, untilMs] of this.hosts) {
      if (untilMs <= timeMs) {
        this.hosts.delete(host);
        listeners.post('nodeUnexcluded', timeMs, host);
      }
    }
    for (const executorId of this.failureExpiriesMs.keys()) {
      if (this.unexpired(executorId, timeMs).length === 0) {
        this.failureExpiriesMs.delete(executorId);
      }
    }
  }

  /** When the next exclusion ends; undefined without one. */
  get nextExpiryMs(): number | undefined {
    const times = [...this.hosts.values(), ...[...this.executors.values()].map((e) => e.untilMs)];
    return times.length === 0 ? undefined : Math.min(...times);
  }

  private excludeExecutor(
    executorId: string,
    host: string,
    taskFailures: number,
    timeMs: number,
  ): void {
    const { settings, listeners, killExecutor, executorsOn } = this.options;
    const untilMs = timeMs + settings.timeoutMs;
    this.executors.set(executorId, { host, untilMs });
    listeners.post('executorExcluded', { timeMs, executorId, taskFailures, stage: undefined });
    const onHost = [...this.executors.values()].filter((excluded) => excluded.host === host);
    const isHostOver = onHost.length >= settings.applicationFailedExecutorsPerNodeMax;
    if (isHostOver && !this.hosts.has(host)) {
      this.hosts.set(host, untilMs);
      const executorFailures = onHost.length;
      listeners.post('nodeExcluded', { timeMs, host, executorFailures, stage: undefined });
    }
    if (settings.killsExcludedExecutors) {
      const ended = this.hosts.has(host) ? executorsOn(host) : [executorId];
      for (const id of ended) {
        killExecutor(id, `Killing excluded executor id ${id}`);
      }
    }
  }

  private unexpired(executorId: string, nowMs: number): number[] {
    return (this.failureExpiriesMs.get(executorId) ?? []).filter((expiryMs) => expiryMs > nowMs);
  }
}
