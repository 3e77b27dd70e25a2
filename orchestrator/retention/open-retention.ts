/** Makes a server's retention out of what the server has opened. */
import type { Clock } from '../../base/time/clock.ts';
import { purgeBundles, purgeCoordinators } from '../coordinator/purge-coordinators.ts';
import type { JobLog } from '../log/job-log.ts';
import type { Store } from '../store/store.ts';
import { purgeWorkflows, removeWorkflowTrees } from './purge-workflows.ts';
import { removeAbandonedFiles } from './remove-job-files.ts';
import { DAY_MS, type Purger, Retention } from './retention.ts';
import { readRetentionSettings } from './retention-settings.ts';
import { findUnusedDefinitions } from './unused-definitions.ts';

export interface OpenRetentionOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly settings: ReadonlyMap<string, string>;
  readonly log: Pick<JobLog, 'removeBefore'>;
  readonly jobsDirectory: string;
  /** Drops workflow jobs from memory. */
  forget(jobIds: readonly string[]): void;
  onError(error: unknown): void;
}

/** @throws HowdahError HOWDAH_USAGE */
export function openRetention(options: OpenRetentionOptions): Retention {
  const { store, clock, settings, log, jobsDirectory, onError } = options;
  const { database } = store;
  const environment = { database, jobsDirectory, forget: options.forget };
  const recurring = (beforeMs: number, batchMax: number) => ({
    ...{ database, beforeMs, batchMax },
    removeWorkflows: (ids: readonly string[]) => removeWorkflowTrees(environment, ids, beforeMs),
  });
  // Those that own others come first.
  const bundles: Purger = {
    purge: ({ bundleDays, batchMax }, nowMs) =>
      purgeBundles(recurring(nowMs - bundleDays * DAY_MS, batchMax)),
  };
  const coordinators: Purger = {
    purge: ({ coordinatorDays, batchMax }, nowMs) =>
      purgeCoordinators(recurring(nowMs - coordinatorDays * DAY_MS, batchMax)),
  };
  const workflows: Purger = {
    purge: ({ workflowDays, batchMax }, nowMs) =>
      purgeWorkflows(environment, nowMs - workflowDays * DAY_MS, batchMax),
  };
  return new Retention({
    settings: readRetentionSettings(settings),
    clock,
    purgers: [bundles, coordinators, workflows],
    log,
    async removeAbandoned(nowMs) {
      await removeAbandonedFiles(jobsDirectory, database, nowMs);
      await store.removeDefinitions(() => findUnusedDefinitions(database));
    },
    onError,
  });
}
