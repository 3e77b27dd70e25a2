/** Between the state machine's types and the rows of the store. */
import type { WorkflowActionStatus } from '../job/workflow-action-status.ts';
import type { WorkflowAction, WorkflowJob } from '../job/workflow-job-state.ts';
import type { WorkflowJobStatus } from '../job/workflow-job-status.ts';
import type { WorkflowActionRow, WorkflowAttemptRow, WorkflowJobRow } from './database-schema.ts';

export function actionId(jobId: string, nodeName: string): string {
  return `${jobId}@${nodeName}`;
}

export function jobFromRow(row: WorkflowJobRow): WorkflowJob {
  return {
    id: row.id,
    status: row.status as WorkflowJobStatus,
    run: row.run,
    startedMs: row.started_ms ?? undefined,
    endedMs: row.ended_ms ?? undefined,
    openPaths: JSON.parse(row.open_paths),
    lastErrorNode: row.last_error_node ?? undefined,
    suspendOnNodes: JSON.parse(row.suspend_on_nodes),
  };
}

/** The row of a job after a change; what the state machine does not know stays as it was. */
export function jobToRow(job: WorkflowJob, before: WorkflowJobRow, nowMs: number): WorkflowJobRow {
  return {
    ...before,
    version: before.version + 1,
    status: job.status,
    run: job.run,
    started_ms: job.startedMs ?? null,
    ended_ms: job.endedMs ?? null,
    modified_ms: nowMs,
    open_paths: JSON.stringify(job.openPaths),
    last_error_node: job.lastErrorNode ?? null,
    suspend_on_nodes: JSON.stringify(job.suspendOnNodes),
  };
}

export function actionFromRow(row: WorkflowActionRow): WorkflowAction {
  return {
    name: row.name,
    type: row.type,
    status: row.status as WorkflowActionStatus,
    pending: row.pending === 1,
    executionPath: row.execution_path,
    run: row.run,
    transition: row.transition ?? undefined,
    attempt: row.attempt,
    owner: row.owner ?? undefined,
    dueMs: row.due_ms ?? undefined,
    retries: row.retries,
    userRetryCount: row.user_retry_count,
    userRetryMax: row.user_retry_max,
    userRetryIntervalMinutes: row.user_retry_interval_minutes,
    userRetryPolicy: row.user_retry_policy as WorkflowAction['userRetryPolicy'],
    startedMs: row.started_ms ?? undefined,
    endedMs: row.ended_ms ?? undefined,
    conf: row.conf,
    externalId: row.external_id ?? undefined,
    externalStatus: row.external_status ?? undefined,
    externalChildIds: row.external_child_ids ?? undefined,
    data: row.data ?? undefined,
    stats: row.stats ?? undefined,
    errorCode: row.error_code ?? undefined,
    errorMessage: row.error_message ?? undefined,
    doneStatus: (row.done_status ?? undefined) as WorkflowAction['doneStatus'],
    sequence: row.sequence,
  };
}

export function actionToRow(jobId: string, action: WorkflowAction): WorkflowActionRow {
  return {
    id: actionId(jobId, action.name),
    job_id: jobId,
    name: action.name,
    sequence: action.sequence,
    type: action.type,
    status: action.status,
    pending: action.pending ? 1 : 0,
    execution_path: action.executionPath,
    run: action.run,
    transition: action.transition ?? null,
    attempt: action.attempt,
    owner: action.owner ?? null,
    due_ms: action.dueMs ?? null,
    retries: action.retries,
    user_retry_count: action.userRetryCount,
    user_retry_max: action.userRetryMax,
    user_retry_interval_minutes: action.userRetryIntervalMinutes,
    user_retry_policy: action.userRetryPolicy,
    started_ms: action.startedMs ?? null,
    ended_ms: action.endedMs ?? null,
    conf: action.conf,
    external_id: action.externalId ?? null,
    external_status: action.externalStatus ?? null,
    external_child_ids: action.externalChildIds ?? null,
    data: action.data ?? null,
    stats: action.stats ?? null,
    error_code: action.errorCode ?? null,
    error_message: action.errorMessage ?? null,
    done_status: action.doneStatus ?? null,
  };
}

/**
 * The row of the action's current attempt. LOST is an attempt whose work was in a server that died:
 * it may have been done in part, and it was begun again.
 */
export function attemptToRow(
  jobId: string,
  action: Omit<WorkflowAction, 'status'> & { readonly status: WorkflowActionStatus | 'LOST' },
): WorkflowAttemptRow {
  return {
    action_id: actionId(jobId, action.name),
    run: action.run,
    attempt: action.attempt,
    job_id: jobId,
    status: action.status,
    owner: action.owner ?? null,
    started_ms: action.startedMs ?? null,
    ended_ms: action.status === 'RUNNING' ? null : (action.endedMs ?? null),
    external_id: action.externalId ?? null,
    external_status: action.externalStatus ?? null,
    error_code: action.errorCode ?? null,
    error_message: action.errorMessage ?? null,
  };
}
