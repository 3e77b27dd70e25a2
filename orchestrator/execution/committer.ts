import type { Clock } from '../../base/time/clock.ts';
import type { Store } from '../store/store.ts';
import {
  CommitBatch,
  type CommitEnvironment,
  type CommitRequest,
  type CommitResult,
} from './commit-batch.ts';
import type { HeldJobs } from './held-jobs.ts';

/** Requests of one transaction; more would make the first of them wait noticeably. */
const BATCH_REQUESTS_MAX = 512;

interface Waiting {
  readonly request: CommitRequest;
  resolve(result: CommitResult): void;
  reject(error: unknown): void;
}

export interface CommitterOptions {
  readonly store: Store;
  readonly held: HeldJobs;
  readonly clock: Clock;
  readonly environment: CommitEnvironment;
  /** Called after the commit, before the request's own promise resolves. */
  onCommitted(result: CommitResult): void;
  /** Called after the last `onCommitted` of a transaction, before any promise resolves. */
  onBatchCommitted(): void;
}

/**
 * The one writer of workflow state. Requests that arrive within one turn of the event loop, or
 * while a commit is under way, share the next transaction. Nothing is answered and no command
 * leaves before the commit. When a batch fails, its requests are tried one by one, so that a bad
 * one spoils no other.
 */
export class Committer {
  readonly #options: CommitterOptions;
  #queue: Waiting[] = [];
  #isScheduled = false;
  #idle: (() => void)[] = [];

  constructor(options: CommitterOptions) {
    this.#options = options;
  }

  /** Resolves once the request is durable. @throws HowdahError when the store fails */
  commit(request: CommitRequest): Promise<CommitResult> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ request, resolve, reject });
      this.#schedule();
    });
  }

  /** Resolves when nothing is waiting to be committed. */
  whenIdle(): Promise<void> {
    if (!this.#isScheduled) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => void this.#flush());
  }

  async #flush(): Promise<void> {
    const batch = this.#queue.splice(0, BATCH_REQUESTS_MAX);
    await this.#commitBatch(batch);
    this.#isScheduled = false;
    if (this.#queue.length > 0) this.#schedule();
    else for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #commitBatch(batch: readonly Waiting[]): Promise<void> {
    const { store, held, clock, environment } = this.#options;
    const requests = batch.map((waiting) => waiting.request);
    const work = new CommitBatch(requests, held, environment, clock.now());
    try {
      await store.transact(work);
    } catch (error) {
      work.forget();
      if (batch.length === 1) batch[0]?.reject(error);
      else for (const waiting of batch) await this.#commitBatch([waiting]);
      return;
    }
    for (const result of work.results) this.#options.onCommitted(result);
    this.#options.onBatchCommitted();
    for (const [index, waiting] of batch.entries()) {
      waiting.resolve(work.results[index] as CommitResult);
    }
  }
}
