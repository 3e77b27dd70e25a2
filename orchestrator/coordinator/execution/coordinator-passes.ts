/** What Oozie's services do every so often, where their intervals are set. */
import type { Clock, Timer } from '../../../base/time/clock.ts';
import type { CoordinatorTiming } from '../job/coordinator-environment.ts';
import type { CoordinatorEvent } from '../job/coordinator-event.ts';

export interface CoordinatorPassesOptions {
  readonly clock: Clock;
  readonly timing: CoordinatorTiming;
  /** Of all coordinators that are not final. */
  jobIds(): Iterable<string>;
  commit(jobId: string, event: CoordinatorEvent): void;
}

export class CoordinatorPasses {
  readonly #options: CoordinatorPassesOptions;
  readonly #timers = new Set<Timer>();
  #isClosed = false;

  constructor(options: CoordinatorPassesOptions) {
    this.#options = options;
  }

  start(): void {
    const { passIntervalMs, statusIntervalMs } = this.#options.timing;
    this.#repeat(passIntervalMs, { kind: 'materialisation-pass' });
    this.#repeat(statusIntervalMs, { kind: 'status-pass' });
  }

  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers) timer.cancel();
  }

  #repeat(intervalMs: number | undefined, event: CoordinatorEvent): void {
    if (intervalMs === undefined || this.#isClosed) return;
    const { clock, jobIds, commit } = this.#options;
    const timer = clock.setTimer(intervalMs, () => {
      this.#timers.delete(timer);
      for (const id of [...jobIds()]) commit(id, event);
      this.#repeat(intervalMs, event);
    });
    this.#timers.add(timer);
  }
}
