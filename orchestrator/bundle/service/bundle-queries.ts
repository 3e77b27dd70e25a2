/** What is read of bundles for people and programs. */
import type { Kysely } from 'kysely';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { Page } from '../../execution/workflow-service.ts';
import type { BundleJobRow, CoordinatorJobRow } from '../../store/coordinator-tables.ts';
import type { DatabaseSchema } from '../../store/database-schema.ts';
import { listJobRows } from '../../store/list-job-rows.ts';
import type { BulkFilter, BulkPage, BundleFilter, BundlePage } from '../bundle-service.ts';

type Database = Kysely<DatabaseSchema>;

/** @throws HowdahError E0604 */
export async function readBundleJob(database: Database, jobId: string): Promise<BundleJobRow> {
  const job = await database
    .selectFrom('bundle_jobs')
    .where('id', '=', jobId)
    .selectAll()
    .executeTakeFirst();
  if (job === undefined) throw new HowdahError('E0604', [jobId], { subject: jobId });
  return job;
}

/** Those that exist, in the order of the definition. */
export async function coordinatorsOfBundle(
  database: Database,
  bundleId: string,
): Promise<CoordinatorJobRow[]> {
  return await database
    .selectFrom('bundle_actions as a')
    .innerJoin('coordinator_jobs as c', 'c.id', 'a.coordinator_id')
    .where('a.bundle_id', '=', bundleId)
    .selectAll('c')
    .orderBy('a.sequence')
    .execute();
}

/** Oozie's list of bundles shows their configurations. */
const listed = { name: 'bundle_jobs', columns: undefined } as const;

export function listBundles(
  database: Database,
  filter: BundleFilter,
  page: Page,
): Promise<BundlePage> {
  return listJobRows<BundleJobRow>(database, listed, filter, {}, page);
}

/** Oozie's bulk listing shows failures unless statuses are asked for. */
const BULK_STATUSES_DEFAULT = ['KILLED', 'FAILED'];

export async function bulkActions(
  database: Database,
  filter: BulkFilter,
  page: Page,
): Promise<BulkPage> {
  let matching = database
    .selectFrom('coordinator_actions as a')
    .innerJoin('coordinator_jobs as c', 'c.id', 'a.job_id')
    .innerJoin('bundle_jobs as b', 'b.id', 'c.bundle_id')
    .where((expression) =>
      expression.or([
        expression('b.id', '=', filter.bundle),
        expression('b.app_name', '=', filter.bundle),
      ]),
    )
    .where('a.status', 'in', filter.actionStatuses ?? BULK_STATUSES_DEFAULT);
  const { coordinators, createdFromMs, createdToMs, scheduledFromMs, scheduledToMs } = filter;
  if (coordinators !== undefined) {
    matching = matching.where((expression) =>
      expression.or([
        expression('c.id', 'in', coordinators),
        expression('c.app_name', 'in', coordinators),
      ]),
    );
  }
  if (createdFromMs !== undefined) matching = matching.where('a.created_ms', '>=', createdFromMs);
  if (createdToMs !== undefined) matching = matching.where('a.created_ms', '<=', createdToMs);
  if (scheduledFromMs !== undefined) {
    matching = matching.where('a.nominal_ms', '>=', scheduledFromMs);
  }
  if (scheduledToMs !== undefined) matching = matching.where('a.nominal_ms', '<=', scheduledToMs);
  const found = await matching
    .select(['a.id as action_id', 'c.id as job_id', 'b.id as bundle_id'])
    .orderBy('a.created_ms', 'desc')
    .orderBy('a.id')
    .offset(page.offset - 1)
    .limit(page.length)
    .execute();
  const { total } = await matching
    .select((expression) => expression.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const actions = await Promise.all(
    found.map(async ({ action_id, job_id, bundle_id }) => ({
      action: await row(database, 'coordinator_actions', action_id),
      job: await row(database, 'coordinator_jobs', job_id),
      bundle: await row(database, 'bundle_jobs', bundle_id),
    })),
  );
  return { actions, total: Number(total) };
}

async function row<Table extends 'coordinator_actions' | 'coordinator_jobs' | 'bundle_jobs'>(
  database: Database,
  table: Table,
  id: string,
): Promise<DatabaseSchema[Table]> {
  const found = await database
    .selectFrom(table as 'bundle_jobs')
    .where('id', '=', id)
    .selectAll()
    .executeTakeFirstOrThrow();
  return found as unknown as DatabaseSchema[Table];
}
