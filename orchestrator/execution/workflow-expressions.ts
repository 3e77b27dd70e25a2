/** What the expressions of a job may ask, answered from the job's state. */
import type { FileSystems } from '../../base/file-system/file-systems.ts';
import { parseProperties } from '../../base/properties/parse-properties.ts';
import type { Clock } from '../../base/time/clock.ts';
import type { WorkflowElContext, WorkflowElNode } from '../definition/el/workflow-el-context.ts';
import type { WorkflowAction } from '../job/workflow-job-state.ts';
import { actionCounters } from './action-counters.ts';
import type { EvaluatedJob } from './job-evaluator.ts';

export interface ExpressionServices {
  readonly clock: Clock;
  readonly fileSystems: FileSystems;
  /** `http://host:port`, where this server answers. */
  serverUrl(): string;
  readonly settings: ReadonlyMap<string, string>;
}

export function workflowElContext(
  job: EvaluatedJob,
  currentNode: string | undefined,
  services: ExpressionServices,
): WorkflowElContext {
  const { row, state, configuration } = job;
  return {
    job: {
      id: row.id,
      name: row.app_name,
      appPath: row.app_path,
      user: row.user_name,
      group: row.group_name ?? undefined,
      run: state.job.run,
      configuration,
    },
    currentNode,
    callbackUrl: `${services.serverUrl()}/oozie/callback`,
    clock: services.clock,
    fileSystems: services.fileSystems,
    node(name) {
      const action = state.actions.get(name);
      return action && nodeFacts(action, services.serverUrl());
    },
    lastErrorNode: state.job.lastErrorNode,
    hadoopProperty: (_, property) => services.settings.get(property),
  };
}

function nodeFacts(action: WorkflowAction, serverUrl: string): WorkflowElNode {
  const { transition, errorCode, errorMessage, externalStatus, data } = action;
  return {
    transition,
    errorCode,
    errorMessage,
    externalId: action.externalId ?? (isPlaceless(action) ? NO_PLACE : undefined),
    externalStatus,
    trackerUri: trackerUri(action, serverUrl),
    data: data === undefined ? undefined : parseProperties(data),
    counters: actionCounters(action.stats),
  };
}

/** What Oozie gives for the place of work that it has done within its own server. */
const NO_PLACE = '-';

const serverSideTypes: ReadonlySet<string> = new Set(['fs', 'email', 'switch', 'function']);

function isPlaceless({ type, startedMs }: WorkflowAction): boolean {
  return startedMs !== undefined && (type.startsWith(':') || serverSideTypes.has(type));
}

/** A process is tracked by this server; `local` is Oozie's word for a job of its own. */
function trackerUri(action: WorkflowAction, serverUrl: string): string | undefined {
  if (isPlaceless(action)) return NO_PLACE;
  if (action.externalId === undefined) return undefined;
  return action.type === 'sub-workflow' ? 'local' : serverUrl;
}
