import type {
  WorkflowActionRow,
  WorkflowJobRow,
} from '../../../orchestrator/store/database-schema.ts';

export const definitionRow = { hash: 'hash', text: '<workflow-app/>', format: 'xml' } as const;

export function jobRow(id: string, change: Partial<WorkflowJobRow> = {}): WorkflowJobRow {
  return {
    id,
    version: 1,
    app_name: 'test',
    app_path: 'file:///app',
    app_directory: 'file:///app',
    user_name: 'somebody',
    group_name: null,
    acl: null,
    external_id: null,
    parent_id: null,
    conf: '<configuration/>',
    app_defaults: '[]',
    definition_hash: definitionRow.hash,
    status: 'PREP',
    run: 0,
    created_ms: 1_000,
    started_ms: null,
    ended_ms: null,
    modified_ms: 1_000,
    open_paths: '{}',
    last_error_node: null,
    suspend_on_nodes: '[]',
    ...change,
  };
}

export function actionRow(
  jobId: string,
  name: string,
  change: Partial<WorkflowActionRow> = {},
): WorkflowActionRow {
  return {
    id: `${jobId}@${name}`,
    job_id: jobId,
    name,
    sequence: 0,
    type: 'shell',
    status: 'PREP',
    pending: 1,
    execution_path: '/',
    run: 0,
    transition: null,
    attempt: 0,
    owner: null,
    due_ms: null,
    retries: 0,
    user_retry_count: 0,
    user_retry_max: 0,
    user_retry_interval_minutes: 10,
    user_retry_policy: 'periodic',
    started_ms: null,
    ended_ms: null,
    conf: '',
    external_id: null,
    external_status: null,
    external_child_ids: null,
    data: null,
    stats: null,
    error_code: null,
    error_message: null,
    done_status: null,
    ...change,
  };
}
