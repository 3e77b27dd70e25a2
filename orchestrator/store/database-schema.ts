import type {
  BundleActionRow,
  BundleJobRow,
  CoordinatorActionDocumentRow,
  CoordinatorActionRow,
  CoordinatorJobRow,
} from './coordinator-tables.ts';

import type { NotificationRow } from './notification-tables.ts';
import type { SlaEntryRow } from './sla-tables.ts';

/** The tables, as Kysely sees them. Times are milliseconds since the epoch, flags 0 or 1. */
export interface DatabaseSchema {
  workflow_jobs: WorkflowJobRow;
  workflow_actions: WorkflowActionRow;
  workflow_attempts: WorkflowAttemptRow;
  definitions: DefinitionRow;
  servers: ServerRow;
  notifications: NotificationRow;
  sla_entries: SlaEntryRow;
  coordinator_jobs: CoordinatorJobRow;
  coordinator_actions: CoordinatorActionRow;
  coordinator_action_documents: CoordinatorActionDocumentRow;
  bundle_jobs: BundleJobRow;
  bundle_actions: BundleActionRow;
}

export type TableName = keyof DatabaseSchema;

export interface WorkflowJobRow {
  id: string;
  /** Counts commits; tells whether a state held in memory is still the stored one. */
  version: number;
  app_name: string;
  app_path: string;
  app_directory: string;
  user_name: string;
  group_name: string | null;
  acl: string | null;
  external_id: string | null;
  parent_id: string | null;
  /** The job's configuration in Hadoop's XML. */
  conf: string;
  /** JSON: the properties of config-default.xml as name and value, for its actions. */
  app_defaults: string;
  definition_hash: string;
  status: string;
  run: number;
  created_ms: number;
  started_ms: number | null;
  ended_ms: number | null;
  modified_ms: number;
  /** JSON: `WorkflowJob.openPaths` */
  open_paths: string;
  last_error_node: string | null;
  /** JSON: `WorkflowJob.suspendOnNodes` */
  suspend_on_nodes: string;
}

export interface WorkflowActionRow {
  /** `<job id>@<node name>` */
  id: string;
  job_id: string;
  name: string;
  sequence: number;
  type: string;
  status: string;
  pending: number;
  execution_path: string;
  run: number;
  transition: string | null;
  attempt: number;
  owner: string | null;
  due_ms: number | null;
  retries: number;
  user_retry_count: number;
  user_retry_max: number;
  user_retry_interval_minutes: number;
  user_retry_policy: string;
  started_ms: number | null;
  ended_ms: number | null;
  conf: string;
  external_id: string | null;
  external_status: string | null;
  external_child_ids: string | null;
  data: string | null;
  stats: string | null;
  error_code: string | null;
  error_message: string | null;
  done_status: string | null;
}

/** One row for each time that an action's work was begun; never removed while its job is kept. */
export interface WorkflowAttemptRow {
  action_id: string;
  run: number;
  attempt: number;
  job_id: string;
  status: string;
  owner: string | null;
  started_ms: number | null;
  ended_ms: number | null;
  external_id: string | null;
  external_status: string | null;
  error_code: string | null;
  error_message: string | null;
}

/** Definitions by the SHA-256 of their text: jobs of one app share a row. */
export interface DefinitionRow {
  hash: string;
  text: string;
  format: 'xml' | 'yaml';
}

/** The servers that use this store, and until when each of them answers for its attempts. */
export interface ServerRow {
  id: string;
  url: string;
  /** JSON: ProcessIdentity */
  identity: string;
  data_directory: string;
  lease_until_ms: number;
}
