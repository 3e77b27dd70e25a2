import type { Kysely } from 'kysely';

export async function createSlaEntries(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sla_entries')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('app_type', 'text', (column) => column.notNull())
    .addColumn('app_name', 'text', (column) => column.notNull())
    .addColumn('user_name', 'text', (column) => column.notNull())
    .addColumn('parent_id', 'text')
    .addColumn('job_id', 'text', (column) => column.notNull())
    .addColumn('nominal_ms', 'bigint', (column) => column.notNull())
    .addColumn('expected_start_ms', 'bigint')
    .addColumn('expected_end_ms', 'bigint', (column) => column.notNull())
    .addColumn('expected_duration_ms', 'bigint')
    .addColumn('alert_events', 'text', (column) => column.notNull())
    .addColumn('alert_contact', 'text')
    .addColumn('notification_message', 'text')
    .addColumn('upstream_apps', 'text')
    .addColumn('is_alert_enabled', 'integer', (column) => column.notNull())
    .addColumn('job_status', 'text', (column) => column.notNull())
    .addColumn('actual_start_ms', 'bigint')
    .addColumn('actual_end_ms', 'bigint')
    .addColumn('is_success', 'integer', (column) => column.notNull())
    .addColumn('told', 'text', (column) => column.notNull())
    .addColumn('sla_status', 'text', (column) => column.notNull())
    .addColumn('due_ms', 'bigint')
    .addColumn('is_open', 'integer', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('modified_ms', 'bigint', (column) => column.notNull())
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .execute();
  const indexes = {
    sla_entries_by_job: ['job_id'],
    sla_entries_by_parent: ['parent_id'],
    sla_entries_by_nominal_time: ['nominal_ms'],
    sla_entries_by_app_name: ['app_name', 'nominal_ms'],
    sla_entries_by_sequence: ['sequence'],
    sla_entries_open: ['is_open', 'due_ms'],
  };
  for (const [name, columns] of Object.entries(indexes)) {
    await db.schema.createIndex(name).on('sla_entries').columns(columns).execute();
  }
}
