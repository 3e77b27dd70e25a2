/** How much each job has written of late, so that no job fills the log of all. */

/** More jobs do not log at a time; the one that has been silent longest is forgotten first. */
const JOBS_MAX = 20_000;

export class JobLogSizes {
  readonly bytesMax: number;
  /** In the order of the last line. */
  readonly #sizes = new Map<string, number>();

  constructor(bytesMax: number) {
    this.bytesMax = bytesMax;
  }

  /** `last`: it fits, and nothing more does. */
  add(jobId: string, sizeBytes: number): 'fits' | 'last' | 'full' {
    const before = this.#sizes.get(jobId) ?? 0;
    if (before >= this.bytesMax) return 'full';
    const after = before + sizeBytes;
    this.#sizes.delete(jobId);
    this.#sizes.set(jobId, after);
    if (this.#sizes.size > JOBS_MAX) this.#forgetOldest();
    return after >= this.bytesMax ? 'last' : 'fits';
  }

  #forgetOldest(): void {
    for (const jobId of this.#sizes.keys()) {
      this.#sizes.delete(jobId);
      return;
    }
  }
}
