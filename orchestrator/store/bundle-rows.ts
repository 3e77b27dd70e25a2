/** Between the types of the bundles' state machine and the rows of the store. */
import type { BundleAction, BundleJob, BundleState } from '../bundle/job/bundle-job-state.ts';
import type { BundleJobStatus } from '../bundle/job/bundle-job-status.ts';
import type { CoordinatorJobStatus } from '../coordinator/job/coordinator-job-status.ts';
import type { BundleActionRow, BundleJobRow } from './coordinator-tables.ts';
import type { StoredBundle } from './recurring-work.ts';

export function bundleActionId(bundleId: string, name: string): string {
  return `${bundleId}_${name}`;
}

export function bundleStateFromRows({ job, actions }: StoredBundle): BundleState {
  return {
    job: {
      id: job.id,
      status: job.status as BundleJobStatus,
      kickOffMs: job.kickoff_ms ?? undefined,
      pauseMs: job.pause_ms ?? undefined,
      endMs: job.end_ms ?? undefined,
      startedMs: job.started_ms ?? undefined,
      endedMs: job.ended_ms ?? undefined,
    },
    actions: new Map(actions.map((row) => [row.coordinator_name, actionFromRow(row)])),
  };
}

function actionFromRow(row: BundleActionRow): BundleAction {
  return {
    name: row.coordinator_name,
    coordinatorId: row.coordinator_id ?? undefined,
    status: row.status as CoordinatorJobStatus,
    isPending: row.is_pending === 1,
    isCritical: row.is_critical === 1,
    sequence: row.sequence,
    errorCode: row.error_code ?? undefined,
    errorMessage: row.error_message ?? undefined,
  };
}

/** The row of a job after a change; what the state machine does not know stays as it was. */
export function bundleJobToRow(job: BundleJob, before: BundleJobRow, nowMs: number): BundleJobRow {
  return {
    ...before,
    version: before.version + 1,
    status: job.status,
    pause_ms: job.pauseMs ?? null,
    end_ms: job.endMs ?? null,
    started_ms: job.startedMs ?? null,
    ended_ms: job.endedMs ?? null,
    modified_ms: nowMs,
  };
}

export function bundleActionToRow(
  bundleId: string,
  action: BundleAction,
  nowMs: number,
): BundleActionRow {
  return {
    id: bundleActionId(bundleId, action.name),
    bundle_id: bundleId,
    coordinator_name: action.name,
    coordinator_id: action.coordinatorId ?? null,
    status: action.status,
    is_critical: action.isCritical ? 1 : 0,
    is_pending: action.isPending ? 1 : 0,
    sequence: action.sequence,
    error_code: action.errorCode ?? null,
    error_message: action.errorMessage ?? null,
    modified_ms: nowMs,
  };
}
