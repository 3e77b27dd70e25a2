/** Coordinators and bundles within a transaction on PostgreSQL. */
import type pg from 'pg';
import type {
  BundleActionRow,
  BundleJobRow,
  CoordinatorActionRow,
  CoordinatorJobRow,
} from './coordinator-tables.ts';
import { noRecurringJobs, type RecurringWork, type StoredRecurringJobs } from './recurring-work.ts';

const tables = { coordinator: 'coordinator_jobs', bundle: 'bundle_jobs' } as const;

/**
 * Locks the jobs in the order of their ids, so that two servers never wait crosswise, and reads
 * those that the caller does not hold as they are.
 */
export async function loadRecurring(
  client: pg.PoolClient,
  work: RecurringWork | undefined,
): Promise<StoredRecurringJobs> {
  if (work === undefined) return noRecurringJobs;
  const { rows } = await client.query<{ id: string; version: number }>({
    name: `lock-${work.kind}s`,
    text: `select id, version from ${tables[work.kind]} where id = any($1) order by id for update`,
    values: [work.jobIds],
  });
  const stale = rows.filter((row) => work.heldVersion(row.id) !== row.version).map(({ id }) => id);
  if (stale.length === 0) return noRecurringJobs;
  return work.kind === 'coordinator'
    ? await loadCoordinators(client, stale)
    : await loadBundles(client, stale);
}

export async function deleteActions(
  client: pg.PoolClient,
  ids: readonly string[] = [],
): Promise<void> {
  if (ids.length === 0) return;
  await client.query('delete from coordinator_action_documents where action_id = any($1)', [ids]);
  await client.query('delete from sla_entries where id = any($1)', [ids]);
  await client.query('delete from coordinator_actions where id = any($1)', [ids]);
}

async function loadCoordinators(
  client: pg.PoolClient,
  ids: readonly string[],
): Promise<StoredRecurringJobs> {
  const jobs = await client.query<CoordinatorJobRow>(
    'select * from coordinator_jobs where id = any($1)',
    [ids],
  );
  const actions = await client.query<CoordinatorActionRow>(
    'select * from coordinator_actions where job_id = any($1) and is_active = 1 ' +
      'order by job_id, action_number',
    [ids],
  );
  const byJob = Map.groupBy(actions.rows, (action) => action.job_id);
  const coordinators = new Map(
    jobs.rows.map((job) => [job.id, { job, actions: byJob.get(job.id) ?? [] }]),
  );
  return { ...noRecurringJobs, coordinators };
}

async function loadBundles(
  client: pg.PoolClient,
  ids: readonly string[],
): Promise<StoredRecurringJobs> {
  const jobs = await client.query<BundleJobRow>('select * from bundle_jobs where id = any($1)', [
    ids,
  ]);
  const actions = await client.query<BundleActionRow>(
    'select * from bundle_actions where bundle_id = any($1) order by bundle_id, sequence',
    [ids],
  );
  const byJob = Map.groupBy(actions.rows, (action) => action.bundle_id);
  const bundles = new Map(
    jobs.rows.map((job) => [job.id, { job, actions: byJob.get(job.id) ?? [] }]),
  );
  return { ...noRecurringJobs, bundles };
}
