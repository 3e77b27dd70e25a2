/** How a job that is over is run once more (reference: Oozie's 1.12). */
import { START_NODE_NAME } from '../definition/workflow-definition.ts';
import { enterNode, ROOT_EXECUTION_PATH } from './enter-node.ts';
import type { WorkflowDraft } from './workflow-draft.ts';
import type { RerunEvent } from './workflow-event.ts';
import type { WorkflowAction } from './workflow-job-state.ts';

/**
 * Forgets what is to be run again and starts from the beginning. Kept nodes stay in the list as
 * they are; when a path reaches one of them, it passes as it did in its own run.
 */
export function rerunJob(draft: WorkflowDraft, event: RerunEvent): void {
  for (const action of [...draft.actions()]) {
    if (event.kept.has(action.name)) continue;
    if (event.keepsChildren && runsAnotherJob(action)) prepareAgain(draft, action);
    else draft.removeAction(action.name);
  }
  draft.updateJob({
    run: draft.job.run + 1,
    startedMs: draft.nowMs,
    openPaths: {},
    lastErrorNode: undefined,
    suspendOnNodes: event.suspendOnNodes,
  });
  draft.setJobStatus('RUNNING');
  enterNode(draft, START_NODE_NAME, ROOT_EXECUTION_PATH);
}

/** Whether its work is a job that can be run again, too. */
function runsAnotherJob(action: WorkflowAction): boolean {
  return action.type === 'sub-workflow' && action.externalId !== undefined;
}

/** Until a path reaches it, the action is listed as not started, with the job that it is to run. */
function prepareAgain(draft: WorkflowDraft, action: WorkflowAction): void {
  draft.updateAction(action.name, {
    status: 'PREP',
    pending: false,
    startedMs: undefined,
    endedMs: undefined,
    transition: undefined,
    errorCode: undefined,
    errorMessage: undefined,
  });
}
