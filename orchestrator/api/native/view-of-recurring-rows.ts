/** Rows of coordinators and bundles as the interface shows them. */
import type {
  CoordinatorView,
  ListedCoordinatorRow,
} from '../../coordinator/coordinator-service.ts';
import { splitDependencies } from '../../coordinator/materialise/missing-dependencies.ts';
import type {
  BundleJobRow,
  CoordinatorActionRow,
  CoordinatorJobRow,
} from '../../store/coordinator-tables.ts';
import type {
  BundleDetails,
  BundleSummary,
  CoordinatorActionDetails,
  CoordinatorActionList,
  CoordinatorSummary,
} from './recurring-views.ts';

export function coordinatorSummary(
  job: ListedCoordinatorRow | CoordinatorJobRow,
): CoordinatorSummary {
  return {
    id: job.id,
    name: job.app_name,
    status: job.status,
    user: job.user_name,
    group: job.group_name,
    appPath: job.app_path,
    bundleId: job.bundle_id,
    frequency: job.frequency,
    timeUnit: job.time_unit,
    timeZone: job.time_zone,
    execution: job.execution,
    concurrency: job.concurrency,
    throttle: job.throttle,
    timeoutMinutes: job.timeout_minutes,
    createdTime: isoTime(job.created_ms),
    startTime: isoTime(job.start_ms),
    endTime: isoTime(job.end_ms),
    pauseTime: timeOrNull(job.pause_ms),
    nextMaterialisedTime: timeOrNull(job.next_materialised_ms),
    lastActionNumber: job.last_action_number,
    modifiedTime: isoTime(job.modified_ms),
  };
}

export function coordinatorActionDetails(action: CoordinatorActionRow): CoordinatorActionDetails {
  const { uris, late } = splitDependencies(action.missing);
  return {
    id: action.id,
    number: action.action_number,
    nominalTime: isoTime(action.nominal_ms),
    status: action.status,
    createdTime: isoTime(action.created_ms),
    modifiedTime: isoTime(action.modified_ms),
    workflowId: action.external_id,
    missingDependencies: uris,
    unresolvedInstances: late.split('!!').filter((one) => one !== ''),
    errorCode: textOrNull(action.error_code),
    errorMessage: textOrNull(action.error_message),
    run: action.run,
  };
}

export function coordinatorActionList(
  { actions, total }: CoordinatorView,
  page: { readonly offset: number; readonly length: number },
): CoordinatorActionList {
  const { offset, length } = page;
  return { actions: actions.map(coordinatorActionDetails), total, offset, length };
}

export function bundleSummary(job: BundleJobRow): BundleSummary {
  return {
    id: job.id,
    name: job.app_name,
    status: job.status,
    user: job.user_name,
    group: job.group_name,
    appPath: job.app_path,
    kickOffTime: timeOrNull(job.kickoff_ms),
    createdTime: isoTime(job.created_ms),
    startTime: timeOrNull(job.started_ms),
    endTime: timeOrNull(job.end_ms),
    pauseTime: timeOrNull(job.pause_ms),
    modifiedTime: isoTime(job.modified_ms),
  };
}

export function bundleDetails(
  job: BundleJobRow,
  coordinators: readonly CoordinatorJobRow[],
): BundleDetails {
  return { ...bundleSummary(job), coordinators: coordinators.map(coordinatorSummary) };
}

function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

function timeOrNull(timeMs: number | null): string | null {
  return timeMs === null ? null : isoTime(timeMs);
}

/** A rerun leaves empty texts behind, as Oozie's does. */
function textOrNull(text: string | null): string | null {
  return text === '' ? null : text;
}
