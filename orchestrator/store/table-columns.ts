/** The columns and keys of the tables that are written row by row on the hot path. */
import type { DatabaseSchema, TableName } from './database-schema.ts';

type ColumnsOf<Table extends TableName> = readonly (keyof DatabaseSchema[Table] & string)[];

interface TableColumns<Table extends TableName> {
  readonly key: ColumnsOf<Table>;
  readonly others: ColumnsOf<Table>;
}

export const tableColumns: { readonly [Table in TableName]: TableColumns<Table> } = {
  workflow_jobs: {
    key: ['id'],
    others: [
      'version',
      'app_name',
      'app_path',
      'app_directory',
      'user_name',
      'group_name',
      'acl',
      'external_id',
      'parent_id',
      'conf',
      'app_defaults',
      'definition_hash',
      'status',
      'run',
      'created_ms',
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
    others: [
      'job_id',
      'name',
      'sequence',
      'type',
      'status',
      'pending',
      'execution_path',
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
    others: [
      'job_id',
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
  definitions: { key: ['hash'], others: ['text', 'format'] },
  servers: { key: ['id'], others: ['url', 'identity', 'data_directory', 'lease_until_ms'] },
};

/** `insert … on conflict do update` with one placeholder a column, keys first. */
export function upsertStatement(table: TableName, placeholder: (index: number) => string): string {
  const { key, others } = tableColumns[table];
  const columns = [...key, ...others];
  const placeholders = columns.map((_, index) => placeholder(index));
  const values = `(${columns.join(', ')}) values (${placeholders.join(', ')})`;
  return `insert into ${table} ${values} ${conflictClause(table)}`;
}

export function conflictClause(table: TableName): string {
  const { key, others } = tableColumns[table];
  const assignments = others.map((column) => `${column} = excluded.${column}`);
  return `on conflict (${key.join(', ')}) do update set ${assignments.join(', ')}`;
}
