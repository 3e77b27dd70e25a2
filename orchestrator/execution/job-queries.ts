/** What is read of jobs for people and programs; all filters go through indexed columns. */
import type { Kysely } from 'kysely';
import { HowdahError } from '../../base/error/howdah-error.ts';
import type {
  DatabaseSchema,
  WorkflowActionRow,
  WorkflowAttemptRow,
  WorkflowJobRow,
} from '../store/database-schema.ts';
import { fixedStatement, PARAMETER } from '../store/fixed-statement.ts';
import { listJobRows } from '../store/list-job-rows.ts';
import type { JobFilter, JobView, ListedJobRow, Page } from './workflow-service.ts';

type Database = Kysely<DatabaseSchema>;

const selectJob = fixedStatement((database) =>
  database.selectFrom('workflow_jobs').where('id', '=', PARAMETER).selectAll(),
);

const selectActionsOfJob = fixedStatement((database) =>
  database
    .selectFrom('workflow_actions')
    .where('job_id', '=', PARAMETER)
    .selectAll()
    .orderBy('started_ms', (order) => order.asc().nullsLast())
    .orderBy('sequence'),
);

const selectAction = fixedStatement((database) =>
  database.selectFrom('workflow_actions').where('id', '=', PARAMETER).selectAll(),
);

const selectAttempts = fixedStatement((database) =>
  database
    .selectFrom('workflow_attempts')
    .where('action_id', '=', PARAMETER)
    .selectAll()
    .orderBy('run')
    .orderBy('attempt'),
);

/** @throws HowdahError E0604 */
export async function readJob(database: Database, jobId: string): Promise<WorkflowJobRow> {
  const [job] = await selectJob(database, jobId);
  if (job === undefined) throw new HowdahError('E0604', [jobId], { subject: jobId });
  return job;
}

/** @throws HowdahError E0604 */
export async function readJobView(database: Database, jobId: string): Promise<JobView> {
  // Asked for together, so that there is one wait for the store.
  const [job, actions] = await Promise.all([
    readJob(database, jobId),
    selectActionsOfJob(database, jobId),
  ]);
  return { job, actions };
}

/** @throws HowdahError E0605 */
export async function readAction(database: Database, actionId: string): Promise<WorkflowActionRow> {
  const [action] = await selectAction(database, actionId);
  if (action === undefined) throw new HowdahError('E0605', [actionId], { subject: actionId });
  return action;
}

/** @throws HowdahError E0605 */
export async function readAttempts(
  database: Database,
  actionId: string,
): Promise<WorkflowAttemptRow[]> {
  await readAction(database, actionId);
  return await selectAttempts(database, actionId);
}

/** Lists leave out what fills most of a row: the configuration, and the state of the run. */
const listed = {
  name: 'workflow_jobs',
  columns: [
    ...['id', 'app_name', 'app_path', 'user_name', 'group_name', 'acl', 'external_id'],
    'parent_id',
    ...['status', 'run', 'created_ms', 'started_ms', 'ended_ms', 'modified_ms'],
  ],
} as const satisfies { columns: readonly (keyof ListedJobRow)[]; name: string };

export function listJobs(
  database: Database,
  filter: JobFilter,
  page: Page,
): Promise<{ jobs: ListedJobRow[]; total: number }> {
  const { externalId, parentId, ...common } = filter;
  const more = {
    external_id: externalId === undefined ? undefined : [externalId],
    parent_id: parentId === undefined ? undefined : [parentId],
  };
  return listJobRows<ListedJobRow>(database, listed, common, more, page);
}
