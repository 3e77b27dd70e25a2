/** A workflow action as Oozie shows it. */
import type { WorkflowActionRow } from '../../store/database-schema.ts';
import type { DateFormat } from './oozie-date.ts';

/** Types whose work Oozie does within its own server: they have no tracker and no console. */
const serverSideTypes = new Set(['fs', 'email', 'switch', 'function']);

const NO_URL = '-';

/**
 * @param serverUrl `http://host:port`
 * @returns Oozie's `JsonTags` of an action; every field is there, null when it has no value
 */
export function workflowActionJson(
  action: WorkflowActionRow,
  formatDate: DateFormat,
  serverUrl: string,
): Record<string, unknown> {
  return {
    id: action.id,
    name: action.name,
    cred: null,
    type: action.type,
    conf: action.conf,
    status: action.status,
    retries: action.retries,
    userRetryCount: action.user_retry_count,
    userRetryMax: action.user_retry_max,
    userRetryInterval: action.user_retry_interval_minutes,
    startTime: formatDate(action.started_ms),
    endTime: formatDate(action.ended_ms),
    transition: action.transition,
    data: action.data,
    stats: action.stats,
    externalChildIDs: action.external_child_ids,
    externalStatus: action.external_status,
    ...trackingOf(action, serverUrl),
    errorCode: action.error_code,
    errorMessage: action.error_message,
    toString: `Action name[${action.name}] status[${action.status}]`,
  };
}

/** Oozie gives one to the attempts of its own server, too. */
export function attemptConsoleUrl(action: WorkflowActionRow, serverUrl: string): string | null {
  return trackingOf(action, serverUrl).consoleUrl;
}

/** Where the action's work is found: nothing before it was started, `-` if it has no place. */
function trackingOf(
  action: WorkflowActionRow,
  serverUrl: string,
): { externalId: string | null; trackerUri: string | null; consoleUrl: string | null } {
  const { external_status: externalStatus, external_id: ownId, attempt } = action;
  if (externalStatus === null && ownId === null && attempt === 0) {
    return { externalId: null, trackerUri: null, consoleUrl: null };
  }
  if (action.type.startsWith(':') || serverSideTypes.has(action.type)) {
    const externalId = action.external_id ?? NO_URL;
    return { externalId, trackerUri: NO_URL, consoleUrl: NO_URL };
  }
  const externalId = action.external_id;
  if (externalId === null) return { externalId, trackerUri: null, consoleUrl: null };
  if (action.type === 'sub-workflow') {
    return { externalId, trackerUri: 'local', consoleUrl: `${serverUrl}/oozie?job=${externalId}` };
  }
  const consoleUrl = `${serverUrl}/api/v1/jobs/${action.job_id}/actions/${action.name}/stdout`;
  return { externalId, trackerUri: serverUrl, consoleUrl };
}
