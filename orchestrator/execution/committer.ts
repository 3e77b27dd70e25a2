import type { Clock } from '../../base/time/clock.ts';
import { GroupCommitter } from '../store/group-committer.ts';
import type { Store } from '../store/store.ts';
import {
  CommitBatch,
  type CommitEnvironment,
  type CommitRequest,
  type CommitResult,
} from './commit-batch.ts';
import type { HeldJobs } from './held-jobs.ts';

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
 * The one writer of workflow state. Nothing is answered and no command leaves before the commit.
 */
export class Committer extends GroupCommitter<CommitRequest, CommitResult> {
  constructor(options: CommitterOptions) {
    const { held, clock, environment } = options;
    super({
      ...options,
      newBatch(requests) {
        const work = new CommitBatch(requests, held, environment, clock.now());
        return { work, results: work.results, forget: () => work.forget() };
      },
    });
  }
}
