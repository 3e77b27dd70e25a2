/** Coordinator jobs and their actions as Oozie shows them. */
import type {
  CoordinatorActionView,
  ListedCoordinatorRow,
} from '../../coordinator/coordinator-service.ts';
import type { CoordinatorActionRow, CoordinatorJobRow } from '../../store/coordinator-tables.ts';
import type { DateFormat } from './oozie-date.ts';

type Json = Record<string, unknown>;

/** @returns Oozie's `JsonTags` of a job; every field is there, null when it has no value */
export function coordinatorJobJson(
  job: CoordinatorJobRow,
  actions: readonly CoordinatorActionRow[],
  total: number,
  formatDate: DateFormat,
): Json {
  return {
    ...listedFields(job, formatDate),
    mat_throttling: job.throttle,
    conf: job.conf,
    acl: job.acl,
    coordExternalId: job.external_id,
    pauseTime: formatDate(job.pause_ms),
    total,
    actions: actions.map((action) => coordinatorActionJson(action, formatDate)),
  };
}

/** A job within a list: Oozie reads only some columns then and leaves the other fields empty. */
export function listedCoordinatorJson(job: ListedCoordinatorRow, formatDate: DateFormat): Json {
  return {
    ...listedFields(job, formatDate),
    mat_throttling: 0,
    conf: null,
    acl: null,
    coordExternalId: null,
    pauseTime: null,
    total: 0,
    actions: [],
  };
}

function listedFields(job: ListedCoordinatorRow, formatDate: DateFormat): Json {
  return {
    coordJobId: job.id,
    coordJobName: job.app_name,
    coordJobPath: job.app_path,
    bundleId: job.bundle_id,
    status: job.status,
    executionPolicy: job.execution,
    frequency: job.frequency,
    timeUnit: job.time_unit,
    timeZone: job.time_zone,
    concurrency: job.concurrency,
    timeOut: job.timeout_minutes,
    createdTime: formatDate(job.created_ms),
    startTime: formatDate(job.start_ms),
    endTime: formatDate(job.end_ms),
    lastAction: formatDate(job.last_action_ms),
    nextMaterializedTime: formatDate(job.next_materialised_ms),
    user: job.user_name,
    group: job.group_name,
    consoleUrl: null,
    toString: `Coordinator application id[${job.id}] status[${job.status}]`,
  };
}

export function coordinatorActionJson(
  action: CoordinatorActionRow,
  formatDate: DateFormat,
  confs: { readonly createdConf?: string | undefined; readonly runConf?: string | undefined } = {},
): Json {
  return {
    id: action.id,
    coordJobId: action.job_id,
    type: null,
    actionNumber: action.action_number,
    createdConf: confs.createdConf ?? null,
    runConf: confs.runConf ?? null,
    status: action.status,
    nominalTime: formatDate(action.nominal_ms),
    createdTime: formatDate(action.created_ms),
    lastModifiedTime: formatDate(action.modified_ms),
    missingDependencies: action.missing,
    pushMissingDependencies: action.push_missing,
    externalId: action.external_id,
    externalStatus: action.external_status,
    trackerUri: null,
    consoleUrl: null,
    errorCode: action.error_code,
    errorMessage: action.error_message,
    toString: `CoordinatorAction name[${action.id}] status[${action.status}]`,
  };
}

/** The actions that a command was about. */
export function actionViewsJson(
  views: readonly CoordinatorActionView[],
  formatDate: DateFormat,
): Json {
  return { actions: views.map((view) => coordinatorActionJson(view.row, formatDate, view)) };
}
