/** The part of a transaction that is about coordinators or bundles. */
import type {
  BundleActionRow,
  BundleJobRow,
  CoordinatorActionRow,
  CoordinatorJobRow,
} from './coordinator-tables.ts';

export interface RecurringWork {
  readonly kind: RecurringKind;
  /** Those that do not exist yet may be among them. */
  readonly jobIds: readonly string[];
  /** The version in which the caller holds the job in memory; undefined if it does not. */
  heldVersion(jobId: string): number | undefined;
  /** Actions of coordinators to remove, by id; asked for after `compute`. */
  deletedActionIds(): readonly string[];
}

export type RecurringKind = 'coordinator' | 'bundle';

/** Jobs that the caller did not hold, or held in an old version. */
export interface StoredRecurringJobs {
  readonly coordinators: ReadonlyMap<string, StoredCoordinator>;
  readonly bundles: ReadonlyMap<string, StoredBundle>;
}

export interface StoredCoordinator {
  readonly job: CoordinatorJobRow;
  /** Those that are not final, by number. */
  readonly actions: readonly CoordinatorActionRow[];
}

export interface StoredBundle {
  readonly job: BundleJobRow;
  /** In the order of the definition. */
  readonly actions: readonly BundleActionRow[];
}

export const noRecurringJobs: StoredRecurringJobs = {
  coordinators: new Map(),
  bundles: new Map(),
};
