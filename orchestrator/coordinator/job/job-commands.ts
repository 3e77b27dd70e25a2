/** What commands about a whole coordinator do in each of its statuses (reference: 4.6). */
import { nextActionStatus } from '../action/action-transitions.ts';
import type { CoordinatorDraft } from './coordinator-draft.ts';
import type { KillActionsEvent } from './coordinator-event.ts';
import { type CoordinatorJobStatus, isFinalCoordinatorStatus } from './coordinator-job-status.ts';
import type { CoordinatorVerdict } from './coordinator-verdict.ts';

export type JobCommandKind = 'suspend' | 'resume' | 'kill' | 'fail' | 'pause' | 'unpause';

type Row = Partial<Record<JobCommandKind, CoordinatorJobStatus>>;

const ends: Row = { kill: 'KILLED', fail: 'FAILED' };

/** What is not listed does nothing, as Oozie answers it with 200. */
const table: Readonly<Record<CoordinatorJobStatus, Row>> = {
  PREP: { suspend: 'PREPSUSPENDED', pause: 'PREPPAUSED', ...ends },
  RUNNING: { suspend: 'SUSPENDED', pause: 'PAUSED', ...ends },
  RUNNINGWITHERROR: { suspend: 'SUSPENDEDWITHERROR', pause: 'PAUSEDWITHERROR', ...ends },
  PREPSUSPENDED: { resume: 'PREP', ...ends },
  SUSPENDED: { resume: 'RUNNING', ...ends },
  SUSPENDEDWITHERROR: { resume: 'RUNNINGWITHERROR', ...ends },
  PREPPAUSED: { suspend: 'PREPSUSPENDED', unpause: 'PREP', ...ends },
  PAUSED: { suspend: 'SUSPENDED', unpause: 'RUNNING', ...ends },
  PAUSEDWITHERROR: { suspend: 'SUSPENDEDWITHERROR', unpause: 'RUNNINGWITHERROR', ...ends },
  SUCCEEDED: {},
  DONEWITHERROR: {},
  KILLED: {},
  FAILED: {},
  IGNORED: {},
};

export function nextCoordinatorStatus(
  status: CoordinatorJobStatus,
  command: JobCommandKind,
): CoordinatorJobStatus | undefined {
  return table[status][command];
}

export function applyJobCommand(
  draft: CoordinatorDraft,
  command: JobCommandKind,
): CoordinatorVerdict {
  const status = nextCoordinatorStatus(draft.job.status, command);
  if (status === undefined) return 'ignored';
  draft.setJobStatus(status);
  if (command === 'suspend') suspendActions(draft);
  else if (command === 'resume') resumeActions(draft);
  else if (command === 'kill') for (const { number } of draft.actions()) killAction(draft, number);
  return 'accepted';
}

/** Actions that wait for data or a place stay as they are: a suspended job does not start them. */
function suspendActions(draft: CoordinatorDraft): void {
  for (const { number, status, workflowId } of draft.actions()) {
    if (status !== 'RUNNING' || workflowId === undefined) continue;
    draft.applyToAction(number, 'workflow-suspended');
    draft.command({ kind: 'suspend-workflow', workflowId });
  }
}

function resumeActions(draft: CoordinatorDraft): void {
  for (const { number, status, workflowId } of draft.actions()) {
    if (status !== 'SUSPENDED' || workflowId === undefined) continue;
    draft.applyToAction(number, 'workflow-running');
    draft.command({ kind: 'resume-workflow', workflowId });
  }
}

/**
 * Oozie's CoordActionsKillXCommand: as long as the job has not ended, an action that has ended is
 * marked as killed, too, whatever became of it.
 */
export function killActions(draft: CoordinatorDraft, { numbers, ended }: KillActionsEvent): void {
  for (const number of numbers) killAction(draft, number);
  const { status } = draft.job;
  if (isFinalCoordinatorStatus(status) && status !== 'IGNORED') return;
  for (const action of ended) {
    const isActive = draft.action(action.number) !== undefined;
    if (isActive || nextActionStatus(action.status, 'kill') === undefined) continue;
    draft.applyToEnded(action, 'kill');
  }
}

function killAction(draft: CoordinatorDraft, number: number): void {
  const workflowId = draft.action(number)?.workflowId;
  if (draft.applyToAction(number, 'kill') === undefined) return;
  if (workflowId !== undefined) draft.command({ kind: 'kill-workflow', workflowId });
}
