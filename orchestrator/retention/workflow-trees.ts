/** Workflow jobs with the sub-workflows below them, as far as retention is concerned. */
import type { Kysely } from 'kysely';
import { isTerminalJobStatus, workflowJobStatuses } from '../job/workflow-job-status.ts';
import type { DatabaseSchema, WorkflowJobRow } from '../store/database-schema.ts';

type Database = Kysely<DatabaseSchema>;

export type AgedWorkflow = Pick<
  WorkflowJobRow,
  'id' | 'status' | 'parent_id' | 'ended_ms' | 'modified_ms'
>;

const terminalStatuses = Object.keys(workflowJobStatuses).filter((status) =>
  isTerminalJobStatus(status as keyof typeof workflowJobStatuses),
);

/** Ids in one statement; databases allow thousands. */
const IDS_MAX = 500;

/**
 * Finished jobs without a parent that ended before the time, oldest first.
 *
 * @param after where the last look ended
 */
export async function findExpiredRoots(
  database: Database,
  beforeMs: number,
  limit: number,
  after: string,
): Promise<AgedWorkflow[]> {
  return await database
    .selectFrom('workflow_jobs')
    .select(['id', 'status', 'parent_id', 'ended_ms', 'modified_ms'])
    .where('status', 'in', terminalStatuses)
    .where('created_ms', '<', beforeMs)
    .where((where) => where(where.fn.coalesce('ended_ms', 'modified_ms'), '<', beforeMs))
    .where('parent_id', 'is', null)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** Every job below the given ones, whatever its state, by the id of its root. */
export async function findDescendants(
  database: Database,
  rootIds: readonly string[],
): Promise<Map<string, AgedWorkflow[]>> {
  const found = new Map<string, AgedWorkflow[]>(rootIds.map((id) => [id, []]));
  let rootOf = new Map(rootIds.map((id) => [id, id]));
  const seen = new Set(rootIds);
  while (rootOf.size > 0) {
    const children = (await findChildren(database, [...rootOf.keys()])).filter(
      ({ id }) => !seen.has(id),
    );
    const next = new Map<string, string>();
    for (const child of children) {
      // `<job id>@<node>`
      const root = rootOf.get(child.parent_id?.split('@', 1)[0] ?? '');
      if (root === undefined) continue;
      seen.add(child.id);
      next.set(child.id, root);
      found.get(root)?.push(child);
    }
    rootOf = next;
  }
  return found;
}

/** Whether nothing in the tree is alive or too young to go. */
export function isExpired(tree: readonly AgedWorkflow[], beforeMs: number): boolean {
  return tree.every(
    ({ status, ended_ms: endedMs, modified_ms: modifiedMs }) =>
      terminalStatuses.includes(status) && (endedMs ?? modifiedMs) < beforeMs,
  );
}

/** Removes rows for good, the jobs' own last: a crash in between leaves what the next run finds. */
export async function removeWorkflowRows(
  database: Database,
  jobIds: readonly string[],
): Promise<void> {
  for (const ids of chunks(jobIds)) {
    await database
      .deleteFrom('workflow_attempts')
      .where('action_id', 'in', (query) =>
        query.selectFrom('workflow_actions').select('id').where('job_id', 'in', ids),
      )
      .execute();
    await database.deleteFrom('workflow_actions').where('job_id', 'in', ids).execute();
    await database.deleteFrom('sla_entries').where('job_id', 'in', ids).execute();
    await database
      .deleteFrom('workflow_jobs')
      .where('id', 'in', ids)
      .where('status', 'in', terminalStatuses)
      .execute();
  }
}

/** Those of the ids that are no jobs of this store. */
export async function findUnknownWorkflows(
  database: Database,
  jobIds: readonly string[],
): Promise<string[]> {
  const unknown: string[] = [];
  for (const ids of chunks(jobIds)) {
    const rows = await database
      .selectFrom('workflow_jobs')
      .select('id')
      .where('id', 'in', ids)
      .execute();
    const known = new Set(rows.map(({ id }) => id));
    unknown.push(...ids.filter((id) => !known.has(id)));
  }
  return unknown;
}

async function findChildren(
  database: Database,
  parentIds: readonly string[],
): Promise<AgedWorkflow[]> {
  const children: AgedWorkflow[] = [];
  for (const ids of chunks(parentIds)) {
    const rows = await database
      .selectFrom('workflow_jobs')
      .select(['id', 'status', 'parent_id', 'ended_ms', 'modified_ms'])
      .where('parent_id', 'in', (query) =>
        query.selectFrom('workflow_actions').select('id').where('job_id', 'in', ids),
      )
      .execute();
    children.push(...rows);
  }
  return children;
}

function* chunks(ids: readonly string[]): Generator<readonly string[]> {
  for (let first = 0; first < ids.length; first += IDS_MAX) yield ids.slice(first, first + IDS_MAX);
}
