/** Which changes of a workflow are told to the URLs that its job names. */
import type { WorkflowAction } from '../job/workflow-job-state.ts';
import type { WorkflowJobStatus } from '../job/workflow-job-status.ts';
import { fillAddress, notificationAddress } from './notification-address.ts';

/** One request to make, once the change that it tells of is durable. */
export interface Notification {
  readonly entityId: string;
  readonly url: string;
  readonly proxy: string;
}

export interface WorkflowChangeFacts {
  readonly jobId: string;
  readonly parentId: string | undefined;
  readonly configuration: ReadonlyMap<string, string>;
  /** The job's status if it changed. */
  readonly newStatus: WorkflowJobStatus | undefined;
  /** Whether the change has set the job running, though it may run no more at its end. */
  readonly isStart: boolean;
  /** Each action that changed, as it was and as it is. */
  readonly actions: readonly ActionChange[];
}

export interface ActionChange {
  readonly before: WorkflowAction | undefined;
  readonly after: WorkflowAction;
}

const JOB_URL = 'oozie.wf.workflow.notification.url';
const ACTION_URL = 'oozie.wf.action.notification.url';
/** For both. */
const PROXY = 'oozie.wf.workflow.notification.proxy';

/** Whether it is worth to look at a job's changes at all. */
export function isAnyoneTold(configuration: ReadonlyMap<string, string>): boolean {
  return configuration.has(JOB_URL) || configuration.has(ACTION_URL);
}

/** As a real server does it, control nodes included; retries are not told. */
export function workflowNotifications(
  facts: WorkflowChangeFacts,
  settings: ReadonlyMap<string, string>,
): Notification[] {
  const ofActions = actionNotifications(facts, settings);
  const ofJob = jobNotifications(facts, settings);
  // The end comes last, the start first.
  return facts.isStart
    ? [...ofJob.slice(0, 1), ...ofActions, ...ofJob.slice(1)]
    : [...ofActions, ...ofJob];
}

function jobNotifications(
  { jobId, parentId, configuration, newStatus, isStart }: WorkflowChangeFacts,
  settings: ReadonlyMap<string, string>,
): Notification[] {
  if (newStatus === undefined || newStatus === 'PREP') return [];
  const address = notificationAddress(configuration, JOB_URL, PROXY, settings);
  if (address === undefined) return [];
  const { template, proxy } = address;
  const told = isStart && newStatus !== 'RUNNING' ? ['RUNNING', newStatus] : [newStatus];
  return told.map((status) => {
    const values = { jobId, status, parentId: parentId ?? '' };
    return { entityId: jobId, url: fillAddress(template, values), proxy };
  });
}

function actionNotifications(
  { jobId, configuration, actions }: WorkflowChangeFacts,
  settings: ReadonlyMap<string, string>,
): Notification[] {
  const address = notificationAddress(configuration, ACTION_URL, PROXY, settings);
  if (address === undefined) return [];
  const { template, proxy } = address;
  return actions.flatMap((change) => {
    const status = toldStatus(change);
    if (status === undefined) return [];
    const url = fillAddress(template, { jobId, nodeName: change.after.name, status });
    return [{ entityId: jobId, url, proxy }];
  });
}

/**
 * `S:RUNNING` when external work has started, `T:<next node>` when it has ended whichever way,
 * `S:FAILED` for what is beyond repair. Undefined for what nobody is told.
 */
function toldStatus({ before, after }: ActionChange): string | undefined {
  switch (after.status) {
    case 'RUNNING': {
      const isStart = after.externalId !== undefined && before?.externalId !== after.externalId;
      return isStart ? 'S:RUNNING' : undefined;
    }
    case 'OK':
    case 'ERROR':
    case 'KILLED':
      // Oozie writes `null` where nothing comes next.
      return before?.status === after.status ? undefined : `T:${after.transition ?? null}`;
    case 'FAILED':
      return before?.status === 'FAILED' ? undefined : 'S:FAILED';
    default:
      return undefined;
  }
}
