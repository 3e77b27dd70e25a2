/** Many requests, one transaction: what makes durable commits cheap, for jobs of every kind. */
import type { Store, TransactionWork } from './store.ts';

/** Requests of one transaction; more would make the first of them wait noticeably. */
const BATCH_REQUESTS_MAX = 512;

/** One transaction's work, made afresh for each attempt. */
export interface Batch<Result> {
  readonly work: TransactionWork;
  /** One for each request, in order, once the work is done. An error is the request's own. */
  readonly results: readonly (Result | Error)[];
  /** After a failed commit memory may be ahead of the store. */
  forget(): void;
}

export interface GroupCommitterOptions<Request, Result> {
  readonly store: Store;
  newBatch(requests: readonly Request[]): Batch<Result>;
  /** Called after the commit, before the request's own promise resolves. */
  onCommitted(result: Result): void;
  /** Called after the last `onCommitted` of a transaction, before any promise resolves. */
  onBatchCommitted?(): void;
}

interface Waiting<Request, Result> {
  readonly request: Request;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Puts what is asked for within one turn of the event loop, or while a commit is under way, into
 * one transaction. Nothing is answered before it is durable. When a batch fails, its requests are
 * tried one by one, so that a bad one spoils no other.
 */
export class GroupCommitter<Request, Result> {
  readonly #options: GroupCommitterOptions<Request, Result>;
  #queue: Waiting<Request, Result>[] = [];
  #isScheduled = false;
  #current: Promise<void> | undefined;
  #idle: (() => void)[] = [];

  constructor(options: GroupCommitterOptions<Request, Result>) {
    this.#options = options;
  }

  /** Resolves once the request is durable. @throws what its transition throws, or the store */
  commit(request: Request): Promise<Result> {
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

  /** Resolves once the transaction under way, if there is one, is durable or has failed. */
  async whenSettled(): Promise<void> {
    await this.#current;
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => void this.#flush());
  }

  async #flush(): Promise<void> {
    const batch = this.#queue.splice(0, BATCH_REQUESTS_MAX);
    this.#current = this.#commitBatch(batch);
    await this.#current;
    this.#isScheduled = false;
    if (this.#queue.length > 0) this.#schedule();
    else for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #commitBatch(waiting: readonly Waiting<Request, Result>[]): Promise<void> {
    const batch = this.#options.newBatch(waiting.map(({ request }) => request));
    try {
      await this.#options.store.transact(batch.work);
    } catch (error) {
      batch.forget();
      if (waiting.length === 1) waiting[0]?.reject(error);
      else for (const one of waiting) await this.#commitBatch([one]);
      return;
    }
    for (const result of batch.results) {
      if (!(result instanceof Error)) this.#options.onCommitted(result);
    }
    this.#options.onBatchCommitted?.();
    for (const [index, one] of waiting.entries()) {
      const result = batch.results[index] as Result | Error;
      if (result instanceof Error) one.reject(result);
      else one.resolve(result);
    }
  }
}
