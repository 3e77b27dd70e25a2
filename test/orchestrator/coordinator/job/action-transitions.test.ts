/** Every event in every status of an action. */
import { describe, expect, it } from 'vitest';
import {
  type ActionEventKind,
  actionEventKinds,
  nextActionStatus,
} from '../../../../orchestrator/coordinator/action/action-transitions.ts';
import {
  type CoordinatorActionStatus,
  coordinatorActionStatuses,
} from '../../../../orchestrator/coordinator/action/coordinator-action-status.ts';

/** What is not listed does nothing. */
const expected: Record<CoordinatorActionStatus, Partial<Record<ActionEventKind, string>>> = {
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
    'workflow-succeeded': 'SUCCEEDED',
    'workflow-killed': 'KILLED',
    'workflow-failed': 'FAILED',
    kill: 'KILLED',
  },
  RUNNING: {
    'workflow-suspended': 'SUSPENDED',
    'workflow-succeeded': 'SUCCEEDED',
    'workflow-killed': 'KILLED',
    'workflow-failed': 'FAILED',
    kill: 'KILLED',
  },
  SUSPENDED: {
    'workflow-running': 'RUNNING',
    'workflow-succeeded': 'SUCCEEDED',
    'workflow-killed': 'KILLED',
    'workflow-failed': 'FAILED',
    kill: 'KILLED',
  },
  TIMEDOUT: { rerun: 'WAITING', ignore: 'IGNORED', kill: 'KILLED' },
  SUCCEEDED: { rerun: 'WAITING', kill: 'KILLED' },
  KILLED: { rerun: 'WAITING', ignore: 'IGNORED' },
  FAILED: { rerun: 'WAITING', ignore: 'IGNORED', kill: 'KILLED' },
  IGNORED: { rerun: 'WAITING', kill: 'KILLED' },
  SKIPPED: { rerun: 'WAITING', kill: 'KILLED' },
};

const statuses = Object.keys(coordinatorActionStatuses) as CoordinatorActionStatus[];

describe.each(statuses)('an action that is %s', (status) => {
  it.each(actionEventKinds)('at %s', (event) => {
    expect(nextActionStatus(status, event)).toBe(expected[status][event]);
  });
});
