/** Bundle jobs as Oozie shows them. */
import type { BulkAction } from '../../coordinator/coordinator-service.ts';
import type { BundleJobRow, CoordinatorJobRow } from '../../store/coordinator-tables.ts';
import { coordinatorActionJson, coordinatorJobJson } from './coordinator-job-json.ts';
import type { DateFormat } from './oozie-date.ts';

type Json = Record<string, unknown>;

/** @returns Oozie's `JsonTags` of a job; every field is there, null when it has no value */
export function bundleJobJson(
  job: BundleJobRow,
  coordinators: readonly CoordinatorJobRow[],
  formatDate: DateFormat,
): Json {
  return {
    ...emptyBundle(job),
    bundleJobPath: job.app_path,
    bundleExternalId: job.external_id,
    conf: job.conf,
    acl: job.acl,
    group: job.group_name,
    kickoffTime: formatDate(job.kickoff_ms),
    endTime: formatDate(job.end_ms),
    pauseTime: formatDate(job.pause_ms),
    createdTime: formatDate(job.created_ms),
    bundleCoordJobs: coordinators.map((one) => coordinatorJobJson(one, [], 0, formatDate)),
  };
}

/** Oozie never fills some of the fields, and fills few in a bulk listing. */
function emptyBundle(job: BundleJobRow): Json {
  return {
    bundleJobId: job.id,
    bundleJobName: job.app_name,
    bundleJobPath: null,
    bundleExternalId: null,
    status: job.status,
    conf: null,
    acl: null,
    user: job.user_name,
    group: null,
    timeUnit: 'NONE',
    timeOut: 0,
    kickoffTime: null,
    startTime: null,
    endTime: null,
    pauseTime: null,
    createdTime: null,
    consoleUrl: null,
    bundleCoordJobs: [],
    toString: `Bundle id[${job.id}] status[${job.status}]`,
  };
}

/** One row of a bulk listing. */
export function bulkActionJson(bulk: BulkAction, formatDate: DateFormat): Json {
  const { action, job, bundle } = bulk;
  return {
    bulkbundle: emptyBundle(bundle),
    bulkcoord: emptyCoordinator(job),
    bulkaction: { ...coordinatorActionJson(action, formatDate), lastModifiedTime: null },
  };
}

function emptyCoordinator(job: CoordinatorJobRow): Json {
  const nothing = () => null;
  return {
    ...coordinatorJobJson(job, [], 0, nothing),
    ...{ mat_throttling: 0, executionPolicy: 'FIFO', conf: null, acl: null, frequency: '0' },
    ...{ timeUnit: 'NONE', group: null, coordJobPath: null, bundleId: null, timeZone: null },
    ...{ concurrency: 0, timeOut: 0, user: null },
  };
}
