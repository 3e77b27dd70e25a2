/** Rows that a job of ours would have, had it lived as a recorded one did. */
import type {
  WorkflowActionRow,
  WorkflowJobRow,
} from '../../../../orchestrator/store/database-schema.ts';
import type { RecordedAction, RecordedJob } from './recorded-answers.ts';

type Fields = Readonly<Record<string, unknown>>;

export function jobRow(job: RecordedJob): WorkflowJobRow {
  return {
    id: job.id,
    version: 1,
    app_name: text(job, 'appName'),
    app_path: text(job, 'appPath'),
    app_directory: '',
    user_name: text(job, 'user'),
    group_name: textOrNull(job, 'group'),
    acl: textOrNull(job, 'acl'),
    external_id: textOrNull(job, 'externalId'),
    parent_id: textOrNull(job, 'parentId'),
    conf: text(job, 'conf'),
    app_defaults: '[]',
    definition_hash: '',
    status: text(job, 'status'),
    run: job.run as number,
    created_ms: timeMs(job, 'createdTime') ?? 0,
    started_ms: timeMs(job, 'startTime'),
    ended_ms: timeMs(job, 'endTime'),
    modified_ms: timeMs(job, 'lastModTime') ?? 0,
    open_paths: '{}',
    last_error_node: null,
    suspend_on_nodes: '[]',
  };
}

export function actionRow(action: RecordedAction, jobId: string): WorkflowActionRow {
  return {
    id: `${jobId}@${action.name}`,
    job_id: jobId,
    name: action.name,
    sequence: 0,
    type: action.type,
    status: text(action, 'status'),
    pending: 0,
    execution_path: '/',
    transition: textOrNull(action, 'transition'),
    attempt: action.externalId === null ? 0 : 1,
    run: 0,
    owner: null,
    due_ms: null,
    retries: action.retries as number,
    user_retry_count: action.userRetryCount as number,
    user_retry_max: action.userRetryMax as number,
    user_retry_interval_minutes: action.userRetryInterval as number,
    user_retry_policy: 'periodic',
    started_ms: timeMs(action, 'startTime'),
    ended_ms: timeMs(action, 'endTime'),
    conf: text(action, 'conf'),
    // Oozie writes `-` into the row of an action that has no external id; ours has none.
    external_id: action.externalId === '-' ? null : textOrNull(action, 'externalId'),
    external_status: textOrNull(action, 'externalStatus'),
    external_child_ids: textOrNull(action, 'externalChildIDs'),
    data: textOrNull(action, 'data'),
    stats: textOrNull(action, 'stats'),
    error_code: textOrNull(action, 'errorCode'),
    error_message: textOrNull(action, 'errorMessage'),
    done_status: null,
  };
}

function text(fields: Fields, name: string): string {
  return fields[name] as string;
}

function textOrNull(fields: Fields, name: string): string | null {
  return fields[name] as string | null;
}

function timeMs(fields: Fields, name: string): number | null {
  const value = fields[name] as string | null;
  return value === null ? null : Date.parse(value);
}
