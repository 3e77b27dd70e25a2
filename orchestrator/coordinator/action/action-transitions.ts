/** What becomes of an action: which event leads from which status to which (reference: 4.7). */
import type { CoordinatorActionStatus } from './coordinator-action-status.ts';

/** The events of one action, by themselves; when they happen is for the job to say. */
export const actionEventKinds = [
  'data-complete',
  'data-failed',
  'time-out',
  'skip',
  'submit',
  'start-failed',
  'workflow-running',
  'workflow-suspended',
  'workflow-succeeded',
  'workflow-killed',
  'workflow-failed',
  'kill',
  'rerun',
  'ignore',
] as const;

export type ActionEventKind = (typeof actionEventKinds)[number];

type Row = Partial<Record<ActionEventKind, CoordinatorActionStatus>>;

const workflowEnds: Row = {
  'workflow-succeeded': 'SUCCEEDED',
  'workflow-killed': 'KILLED',
  'workflow-failed': 'FAILED',
};

const table: Readonly<Record<CoordinatorActionStatus, Row>> = {
  WAITING: {
    'data-complete': 'READY',
    'data-failed': 'FAILED',
    'time-out': 'TIMEDOUT',
    skip: 'SKIPPED',
    kill: 'KILLED',
  },
  READY: { submit: 'SUBMITTED', skip: 'SKIPPED', kill: 'KILLED' },
  SUBMITTED: {
    'start-failed': 'FAILED',
    'workflow-running': 'RUNNING',
    'workflow-suspended': 'SUSPENDED',
    ...workflowEnds,
    kill: 'KILLED',
  },
  RUNNING: { 'workflow-suspended': 'SUSPENDED', ...workflowEnds, kill: 'KILLED' },
  SUSPENDED: { 'workflow-running': 'RUNNING', ...workflowEnds, kill: 'KILLED' },
  TIMEDOUT: { rerun: 'WAITING', ignore: 'IGNORED', kill: 'KILLED' },
  SUCCEEDED: { rerun: 'WAITING', kill: 'KILLED' },
  KILLED: { rerun: 'WAITING', ignore: 'IGNORED' },
  FAILED: { rerun: 'WAITING', ignore: 'IGNORED', kill: 'KILLED' },
  IGNORED: { rerun: 'WAITING', kill: 'KILLED' },
  SKIPPED: { rerun: 'WAITING', kill: 'KILLED' },
};

/** The status that the event leads to; undefined where it does nothing. */
export function nextActionStatus(
  status: CoordinatorActionStatus,
  event: ActionEventKind,
): CoordinatorActionStatus | undefined {
  return table[status][event];
}

const workflowEvents: Readonly<Record<string, ActionEventKind>> = {
  RUNNING: 'workflow-running',
  SUSPENDED: 'workflow-suspended',
  SUCCEEDED: 'workflow-succeeded',
  KILLED: 'workflow-killed',
  FAILED: 'workflow-failed',
};

/** The event that a status of the action's workflow is; none for PREP. */
export function workflowEventOf(workflowStatus: string): ActionEventKind | undefined {
  return workflowEvents[workflowStatus];
}
