/** Wall and processor time of a task's phases. Other threads' time does not count. */
import type { TaskMetrics } from './task-metrics.ts';

const NS_PER_US = 1_000;

export class TaskStopwatch {
  private readonly metrics: TaskMetrics;
  private startedMs = performance.now();
  private cpu = process.threadCpuUsage();
  private isPrepared = false;

  constructor(metrics: TaskMetrics) {
    this.metrics = metrics;
  }

  /** The task's functions are there: it begins to run. */
  prepared(): void {
    const { wallMs, cpuNs } = this.lap();
    this.metrics.executorDeserializeTimeMs = wallMs;
    this.metrics.executorDeserializeCpuTimeNs = cpuNs;
    this.isPrepared = true;
  }

  /** The task has its result, or failed; before it ran if it was not prepared. */
  ran(): void {
    if (!this.isPrepared) {
      this.prepared();
      return;
    }
    const { wallMs, cpuNs } = this.lap();
    this.metrics.executorRunTimeMs += wallMs;
    this.metrics.executorCpuTimeNs += cpuNs;
  }

  private lap(): { wallMs: number; cpuNs: number } {
    const now = performance.now();
    const used = process.threadCpuUsage(this.cpu);
    const wallMs = Math.round(now - this.startedMs);
    this.startedMs = now;
    this.cpu = process.threadCpuUsage();
    return { wallMs, cpuNs: (used.user + used.system) * NS_PER_US };
  }
}
