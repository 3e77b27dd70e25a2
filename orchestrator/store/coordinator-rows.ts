/** Between the types of the coordinators' state machine and the rows of the store. */
import {
  type CoordinatorActionStatus,
  isFinalActionStatus,
} from '../coordinator/action/coordinator-action-status.ts';
import type { ExecutionOrder } from '../coordinator/definition/coordinator-definition.ts';
import type {
  CoordinatorAction,
  CoordinatorJob,
  CoordinatorState,
} from '../coordinator/job/coordinator-job-state.ts';
import type { CoordinatorJobStatus } from '../coordinator/job/coordinator-job-status.ts';
import type { CoordinatorActionRow, CoordinatorJobRow } from './coordinator-tables.ts';
import type { StoredCoordinator } from './recurring-work.ts';

export function coordinatorActionId(jobId: string, number: number): string {
  return `${jobId}@${number}`;
}

export function coordinatorStateFromRows({ job, actions }: StoredCoordinator): CoordinatorState {
  return {
    job: coordinatorJobFromRow(job),
    actions: new Map(actions.map((row) => [row.action_number, coordinatorActionFromRow(row)])),
  };
}

export function coordinatorJobFromRow(row: CoordinatorJobRow): CoordinatorJob {
  return {
    id: row.id,
    status: row.status as CoordinatorJobStatus,
    startMs: row.start_ms,
    endMs: row.end_ms,
    pauseMs: row.pause_ms ?? undefined,
    concurrency: row.concurrency,
    execution: row.execution as ExecutionOrder,
    throttle: row.throttle,
    timeoutMinutes: row.timeout_minutes,
    lastActionNumber: row.last_action_number,
    lastActionMs: row.last_action_ms ?? undefined,
    nextMs: row.next_materialised_ms ?? undefined,
    isMaterialised: row.is_materialised === 1,
    endedActions: JSON.parse(row.ended_actions),
    startedMs: row.started_ms ?? undefined,
    endedMs: row.ended_ms ?? undefined,
  };
}

/** The row of a job after a change; what the state machine does not know stays as it was. */
export function coordinatorJobToRow(
  job: CoordinatorJob,
  before: CoordinatorJobRow,
  nowMs: number,
): CoordinatorJobRow {
  return {
    ...before,
    version: before.version + 1,
    status: job.status,
    end_ms: job.endMs,
    pause_ms: job.pauseMs ?? null,
    concurrency: job.concurrency,
    execution: job.execution,
    throttle: job.throttle,
    timeout_minutes: job.timeoutMinutes,
    last_action_number: job.lastActionNumber,
    last_action_ms: job.lastActionMs ?? null,
    next_materialised_ms: job.nextMs ?? null,
    is_materialised: job.isMaterialised ? 1 : 0,
    ended_actions: JSON.stringify(job.endedActions),
    started_ms: job.startedMs ?? null,
    ended_ms: job.endedMs ?? null,
    modified_ms: nowMs,
  };
}

export function coordinatorActionFromRow(row: CoordinatorActionRow): CoordinatorAction {
  return {
    number: row.action_number,
    nominalMs: row.nominal_ms,
    status: row.status as CoordinatorActionStatus,
    createdMs: row.created_ms,
    modifiedMs: row.modified_ms,
    timeoutMinutes: row.timeout_minutes,
    missing: row.missing,
    pushMissing: row.push_missing,
    isResolved: row.is_resolved === 1,
    workflowId: row.external_id ?? undefined,
    externalStatus: row.external_status ?? undefined,
    errorCode: row.error_code ?? undefined,
    errorMessage: row.error_message ?? undefined,
    run: row.run,
    isFailedRerun: row.is_failed_rerun === 1,
    confHash: row.conf_hash,
  };
}

export function coordinatorActionToRow(
  jobId: string,
  action: CoordinatorAction,
): CoordinatorActionRow {
  return {
    id: coordinatorActionId(jobId, action.number),
    job_id: jobId,
    action_number: action.number,
    nominal_ms: action.nominalMs,
    status: action.status,
    is_active: isFinalActionStatus(action.status) ? 0 : 1,
    created_ms: action.createdMs,
    modified_ms: action.modifiedMs,
    conf_hash: action.confHash,
    missing: action.missing,
    push_missing: action.pushMissing,
    is_resolved: action.isResolved ? 1 : 0,
    timeout_minutes: action.timeoutMinutes,
    external_id: action.workflowId ?? null,
    external_status: action.externalStatus ?? null,
    error_code: action.errorCode ?? null,
    error_message: action.errorMessage ?? null,
    run: action.run,
    is_failed_rerun: action.isFailedRerun ? 1 : 0,
  };
}
