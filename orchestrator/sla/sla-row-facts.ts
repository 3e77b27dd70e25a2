/** What the rows of jobs and actions say of them, as far as service levels are concerned. */
import type { Kysely } from 'kysely';
import type { WorkflowActionStatus } from '../job/workflow-action-status.ts';
import type { WorkflowJobStatus } from '../job/workflow-job-status.ts';
import type { DatabaseSchema } from '../store/database-schema.ts';
import { coordinatorActionFacts } from './coordinator-sla.ts';
import type { SlaEntry, SlaFacts } from './sla-entry.ts';
import { actionFacts, jobFacts } from './sla-facts.ts';

export interface KnownFacts {
  readonly id: string;
  readonly facts: SlaFacts;
}

type Database = Kysely<DatabaseSchema>;
type Reader = (database: Database, ids: readonly string[]) => Promise<KnownFacts[]>;

/** Ids in one statement; databases allow thousands. */
const IDS_MAX = 500;

const readers: Readonly<Record<SlaEntry['appType'], Reader>> = {
  WORKFLOW_JOB: readJobs,
  WORKFLOW_ACTION: readActions,
  COORDINATOR_ACTION: readCoordinatorActions,
};

export async function readRowFacts(
  database: Database,
  entries: readonly SlaEntry[],
): Promise<KnownFacts[]> {
  const found: KnownFacts[] = [];
  for (const [appType, some] of Map.groupBy(entries, (entry) => entry.appType)) {
    for (let first = 0; first < some.length; first += IDS_MAX) {
      const ids = some.slice(first, first + IDS_MAX).map(({ id }) => id);
      found.push(...(await readers[appType](database, ids)));
    }
  }
  return found;
}

async function readJobs(database: Database, ids: readonly string[]): Promise<KnownFacts[]> {
  const rows = await database
    .selectFrom('workflow_jobs')
    .select(['id', 'status', 'started_ms', 'ended_ms'])
    .where('id', 'in', ids)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    facts: jobFacts({ status: row.status as WorkflowJobStatus, ...timesOf(row) }),
  }));
}

async function readActions(database: Database, ids: readonly string[]): Promise<KnownFacts[]> {
  const rows = await database
    .selectFrom('workflow_actions')
    .select(['id', 'status', 'started_ms', 'ended_ms'])
    .where('id', 'in', ids)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    facts: actionFacts({ status: row.status as WorkflowActionStatus, ...timesOf(row) }),
  }));
}

/** An action begins when its workflow does. */
async function readCoordinatorActions(
  database: Database,
  ids: readonly string[],
): Promise<KnownFacts[]> {
  const rows = await database
    .selectFrom('coordinator_actions as a')
    .leftJoin('workflow_jobs as w', 'w.id', 'a.external_id')
    .select(['a.id', 'a.status', 'a.modified_ms', 'w.started_ms'])
    .where('a.id', 'in', ids)
    .execute();
  return rows.map(({ id, status, modified_ms: modifiedMs, started_ms: startedMs }) => ({
    id,
    facts: coordinatorActionFacts({
      ...{ status, modifiedMs },
      workflowStartedMs: startedMs ?? undefined,
    }),
  }));
}

interface RowTimes {
  readonly started_ms: number | null;
  readonly ended_ms: number | null;
}

function timesOf({ started_ms: startedMs, ended_ms: endedMs }: RowTimes) {
  return { startedMs: startedMs ?? undefined, endedMs: endedMs ?? undefined };
}
