import type { Clock } from '../../base/time/clock.ts';
import type { CommitRequest, CommitResult } from './commit-batch.ts';
import type { Committer } from './committer.ts';

/** Between attempts to record what has happened already while the store fails. */
const RETRY_INTERVAL_MS = 1_000;

export interface PersistentCommitOptions {
  readonly committer: Committer;
  readonly clock: Clock;
  /** Told each time the store refuses. */
  onError(error: unknown): void;
  isClosed(): boolean;
}

/**
 * A commit for what has happened already: an action that has ended stays ended, whether or not the
 * disk is full. It is tried until the store takes it. Once the server closes it gives up, and the
 * next server finds out again.
 */
export function persistentCommit(options: PersistentCommitOptions) {
  return async (request: CommitRequest): Promise<CommitResult> => {
    while (!options.isClosed()) {
      try {
        return await options.committer.commit(request);
      } catch (error) {
        if (options.isClosed()) break;
        options.onError(error);
        await new Promise<void>((resolve) => {
          options.clock.setTimer(RETRY_INTERVAL_MS, resolve);
        });
      }
    }
    return { verdict: 'ignored', job: undefined, commands: [] };
  };
}
