/** How a job ends: every action that is not over is stopped with it. */
import { isTerminalActionStatus } from './workflow-action-status.ts';
import type { WorkflowDraft } from './workflow-draft.ts';
import type { WorkflowAction } from './workflow-job-state.ts';

/**
 * Ends the job. Actions that run are KILLED and stay pending until their external work is gone;
 * actions that had not started are KILLED at once.
 * @param except an action that already has its final status
 */
export function endJob(
  draft: WorkflowDraft,
  status: 'SUCCEEDED' | 'KILLED' | 'FAILED',
  except?: string,
): void {
  for (const action of [...draft.actions()]) {
    if (action.name !== except && !isTerminalActionStatus(action.status)) stopAction(draft, action);
  }
  draft.setJobStatus(status);
}

function stopAction(draft: WorkflowDraft, action: WorkflowAction): void {
  const runs = action.status === 'RUNNING';
  draft.updateAction(action.name, {
    status: 'KILLED',
    pending: runs,
    dueMs: undefined,
    // What waited ends without a time, to Oozie.
    ...((runs || action.status === 'DONE') && { endedMs: draft.nowMs }),
  });
  if (runs) draft.command({ kind: 'kill-action', name: action.name, attempt: action.attempt });
}
