/** The result of an asynchronous action, which can be cancelled. */
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { JobFollower, JobScope } from './job-scope.ts';

/** Awaited like a promise: it gives the action's result, or rejects with the job's failure. */
export class FutureAction<T> implements PromiseLike<T>, JobFollower {
  private readonly result: Promise<T>;
  private readonly cancelJob: (jobId: number, reason: string | undefined) => void;
  private readonly ids: number[] = [];
  private cancellation: { readonly reason: string | undefined } | undefined;
  private isOver = false;

  /** @internal */
  constructor(
    scope: JobScope,
    cancelJob: (jobId: number, reason: string | undefined) => void,
    action: () => Promise<T>,
  ) {
    this.cancelJob = cancelJob;
    this.result = scope.follow(this, action).finally(() => {
      this.isOver = true;
    });
    // Whoever cancels may not care for the result.
    this.result.catch(() => {});
  }

  /** Jobs that were submitted for it until now. */
  get jobIds(): readonly number[] {
    return this.ids;
  }

  get isCompleted(): boolean {
    return this.isOver;
  }

  get isCancelled(): boolean {
    return this.cancellation !== undefined;
  }

  /** Cancels its job, and every one that it would submit. The promise rejects with that. */
  cancel(reason?: string): void {
    this.cancellation ??= { reason };
    for (const jobId of this.ids) {
      this.cancelJob(jobId, reason);
    }
  }

  // biome-ignore lint/suspicious/noThenProperty: it is awaited like the promise that it stands for.
  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.result.then(onFulfilled, onRejected);
  }

  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.result.catch(onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<T> {
    return this.result.finally(onFinally);
  }

  /** @internal */
  checkSubmission(): void {
    if (this.cancellation !== undefined) {
      throw new HowdahError('HOWDAH_ACTION_CANCELLED');
    }
  }

  /** @internal */
  submitted(jobId: number): void {
    this.ids.push(jobId);
    if (this.cancellation !== undefined) {
      this.cancelJob(jobId, this.cancellation.reason);
    }
  }
}
