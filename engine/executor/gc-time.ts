/** How long this thread's collector has worked, as the runtime's performance entries tell. */
import { PerformanceObserver } from 'node:perf_hooks';

/** Entries reach the observer with the next turn of the event loop, so short tasks do not wait. */
const WAIT_FROM_MS = 10;

export class GcTime {
  private totalMs = 0;
  private readonly observer: PerformanceObserver;

  constructor() {
    this.observer = new PerformanceObserver((entries) => this.add(entries.getEntries()));
    this.observer.observe({ entryTypes: ['gc'] });
  }

  /**
   * What was collected since the last call.
   * @param taskMs how long the task took that asks
   */
  async takeMs(taskMs: number): Promise<number> {
    if (taskMs >= WAIT_FROM_MS) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.add(this.observer.takeRecords());
    const taken = this.totalMs;
    this.totalMs = 0;
    return Math.round(taken);
  }

  private add(entries: readonly { readonly duration: number }[]): void {
    for (const { duration } of entries) {
      this.totalMs += duration;
    }
  }
}
