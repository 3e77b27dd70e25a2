/** A workflow job as Oozie shows it. */
import type { ListedJobRow } from '../../execution/workflow-service.ts';
import type { WorkflowActionRow, WorkflowJobRow } from '../../store/database-schema.ts';
import type { DateFormat } from './oozie-date.ts';
import { workflowActionJson } from './workflow-action-json.ts';

/**
 * @param serverUrl `http://host:port`
 * @returns Oozie's `JsonTags` of a job; every field is there, null when it has no value
 */
export function workflowJobJson(
  job: WorkflowJobRow,
  actions: readonly WorkflowActionRow[],
  formatDate: DateFormat,
  serverUrl: string,
): Record<string, unknown> {
  return {
    ...listedFields(job, formatDate, serverUrl),
    externalId: job.external_id,
    parentId: job.parent_id,
    conf: job.conf,
    appPath: job.app_path,
    actions: actions.map((action) => workflowActionJson(action, formatDate, serverUrl)),
  };
}

/** A job within a list: Oozie reads only some columns then and leaves the other fields null. */
export function listedJobJson(
  job: ListedJobRow,
  formatDate: DateFormat,
  serverUrl: string,
): Record<string, unknown> {
  return {
    ...listedFields(job, formatDate, serverUrl),
    externalId: null,
    parentId: null,
    conf: null,
    appPath: null,
    actions: [],
  };
}

function listedFields(job: ListedJobRow, formatDate: DateFormat, serverUrl: string) {
  return {
    id: job.id,
    appName: job.app_name,
    status: job.status,
    run: job.run,
    user: job.user_name,
    group: job.group_name,
    acl: job.acl,
    createdTime: formatDate(job.created_ms),
    startTime: formatDate(job.started_ms),
    endTime: formatDate(job.ended_ms),
    lastModTime: formatDate(job.modified_ms),
    consoleUrl: `${serverUrl}/oozie?job=${job.id}`,
    toString: `Workflow id[${job.id}] status[${job.status}]`,
  };
}
