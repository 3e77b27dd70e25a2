/** What an action gets to know: the facts of its job, its directory and the server's services. */
import type { ActionContext, ActionLog, ActionType } from '../../actions/contract/action-type.ts';
import type { FileSystems } from '../../base/file-system/file-systems.ts';
import type { Clock } from '../../base/time/clock.ts';
import type { WorkflowAction } from '../job/workflow-job-state.ts';
import { actionId } from '../store/workflow-rows.ts';
import type { HeldJob } from './held-job.ts';
import type { ResolvedAction } from './job-evaluator.ts';

export interface ActionContextOptions {
  readonly types: ReadonlyMap<string, ActionType>;
  readonly fileSystems: FileSystems;
  readonly clock: Clock;
  readonly settings: ReadonlyMap<string, string>;
  attemptDirectory(jobId: string, nodeName: string, run: number, attempt: number): string;
  actionLog(job: HeldJob, actionName: string): ActionLog;
}

/** Work within the server keeps its notes over all attempts of a run in one directory. */
const SHARED_ATTEMPT = 0;

export function actionContexts(options: ActionContextOptions) {
  const { types, fileSystems, clock, settings } = options;
  return (
    job: HeldJob,
    action: WorkflowAction,
    resolved: Pick<ResolvedAction, 'element' | 'configuration'>,
    signal: AbortSignal,
  ): ActionContext => {
    const { row, configuration } = job;
    const isProcess = types.get(action.type)?.kind === 'process';
    const attempt = isProcess ? action.attempt : SHARED_ATTEMPT;
    const directory = options.attemptDirectory(row.id, action.name, row.run, attempt);
    return {
      actionId: actionId(row.id, action.name),
      nodeName: action.name,
      job: {
        id: row.id,
        name: row.app_name,
        user: row.user_name,
        group: row.group_name ?? undefined,
        appDirectory: row.app_directory,
        run: row.run,
        configuration,
      },
      element: resolved.element,
      configuration: resolved.configuration,
      directory,
      fileSystems,
      clock,
      settings,
      signal,
      log: options.actionLog(job, action.name),
    };
  };
}
