/** What commands about a whole job do in each of its states (reference: Oozie's 1.7, 1.8, 1.12). */
import { START_NODE_NAME } from '../definition/workflow-definition.ts';
import { endJob } from './end-job.ts';
import { enterNode, enterSuspendedNode, ROOT_EXECUTION_PATH, requireNode } from './enter-node.ts';
import { rerunJob } from './rerun-job.ts';
import { takeTransition } from './take-transition.ts';
import type { WorkflowDraft } from './workflow-draft.ts';
import type { JobEvent } from './workflow-event.ts';
import type { WorkflowAction } from './workflow-job-state.ts';
import type { WorkflowJobStatus } from './workflow-job-status.ts';

type JobEventKind = JobEvent['kind'];

type JobTransitions = {
  readonly [Kind in JobEventKind]?:
    | 'refused'
    | ((draft: WorkflowDraft, event: Extract<JobEvent, { kind: Kind }>) => void);
};

/**
 * Which command is carried out in which state. `refused` is an error to the caller (E0801, E0805);
 * what is not listed is ignored, as Oozie answers it with 200 and does nothing.
 */
const jobTransitions: Readonly<Record<WorkflowJobStatus, JobTransitions>> = {
  PREP: { start, kill, rerun: 'refused' },
  RUNNING: { start: 'refused', suspend, kill, rerun: 'refused' },
  SUSPENDED: { resume, kill, rerun: 'refused' },
  SUCCEEDED: { rerun: rerunJob },
  KILLED: { rerun: rerunJob },
  FAILED: { rerun: rerunJob },
};

type Apply = (draft: WorkflowDraft, event: JobEvent) => void;

export type JobEventVerdict = 'accepted' | 'ignored' | 'refused';

export function judgeJobEvent(status: WorkflowJobStatus, kind: JobEventKind): JobEventVerdict {
  const entry = jobTransitions[status][kind];
  if (entry === undefined) return 'ignored';
  return entry === 'refused' ? 'refused' : 'accepted';
}

export function applyJobEvent(draft: WorkflowDraft, event: JobEvent): JobEventVerdict {
  const verdict = judgeJobEvent(draft.job.status, event.kind);
  const entry = jobTransitions[draft.job.status][event.kind];
  if (typeof entry === 'function') (entry as Apply)(draft, event);
  return verdict;
}

function start(draft: WorkflowDraft): void {
  draft.updateJob({ startedMs: draft.nowMs });
  draft.setJobStatus('RUNNING');
  enterNode(draft, START_NODE_NAME, ROOT_EXECUTION_PATH);
}

function suspend(draft: WorkflowDraft): void {
  draft.setJobStatus('SUSPENDED');
}

function kill(draft: WorkflowDraft): void {
  endJob(draft, 'KILLED');
}

/** Goes on wherever the suspension left a path: before a node, after an action, or in a retry. */
function resume(draft: WorkflowDraft): void {
  draft.setJobStatus('RUNNING');
  for (const { name } of [...draft.actions()]) {
    const action = draft.action(name);
    if (action !== undefined && draft.job.status === 'RUNNING') resumeAction(draft, action);
  }
}

function resumeAction(draft: WorkflowDraft, action: WorkflowAction): void {
  switch (action.status) {
    case 'PREP':
      if (action.pending) commandStart(draft, action);
      else if (action.run === draft.job.run) enterSuspendedNode(draft, action);
      return;
    case 'DONE':
      takeTransition(draft, action, action.doneStatus ?? 'OK');
      return;
    case 'START_MANUAL':
      draft.updateAction(action.name, { status: 'PREP', pending: true, retries: 0 });
      draft.command({ kind: 'start-action', name: action.name });
      return;
    case 'END_MANUAL':
      draft.updateAction(action.name, { status: 'RUNNING', pending: true, retries: 0 });
      draft.command({ kind: 'end-action', name: action.name, attempt: action.attempt });
      return;
    case 'START_RETRY':
    case 'END_RETRY':
    case 'USER_RETRY':
      draft.command({ kind: 'wake', name: action.name, dueMs: action.dueMs ?? draft.nowMs });
      return;
    default:
      return;
  }
}

function commandStart(draft: WorkflowDraft, action: WorkflowAction): void {
  const kinds = {
    action: 'start-action',
    decision: 'evaluate-decision',
    kill: 'evaluate-kill-message',
  } as const;
  const { kind } = requireNode(draft, action.name);
  if (kind in kinds) {
    draft.command({ kind: kinds[kind as keyof typeof kinds], name: action.name });
  }
}
