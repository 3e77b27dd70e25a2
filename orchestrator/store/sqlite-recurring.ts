/** Coordinators and bundles within a transaction on SQLite. */
import type {
  BundleActionRow,
  BundleJobRow,
  CoordinatorActionRow,
  CoordinatorJobRow,
} from './coordinator-tables.ts';
import {
  noRecurringJobs,
  type RecurringWork,
  type StoredBundle,
  type StoredCoordinator,
  type StoredRecurringJobs,
} from './recurring-work.ts';

/** Runs a statement with one parameter. */
export type SqliteSelect = <Row>(text: string, parameter: string) => Row[];

/** The one writer's memory is never behind the store, so only what is not held is read. */
export function loadRecurring(
  select: SqliteSelect,
  work: RecurringWork | undefined,
): StoredRecurringJobs {
  const missing = work?.jobIds.filter((id) => work.heldVersion(id) === undefined) ?? [];
  if (work === undefined || missing.length === 0) return noRecurringJobs;
  return work.kind === 'coordinator'
    ? { ...noRecurringJobs, coordinators: loadCoordinators(select, missing) }
    : { ...noRecurringJobs, bundles: loadBundles(select, missing) };
}

export function deleteActions(select: SqliteSelect, ids: readonly string[] = []): void {
  for (const id of ids) {
    select('delete from coordinator_action_documents where action_id = ?', id);
    select('delete from sla_entries where id = ?', id);
    select('delete from coordinator_actions where id = ?', id);
  }
}

function loadCoordinators(
  select: SqliteSelect,
  ids: readonly string[],
): Map<string, StoredCoordinator> {
  const loaded = new Map<string, StoredCoordinator>();
  for (const id of ids) {
    const [job] = select<CoordinatorJobRow>('select * from coordinator_jobs where id = ?', id);
    if (job === undefined) continue;
    const actions = select<CoordinatorActionRow>(
      'select * from coordinator_actions where job_id = ? and is_active = 1 order by action_number',
      id,
    );
    loaded.set(id, { job, actions });
  }
  return loaded;
}

function loadBundles(select: SqliteSelect, ids: readonly string[]): Map<string, StoredBundle> {
  const loaded = new Map<string, StoredBundle>();
  for (const id of ids) {
    const [job] = select<BundleJobRow>('select * from bundle_jobs where id = ?', id);
    if (job === undefined) continue;
    const actions = select<BundleActionRow>(
      'select * from bundle_actions where bundle_id = ? order by sequence',
      id,
    );
    loaded.set(id, { job, actions });
  }
  return loaded;
}
