/** What is read of coordinators for people and programs; filters go through indexed columns. */
import type { Kysely, SelectQueryBuilder } from 'kysely';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { Page } from '../../execution/workflow-service.ts';
import type { CoordinatorActionRow, CoordinatorJobRow } from '../../store/coordinator-tables.ts';
import type { DatabaseSchema } from '../../store/database-schema.ts';
import { listJobRows } from '../../store/list-job-rows.ts';
import type {
  ActionFilter,
  ActionsPage,
  CoordinatorFilter,
  CoordinatorPage,
  ListedCoordinatorRow,
  WorkflowRun,
} from '../coordinator-service.ts';

type Database = Kysely<DatabaseSchema>;

/** @throws HowdahError E0604 */
export async function readCoordinatorJob(
  database: Database,
  jobId: string,
): Promise<CoordinatorJobRow> {
  const job = await database
    .selectFrom('coordinator_jobs')
    .where('id', '=', jobId)
    .selectAll()
    .executeTakeFirst();
  if (job === undefined) throw new HowdahError('E0604', [jobId], { subject: jobId });
  return job;
}

/** @throws HowdahError E0605 */
export async function readCoordinatorAction(
  database: Database,
  actionId: string,
): Promise<CoordinatorActionRow> {
  const action = await database
    .selectFrom('coordinator_actions')
    .where('id', '=', actionId)
    .selectAll()
    .executeTakeFirst();
  if (action === undefined) throw new HowdahError('E0605', [actionId], { subject: actionId });
  return action;
}

type ActionQuery = SelectQueryBuilder<DatabaseSchema, 'coordinator_actions', object>;

export async function pageOfActions(
  database: Database,
  job: CoordinatorJobRow,
  { offset, length, order, filter }: ActionsPage,
): Promise<{ actions: CoordinatorActionRow[]; total: number }> {
  const all = database.selectFrom('coordinator_actions').where('job_id', '=', job.id);
  const matching = whereAction(all, filter);
  const actions =
    length === 0
      ? []
      : await matching
          .selectAll()
          .orderBy('action_number', order === 'descending' ? 'desc' : 'asc')
          .offset(offset - 1)
          .limit(length)
          .execute();
  // Counting a million actions takes longer than anything else that is asked.
  if (!hasConditions(filter)) return { actions, total: job.last_action_number };
  const { total } = await matching
    .select((expression) => expression.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { actions, total: Number(total) };
}

function hasConditions({ statuses, statusesNot, nominalTimes }: ActionFilter): boolean {
  return [statuses, statusesNot, nominalTimes].some((list) => list !== undefined);
}

function whereAction(query: ActionQuery, filter: ActionFilter): ActionQuery {
  let matching = query;
  const { statuses, statusesNot, nominalTimes = [] } = filter;
  if (statuses !== undefined) matching = matching.where('status', 'in', statuses);
  if (statusesNot !== undefined) matching = matching.where('status', 'not in', statusesNot);
  for (const { comparison, timeMs } of nominalTimes) {
    matching = matching.where('nominal_ms', comparison, timeMs);
  }
  return matching;
}

/** The actions with these numbers, in their order. */
export async function actionsByNumber(
  database: Database,
  jobId: string,
  numbers: readonly number[],
): Promise<CoordinatorActionRow[]> {
  const rows: CoordinatorActionRow[] = [];
  for (let start = 0; start < numbers.length; start += PARAMETERS_MAX) {
    rows.push(
      ...(await database
        .selectFrom('coordinator_actions')
        .where('job_id', '=', jobId)
        .where('action_number', 'in', numbers.slice(start, start + PARAMETERS_MAX))
        .selectAll()
        .execute()),
    );
  }
  const places = new Map(numbers.map((number, place) => [number, place]));
  const placeOf = (row: CoordinatorActionRow) => places.get(row.action_number) ?? 0;
  return rows.sort((left, right) => placeOf(left) - placeOf(right));
}

/** Of one statement; both databases take many more. */
const PARAMETERS_MAX = 500;

export async function actionsBetween(
  database: Database,
  jobId: string,
  fromMs: number,
  untilMs: number,
): Promise<CoordinatorActionRow[]> {
  return await database
    .selectFrom('coordinator_actions')
    .where('job_id', '=', jobId)
    .where('nominal_ms', '>=', fromMs)
    .where('nominal_ms', '<=', untilMs)
    .selectAll()
    .orderBy('action_number')
    .execute();
}

/** The last action at or after the time that is final; undefined if there is none. */
export async function lastEndedNumber(
  database: Database,
  jobId: string,
  fromMs: number,
): Promise<number | undefined> {
  const found = await database
    .selectFrom('coordinator_actions')
    .where('job_id', '=', jobId)
    .where('nominal_ms', '>=', fromMs)
    .where('is_active', '=', 0)
    .select('action_number')
    .orderBy('action_number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return found?.action_number;
}

/** The workflows that were made for an action, oldest first. */
export async function workflowsOf(database: Database, actionId: string): Promise<WorkflowRun[]> {
  const rows = await database
    .selectFrom('workflow_jobs')
    .where('parent_id', '=', actionId)
    .select(['id', 'status', 'started_ms', 'ended_ms'])
    .orderBy('created_ms')
    .orderBy('id')
    .execute();
  return rows.map(({ id, status, started_ms, ended_ms }) => ({
    ...{ id, status },
    startedMs: started_ms,
    endedMs: ended_ms,
  }));
}

const listed = {
  name: 'coordinator_jobs',
  columns: [
    ...['id', 'app_name', 'app_path', 'user_name', 'group_name', 'acl', 'external_id'],
    ...['bundle_id', 'status', 'frequency', 'time_unit', 'cron_clock', 'time_zone', 'start_ms'],
    ...['end_ms', 'pause_ms', 'concurrency', 'execution', 'throttle', 'timeout_minutes'],
    ...['last_action_number', 'last_action_ms', 'next_materialised_ms', 'is_materialised'],
    ...['created_ms', 'started_ms', 'ended_ms', 'modified_ms'],
  ],
} as const satisfies { columns: readonly (keyof ListedCoordinatorRow)[]; name: string };

export function listCoordinators(
  database: Database,
  filter: CoordinatorFilter,
  page: Page,
): Promise<CoordinatorPage> {
  const { frequencies, units, bundleId, ...common } = filter;
  const more = {
    frequency: frequencies,
    time_unit: units,
    bundle_id: bundleId === undefined ? undefined : [bundleId],
  };
  return listJobRows<ListedCoordinatorRow>(database, listed, common, more, page);
}
