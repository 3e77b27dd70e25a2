/** Finds what the rows say is owed: the outbox read again, after a restart or a lost dispatch. */
import type { Store } from '../store/store.ts';

export interface PendingAction {
  readonly jobId: string;
  readonly name: string;
  readonly status: string;
  readonly owner: string | null;
  readonly jobStatus: string;
}

/** Rows of one look; what is beyond comes with the next one. */
const PENDING_ROWS_MAX = 10_000;

/** Every pending action, oldest job first, so that waiting actions keep their order. */
export async function findPendingActions(store: Store): Promise<PendingAction[]> {
  const rows = await store.database
    .selectFrom('workflow_actions as action')
    .innerJoin('workflow_jobs as job', 'job.id', 'action.job_id')
    .where('action.pending', '=', 1)
    .select([
      'action.job_id as jobId',
      'action.name as name',
      'action.status as status',
      'action.owner as owner',
      'job.status as jobStatus',
    ])
    .orderBy('action.started_ms')
    .orderBy('action.job_id')
    .orderBy('action.sequence')
    .limit(PENDING_ROWS_MAX)
    .execute();
  return rows;
}

/** Ids of the servers whose lease has not run out. */
export async function findLivingServers(store: Store, nowMs: number): Promise<Set<string>> {
  const rows = await store.database
    .selectFrom('servers')
    .where('lease_until_ms', '>', nowMs)
    .select('id')
    .execute();
  return new Set(rows.map((row) => row.id));
}
