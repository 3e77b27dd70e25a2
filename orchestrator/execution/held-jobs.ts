import type { HeldJob } from './held-job.ts';

/** Jobs kept in memory although they are over or wait; the least recently used go first. */
const IDLE_JOBS_MAX = 1_000;

/**
 * The jobs that this server holds in memory. It is only a cache: each entry can be read from the
 * store again, and is dropped whenever memory and store might differ.
 */
export class HeldJobs {
  readonly #jobs = new Map<string, HeldJob>();
  /** Jobs that may be dropped, least recently used first. */
  readonly #idle = new Set<string>();

  get(id: string): HeldJob | undefined {
    return this.#jobs.get(id);
  }

  /** Notes the job after a change. */
  hold(job: HeldJob): void {
    const { id, status } = job.state.job;
    this.#jobs.set(id, job);
    this.#idle.delete(id);
    if (status !== 'RUNNING') {
      this.#idle.add(id);
      this.#dropOldest();
    }
  }

  drop(id: string): void {
    this.#jobs.delete(id);
    this.#idle.delete(id);
  }

  #dropOldest(): void {
    for (const id of this.#idle) {
      if (this.#idle.size <= IDLE_JOBS_MAX) return;
      this.drop(id);
    }
  }
}
