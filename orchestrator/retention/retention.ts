/**
 * Removes finished jobs when their time is over: rows, attempts' directories, lines of the log.
 * Runs again and again on the server's clock, and whenever an administrator asks for it.
 */
import type { Clock, Timer } from '../../base/time/clock.ts';
import type { RetentionLimits, RetentionSettings } from './retention-settings.ts';

/** One kind of jobs that retention is responsible for. */
export interface Purger {
  /** @returns how many jobs were removed */
  purge(limits: RetentionLimits, nowMs: number): Promise<number>;
}

export interface RetentionOptions {
  readonly settings: RetentionSettings;
  readonly clock: Clock;
  /** Those whose jobs own others come first: bundles, coordinators, workflows. */
  readonly purgers: readonly Purger[];
  /** Removes lines of the log that are older. */
  readonly log: { removeBefore(timeMs: number): number };
  /** Removes directories and definitions that no job has any more. */
  removeAbandoned(nowMs: number): Promise<unknown>;
  /** Told of what goes wrong; the next run tries again. */
  onError(error: unknown): void;
}

export const DAY_MS = 86_400_000;
/** Oozie's: a server that has just started has other things to do. */
const FIRST_RUN_DELAY_MS = 10_000;

export class Retention {
  readonly #options: RetentionOptions;
  #timer: Timer | undefined;
  #run: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#options.settings.intervalMs !== undefined) this.#arm(FIRST_RUN_DELAY_MS);
  }

  /** Resolves once a run that is under way has ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    await this.#run;
  }

  /**
   * One run, after any that is under way.
   *
   * @param limits what differs from the settings
   * @returns how many jobs were removed
   */
  purge(limits: Partial<RetentionLimits> = {}): Promise<number> {
    const purging = this.#run.then(() =>
      this.#purge({ ...this.#options.settings.limits, ...limits }),
    );
    this.#run = purging.then(
      () => {},
      () => {},
    );
    return purging;
  }

  async #purge(limits: RetentionLimits): Promise<number> {
    const { clock, purgers, log, removeAbandoned } = this.#options;
    const nowMs = clock.now();
    let removed = 0;
    for (const purger of purgers) {
      if (this.#isClosed) return removed;
      removed += await purger.purge(limits, nowMs);
    }
    await removeAbandoned(nowMs);
    const { workflowDays, coordinatorDays, bundleDays } = limits;
    log.removeBefore(nowMs - Math.max(workflowDays, coordinatorDays, bundleDays) * DAY_MS);
    return removed;
  }

  #arm(delayMs: number): void {
    this.#timer = this.#options.clock.setTimer(delayMs, () => void this.#purgeAndArm());
  }

  async #purgeAndArm(): Promise<void> {
    try {
      await this.purge();
    } catch (error) {
      this.#options.onError(error);
    }
    const { intervalMs } = this.#options.settings;
    if (!this.#isClosed && intervalMs !== undefined) this.#arm(intervalMs);
  }
}
