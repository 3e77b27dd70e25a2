/** Removes coordinators and bundles that ended long ago, with all that is theirs. */
import type { Kysely } from 'kysely';
import type { DatabaseSchema } from '../store/database-schema.ts';

type Database = Kysely<DatabaseSchema>;

export interface CoordinatorPurge {
  readonly database: Database;
  /** Jobs that ended later stay. */
  readonly beforeMs: number;
  /** Jobs at a time. */
  readonly batchMax: number;
  /** Removes these workflows, unless one of them has to stay. @returns how many were */
  removeWorkflows(ids: readonly string[]): Promise<number>;
}

/** Workflows that are looked for at a time. */
const WORKFLOWS_MAX = 500;

/** Those of a bundle go with their bundle. @returns how many coordinators were removed */
export async function purgeCoordinators(purge: CoordinatorPurge): Promise<number> {
  const { database, beforeMs, batchMax } = purge;
  const expired = await database
    .selectFrom('coordinator_jobs')
    .where('ended_ms', '<', beforeMs)
    .where('bundle_id', 'is', null)
    .select('id')
    .limit(batchMax)
    .execute();
  return await removeCoordinators(
    purge,
    expired.map(({ id }) => id),
  );
}

/** A bundle stays as long as one of its coordinators does. @returns how many were removed */
export async function purgeBundles(purge: CoordinatorPurge): Promise<number> {
  const { database, beforeMs, batchMax } = purge;
  const expired = await database
    .selectFrom('bundle_jobs')
    .where('ended_ms', '<', beforeMs)
    .select('id')
    .limit(batchMax)
    .execute();
  let removed = 0;
  for (const { id: bundleId } of expired) {
    const members = await database
      .selectFrom('coordinator_jobs')
      .where('bundle_id', '=', bundleId)
      .select(['id', 'ended_ms'])
      .execute();
    if (members.some(({ ended_ms: endedMs }) => endedMs === null || endedMs >= beforeMs)) continue;
    const ids = members.map(({ id }) => id);
    if ((await removeCoordinators(purge, ids)) < ids.length) continue;
    await database.deleteFrom('bundle_actions').where('bundle_id', '=', bundleId).execute();
    await database.deleteFrom('bundle_jobs').where('id', '=', bundleId).execute();
    removed++;
  }
  return removed;
}

async function removeCoordinators(
  { database, removeWorkflows }: CoordinatorPurge,
  jobIds: readonly string[],
): Promise<number> {
  let removed = 0;
  for (const jobId of jobIds) {
    if (!(await removeAllWorkflows(database, jobId, removeWorkflows))) continue;
    const actions = database
      .selectFrom('coordinator_actions')
      .where('job_id', '=', jobId)
      .select('id');
    await database
      .deleteFrom('coordinator_action_documents')
      .where('action_id', 'in', actions)
      .execute();
    await database.deleteFrom('sla_entries').where('job_id', '=', jobId).execute();
    await database.deleteFrom('coordinator_actions').where('job_id', '=', jobId).execute();
    await database.deleteFrom('coordinator_jobs').where('id', '=', jobId).execute();
    removed++;
  }
  return removed;
}

/** @returns whether none is left */
async function removeAllWorkflows(
  database: Database,
  jobId: string,
  remove: CoordinatorPurge['removeWorkflows'],
): Promise<boolean> {
  for (;;) {
    const found = await database
      .selectFrom('workflow_jobs')
      .where('parent_id', 'in', (query) =>
        query.selectFrom('coordinator_actions').where('job_id', '=', jobId).select('id'),
      )
      .select('id')
      .limit(WORKFLOWS_MAX)
      .execute();
    if (found.length === 0) return true;
    if ((await remove(found.map(({ id }) => id))) === 0) return false;
  }
}
