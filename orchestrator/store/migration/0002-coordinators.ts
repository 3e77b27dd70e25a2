import { type CreateTableBuilder, type Kysely, sql } from 'kysely';

/**
 * Coordinator jobs with their actions, and bundle jobs with theirs. That every nominal time is
 * materialised once, whatever servers and crashes there are, is for the unique indexes to say.
 */
export async function createCoordinatorTables(db: Kysely<unknown>): Promise<void> {
  await createCoordinatorJobs(db);
  await createCoordinatorActions(db);
  await createBundles(db);
}

type Table = CreateTableBuilder<string, string>;

function jobColumns(table: Table): Table {
  return table
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('app_name', 'text', (column) => column.notNull())
    .addColumn('app_path', 'text', (column) => column.notNull())
    .addColumn('user_name', 'text', (column) => column.notNull())
    .addColumn('group_name', 'text')
    .addColumn('acl', 'text')
    .addColumn('external_id', 'text')
    .addColumn('conf', 'text', (column) => column.notNull())
    .addColumn('definition_hash', 'text', (column) => column.notNull())
    .addColumn('job_xml', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('pause_ms', 'bigint')
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('started_ms', 'bigint')
    .addColumn('ended_ms', 'bigint')
    .addColumn('modified_ms', 'bigint', (column) => column.notNull());
}

async function createCoordinatorJobs(db: Kysely<unknown>): Promise<void> {
  await jobColumns(db.schema.createTable('coordinator_jobs') as Table)
    .addColumn('bundle_id', 'text')
    .addColumn('conf_hash', 'text', (column) => column.notNull())
    .addColumn('frequency', 'text', (column) => column.notNull())
    .addColumn('time_unit', 'text', (column) => column.notNull())
    .addColumn('cron_clock', 'text', (column) => column.notNull())
    .addColumn('time_zone', 'text', (column) => column.notNull())
    .addColumn('start_ms', 'bigint', (column) => column.notNull())
    .addColumn('end_ms', 'bigint', (column) => column.notNull())
    .addColumn('concurrency', 'integer', (column) => column.notNull())
    .addColumn('execution', 'text', (column) => column.notNull())
    .addColumn('throttle', 'integer', (column) => column.notNull())
    .addColumn('timeout_minutes', 'integer', (column) => column.notNull())
    .addColumn('last_action_number', 'integer', (column) => column.notNull())
    .addColumn('last_action_ms', 'bigint')
    .addColumn('next_materialised_ms', 'bigint')
    .addColumn('is_materialised', 'integer', (column) => column.notNull())
    .addColumn('ended_actions', 'text', (column) => column.notNull())
    .execute();
  await createIndexes(db, 'coordinator_jobs', {
    coordinator_jobs_by_creation: ['created_ms'],
    coordinator_jobs_by_change: ['modified_ms'],
    coordinator_jobs_by_status: ['status', 'created_ms'],
    coordinator_jobs_by_user: ['user_name', 'created_ms'],
    coordinator_jobs_by_name: ['app_name', 'created_ms'],
    coordinator_jobs_by_bundle: ['bundle_id'],
  });
}

async function createCoordinatorActions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('coordinator_actions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('job_id', 'text', (column) => column.notNull())
    .addColumn('action_number', 'integer', (column) => column.notNull())
    .addColumn('nominal_ms', 'bigint', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('is_active', 'integer', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('modified_ms', 'bigint', (column) => column.notNull())
    .addColumn('conf_hash', 'text', (column) => column.notNull())
    .addColumn('missing', 'text', (column) => column.notNull())
    .addColumn('push_missing', 'text', (column) => column.notNull())
    .addColumn('is_resolved', 'integer', (column) => column.notNull())
    .addColumn('timeout_minutes', 'integer', (column) => column.notNull())
    .addColumn('external_id', 'text')
    .addColumn('external_status', 'text')
    .addColumn('error_code', 'text')
    .addColumn('error_message', 'text')
    .addColumn('run', 'integer', (column) => column.notNull())
    .addColumn('is_failed_rerun', 'integer', (column) => column.notNull())
    .addUniqueConstraint('coordinator_actions_by_nominal_time', ['job_id', 'nominal_ms'])
    .addUniqueConstraint('coordinator_actions_by_number', ['job_id', 'action_number'])
    .execute();
  // Whatever the number of past actions: those that are under way are found at once.
  await db.schema
    .createIndex('coordinator_actions_active')
    .on('coordinator_actions')
    .column('job_id')
    .where(sql.ref('is_active'), '=', sql.lit(1))
    .execute();
  await createIndexes(db, 'coordinator_actions', {
    coordinator_actions_by_status: ['job_id', 'status', 'action_number'],
  });
  await db.schema
    .createTable('coordinator_action_documents')
    .addColumn('action_id', 'text', (column) => column.primaryKey())
    .addColumn('xml', 'text', (column) => column.notNull())
    .execute();
}

async function createBundles(db: Kysely<unknown>): Promise<void> {
  await jobColumns(db.schema.createTable('bundle_jobs') as Table)
    .addColumn('kickoff_ms', 'bigint')
    .addColumn('end_ms', 'bigint')
    .execute();
  await createIndexes(db, 'bundle_jobs', {
    bundle_jobs_by_creation: ['created_ms'],
    bundle_jobs_by_change: ['modified_ms'],
    bundle_jobs_by_status: ['status', 'created_ms'],
    bundle_jobs_by_name: ['app_name', 'created_ms'],
  });
  await db.schema
    .createTable('bundle_actions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('bundle_id', 'text', (column) => column.notNull())
    .addColumn('coordinator_name', 'text', (column) => column.notNull())
    .addColumn('coordinator_id', 'text')
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('is_critical', 'integer', (column) => column.notNull())
    .addColumn('is_pending', 'integer', (column) => column.notNull())
    .addColumn('sequence', 'integer', (column) => column.notNull())
    .addColumn('error_code', 'text')
    .addColumn('error_message', 'text')
    .addColumn('modified_ms', 'bigint', (column) => column.notNull())
    .execute();
  await createIndexes(db, 'bundle_actions', { bundle_actions_by_bundle: ['bundle_id'] });
}

async function createIndexes(
  db: Kysely<unknown>,
  table: string,
  indexes: Readonly<Record<string, string[]>>,
): Promise<void> {
  for (const [name, columns] of Object.entries(indexes)) {
    await db.schema.createIndex(name).on(table).columns(columns).execute();
  }
}
