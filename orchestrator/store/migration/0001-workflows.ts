import { type Kysely, sql } from 'kysely';

/** Workflow jobs, their actions, attempts and definitions, and the servers that run them. */
export async function createWorkflowTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('definitions')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('format', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('servers')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('identity', 'text', (column) => column.notNull())
    .addColumn('data_directory', 'text', (column) => column.notNull())
    .addColumn('lease_until_ms', 'bigint', (column) => column.notNull())
    .execute();
  await createJobs(db);
  await createActions(db);
  await createAttempts(db);
}

async function createJobs(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('workflow_jobs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('app_name', 'text', (column) => column.notNull())
    .addColumn('app_path', 'text', (column) => column.notNull())
    .addColumn('app_directory', 'text', (column) => column.notNull())
    .addColumn('user_name', 'text', (column) => column.notNull())
    .addColumn('group_name', 'text')
    .addColumn('acl', 'text')
    .addColumn('external_id', 'text')
    .addColumn('parent_id', 'text')
    .addColumn('conf', 'text', (column) => column.notNull())
    .addColumn('app_defaults', 'text', (column) => column.notNull())
    .addColumn('definition_hash', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('run', 'integer', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('started_ms', 'bigint')
    .addColumn('ended_ms', 'bigint')
    .addColumn('modified_ms', 'bigint', (column) => column.notNull())
    .addColumn('open_paths', 'text', (column) => column.notNull())
    .addColumn('last_error_node', 'text')
    .addColumn('suspend_on_nodes', 'text', (column) => column.notNull())
    .execute();
  const indexes = {
    workflow_jobs_by_creation: ['created_ms'],
    workflow_jobs_by_status: ['status', 'created_ms'],
    workflow_jobs_by_user: ['user_name', 'created_ms'],
    workflow_jobs_by_name: ['app_name', 'created_ms'],
  };
  for (const [name, columns] of Object.entries(indexes)) {
    await db.schema.createIndex(name).on('workflow_jobs').columns(columns).execute();
  }
  // Most jobs have neither, and each entry costs a page of every submission's commit.
  for (const column of ['external_id', 'parent_id']) {
    await db.schema
      .createIndex(`workflow_jobs_by_${column}`)
      .on('workflow_jobs')
      .column(column)
      .where(column, 'is not', null)
      .execute();
  }
}

async function createActions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('workflow_actions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('job_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('sequence', 'integer', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('pending', 'integer', (column) => column.notNull())
    .addColumn('execution_path', 'text', (column) => column.notNull())
    .addColumn('run', 'integer', (column) => column.notNull())
    .addColumn('transition', 'text')
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('owner', 'text')
    .addColumn('due_ms', 'bigint')
    .addColumn('retries', 'integer', (column) => column.notNull())
    .addColumn('user_retry_count', 'integer', (column) => column.notNull())
    .addColumn('user_retry_max', 'integer', (column) => column.notNull())
    .addColumn('user_retry_interval_minutes', 'integer', (column) => column.notNull())
    .addColumn('user_retry_policy', 'text', (column) => column.notNull())
    .addColumn('started_ms', 'bigint')
    .addColumn('ended_ms', 'bigint')
    .addColumn('conf', 'text', (column) => column.notNull())
    .addColumn('external_id', 'text')
    .addColumn('external_status', 'text')
    .addColumn('external_child_ids', 'text')
    .addColumn('data', 'text')
    .addColumn('stats', 'text')
    .addColumn('error_code', 'text')
    .addColumn('error_message', 'text')
    .addColumn('done_status', 'text')
    .execute();
  await db.schema
    .createIndex('workflow_actions_by_job')
    .on('workflow_actions')
    .column('job_id')
    .execute();
  await db.schema
    .createIndex('workflow_actions_pending')
    .on('workflow_actions')
    .column('job_id')
    .where(sql.ref('pending'), '=', sql.lit(1))
    .execute();
}

async function createAttempts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('workflow_attempts')
    .addColumn('action_id', 'text', (column) => column.notNull())
    .addColumn('run', 'integer', (column) => column.notNull())
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('job_id', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('owner', 'text')
    .addColumn('started_ms', 'bigint')
    .addColumn('ended_ms', 'bigint')
    .addColumn('external_id', 'text')
    .addColumn('external_status', 'text')
    .addColumn('error_code', 'text')
    .addColumn('error_message', 'text')
    .addPrimaryKeyConstraint('workflow_attempts_key', ['action_id', 'run', 'attempt'])
    .execute();
}
