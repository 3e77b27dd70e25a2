/** What the expressions of a job may ask, answered from the job's state. */
import type { FileSystems } from '../../base/file-system/file-systems.ts';
import { parseProperties } from '../../base/properties/parse-properties.ts';
import type { Clock } from '../../base/time/clock.ts';
import type { WorkflowElContext, WorkflowElNode } from '../definition/el/workflow-el-context.ts';
import type { WorkflowAction } from '../job/workflow-job-state.ts';
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
      run: row.run,
      configuration,
    },
    currentNode,
    callbackUrl: `${services.serverUrl()}/oozie/callback`,
    clock: services.clock,
    fileSystems: services.fileSystems,
    node(name) {
      const action = state.actions.get(name);
      return action && nodeFacts(action);
    },
    lastErrorNode: state.job.lastErrorNode,
    hadoopProperty: (_, property) => services.settings.get(property),
  };
}

function nodeFacts(action: WorkflowAction): WorkflowElNode {
  const { transition, errorCode, errorMessage, externalId, externalStatus, data } = action;
  return {
    transition,
    errorCode,
    errorMessage,
    externalId,
    externalStatus,
    trackerUri: undefined,
    data: data === undefined ? undefined : parseProperties(data),
    counters: undefined,
  };
}
