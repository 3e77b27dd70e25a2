/** Rows of the store as the interface shows them. */
import type { ListedJobRow } from '../../execution/workflow-service.ts';
import type {
  WorkflowActionRow,
  WorkflowAttemptRow,
  WorkflowJobRow,
} from '../../store/database-schema.ts';
import type { ActionDetails, AttemptDetails, JobDetails, JobSummary } from './views.ts';

export function jobSummary(job: ListedJobRow): JobSummary {
  return {
    id: job.id,
    name: job.app_name,
    status: job.status,
    user: job.user_name,
    group: job.group_name,
    appPath: job.app_path,
    externalId: job.external_id,
    parentId: job.parent_id,
    run: job.run,
    createdTime: isoTime(job.created_ms),
    startTime: timeOrNull(job.started_ms),
    endTime: timeOrNull(job.ended_ms),
    modifiedTime: isoTime(job.modified_ms),
  };
}

export function jobDetails(job: WorkflowJobRow, actions: readonly ActionDetails[]): JobDetails {
  return { ...jobSummary(job), lastErrorNode: job.last_error_node, actions };
}

export function actionDetails(action: WorkflowActionRow): ActionDetails {
  return {
    id: action.id,
    name: action.name,
    type: action.type,
    status: action.status,
    transition: action.transition,
    startTime: timeOrNull(action.started_ms),
    endTime: timeOrNull(action.ended_ms),
    externalId: action.external_id,
    externalStatus: action.external_status,
    errorCode: action.error_code,
    errorMessage: action.error_message,
    data: action.data,
    retries: action.retries,
    userRetry: {
      count: action.user_retry_count,
      max: action.user_retry_max,
      intervalMinutes: action.user_retry_interval_minutes,
    },
    attempt: action.attempt,
  };
}

export function attemptDetails(attempt: WorkflowAttemptRow, directory: string): AttemptDetails {
  return {
    run: attempt.run,
    attempt: attempt.attempt,
    status: attempt.status,
    startTime: timeOrNull(attempt.started_ms),
    endTime: timeOrNull(attempt.ended_ms),
    externalId: attempt.external_id,
    externalStatus: attempt.external_status,
    errorCode: attempt.error_code,
    errorMessage: attempt.error_message,
    directory,
  };
}

function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

function timeOrNull(timeMs: number | null): string | null {
  return timeMs === null ? null : isoTime(timeMs);
}
