/** How a path leaves a node whose work is over. */
import { endJob } from './end-job.ts';
import { enterNode, requireNode } from './enter-node.ts';
import type { WorkflowDraft } from './workflow-draft.ts';
import type { WorkflowAction } from './workflow-job-state.ts';

/** Gives the action its final status and follows the transition that belongs to it. */
export function takeTransition(
  draft: WorkflowDraft,
  action: WorkflowAction,
  status: 'OK' | 'ERROR',
): void {
  const node = requireNode(draft, action.name);
  if (node.kind !== 'action') throw new Error(`node ${node.name} has no ok and error transition`);
  const to = status === 'OK' ? node.ok : node.error;
  if (status === 'ERROR') draft.updateJob({ lastErrorNode: node.name });
  leave(draft, action, to, { status, doneStatus: undefined });
}

/** Ends the row and enters the next node. */
export function leave(
  draft: WorkflowDraft,
  action: WorkflowAction,
  to: string,
  change: Partial<WorkflowAction>,
): void {
  draft.updateAction(action.name, {
    pending: false,
    dueMs: undefined,
    owner: undefined,
    transition: to,
    startedMs: action.startedMs ?? draft.nowMs,
    endedMs: action.endedMs ?? draft.nowMs,
    ...change,
  });
  enterNode(draft, to, action.executionPath);
}

/** The failure that no transition takes: the action and its job are FAILED. */
export function failJob(draft: WorkflowDraft, action: WorkflowAction): void {
  draft.updateAction(action.name, {
    status: 'FAILED',
    pending: false,
    dueMs: undefined,
    owner: undefined,
  });
  draft.updateJob({ lastErrorNode: action.name });
  endJob(draft, 'FAILED', action.name);
}
