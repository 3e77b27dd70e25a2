/** What is read of jobs for people and programs; all filters go through indexed columns. */
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { HowdahError } from '../../base/error/howdah-error.ts';
import type {
  DatabaseSchema,
  WorkflowActionRow,
  WorkflowAttemptRow,
  WorkflowJobRow,
} from '../store/database-schema.ts';
import type { JobFilter, JobView, Page } from './workflow-service.ts';

type Database = Kysely<DatabaseSchema>;

export async function readJob(database: Database, jobId: string): Promise<WorkflowJobRow> {
  const job = await database
    .selectFrom('workflow_jobs')
    .where('id', '=', jobId)
    .selectAll()
    .executeTakeFirst();
  if (job === undefined) throw new HowdahError('E0604', [jobId], { subject: jobId });
  return job;
}

export async function readJobView(database: Database, jobId: string): Promise<JobView> {
  const job = await readJob(database, jobId);
  const actions = await database
    .selectFrom('workflow_actions')
    .where('job_id', '=', jobId)
    .selectAll()
    .orderBy('started_ms', (order) => order.asc().nullsLast())
    .orderBy('sequence')
    .execute();
  return { job, actions };
}

export async function readAction(database: Database, actionId: string): Promise<WorkflowActionRow> {
  const action = await database
    .selectFrom('workflow_actions')
    .where('id', '=', actionId)
    .selectAll()
    .executeTakeFirst();
  if (action === undefined) throw new HowdahError('E0605', [actionId], { subject: actionId });
  return action;
}

export async function readAttempts(
  database: Database,
  actionId: string,
): Promise<WorkflowAttemptRow[]> {
  await readAction(database, actionId);
  return await database
    .selectFrom('workflow_attempts')
    .where('action_id', '=', actionId)
    .selectAll()
    .orderBy('run')
    .orderBy('attempt')
    .execute();
}

export async function listJobs(
  database: Database,
  filter: JobFilter,
  page: Page,
): Promise<{ jobs: WorkflowJobRow[]; total: number }> {
  const matching = where(database.selectFrom('workflow_jobs'), filter);
  const order = filter.sortBy === 'lastModifiedTime' ? 'modified_ms' : 'created_ms';
  const jobs = await matching
    .selectAll()
    .orderBy(order, 'desc')
    .orderBy('id', 'desc')
    .offset(page.offset - 1)
    .limit(page.length)
    .execute();
  const { total } = await matching
    .select((expression) => expression.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { jobs, total: Number(total) };
}

type JobQuery = SelectQueryBuilder<DatabaseSchema, 'workflow_jobs', object>;

function where(query: JobQuery, filter: JobFilter): JobQuery {
  const alternatives = [
    ['id', filter.ids],
    ['app_name', filter.names],
    ['user_name', filter.users],
    ['status', filter.statuses],
    ['external_id', filter.externalId === undefined ? undefined : [filter.externalId]],
    ['parent_id', filter.parentId === undefined ? undefined : [filter.parentId]],
  ] as const;
  let matching = query;
  for (const [column, values] of alternatives) {
    if (values !== undefined) matching = matching.where(column, 'in', values);
  }
  if (filter.createdFromMs !== undefined) {
    matching = matching.where('created_ms', '>=', filter.createdFromMs);
  }
  if (filter.createdToMs !== undefined) {
    matching = matching.where('created_ms', '<=', filter.createdToMs);
  }
  return filter.text === undefined ? matching : containing(matching, filter.text);
}

function containing(query: JobQuery, text: string): JobQuery {
  const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return query.where((expression) =>
    expression.or([
      expression('id', '=', text),
      sql<boolean>`app_name like ${pattern} escape '\\'`,
      sql<boolean>`user_name like ${pattern} escape '\\'`,
    ]),
  );
}
