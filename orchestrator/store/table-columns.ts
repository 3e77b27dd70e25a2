/** The columns and keys of the tables that are written row by row on the hot path. */
import { coordinatorColumns } from './coordinator-columns.ts';
import type { DatabaseSchema, TableName } from './database-schema.ts';

type ColumnsOf<Table extends TableName> = readonly (keyof DatabaseSchema[Table] & string)[];

interface TableColumns<Table extends TableName> {
  readonly key: ColumnsOf<Table>;
  /** Never change once the row is there, so an update leaves them and their indexes alone. */
  readonly fixed: ColumnsOf<Table>;
  readonly changing: ColumnsOf<Table>;
}

export const tableColumns: { readonly [Table in TableName]: TableColumns<Table> } = {
  workflow_jobs: {
    key: ['id'],
    fixed: [
      'app_name',
      'app_path',
      'app_directory',
      'user_name',
      'external_id',
      'parent_id',
      'app_defaults',
      'created_ms',
    ],
    changing: [
      'version',
      'group_name',
      'acl',
      'conf',
      'definition_hash',
      'status',
      'run',
      'started_ms',
      'ended_ms',
      'modified_ms',
      'open_paths',
      'last_error_node',
      'suspend_on_nodes',
    ],
  },
  workflow_actions: {
    key: ['id'],
    fixed: ['job_id', 'name', 'type'],
    changing: [
      'sequence',
      'status',
      'pending',
      'execution_path',
      'run',
      'transition',
      'attempt',
      'owner',
      'due_ms',
      'retries',
      'user_retry_count',
      'user_retry_max',
      'user_retry_interval_minutes',
      'user_retry_policy',
      'started_ms',
      'ended_ms',
      'conf',
      'external_id',
      'external_status',
      'external_child_ids',
      'data',
      'stats',
      'error_code',
      'error_message',
      'done_status',
    ],
  },
  workflow_attempts: {
    key: ['action_id', 'run', 'attempt'],
    fixed: ['job_id'],
    changing: [
      'status',
      'owner',
      'started_ms',
      'ended_ms',
      'external_id',
      'external_status',
      'error_code',
      'error_message',
    ],
  },
  definitions: { key: ['hash'], fixed: [], changing: ['text', 'format'] },
  servers: {
    key: ['id'],
    fixed: [],
    changing: ['url', 'identity', 'data_directory', 'lease_until_ms'],
  },
  notifications: {
    key: ['id'],
    fixed: ['entity_id', 'url', 'proxy'],
    changing: ['attempts', 'due_ms'],
  },
  sla_entries: {
    key: ['id'],
    fixed: ['app_type', 'app_name', 'user_name', 'parent_id', 'job_id', 'created_ms'],
    changing: [
      'nominal_ms',
      'expected_start_ms',
      'expected_end_ms',
      'expected_duration_ms',
      'alert_events',
      'alert_contact',
      'notification_message',
      'upstream_apps',
      'is_alert_enabled',
      'job_status',
      'actual_start_ms',
      'actual_end_ms',
      'is_success',
      'told',
      'sla_status',
      'due_ms',
      'is_open',
      'modified_ms',
      'sequence',
      'version',
    ],
  },
  ...coordinatorColumns,
};

/** Every column of a table, in the order of the statements here. */
export function columnsOf(table: TableName): readonly string[] {
  const { key, fixed, changing } = tableColumns[table];
  return [...key, ...fixed, ...changing];
}

/** `insert … on conflict do update` with one placeholder a column, keys first. */
export function upsertStatement(table: TableName, placeholder: (index: number) => string): string {
  const columns = columnsOf(table);
  const placeholders = columns.map((_, index) => placeholder(index));
  const values = `(${columns.join(', ')}) values (${placeholders.join(', ')})`;
  return `insert into ${table} ${values} ${conflictClause(table)}`;
}

export function conflictClause(table: TableName): string {
  const { key, changing } = tableColumns[table];
  const assignments = changing.map((column) => `${column} = excluded.${column}`);
  return `on conflict (${key.join(', ')}) do update set ${assignments.join(', ')}`;
}
