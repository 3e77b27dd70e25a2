/** Killing single actions, as a real Oozie does it: those that have ended, too, while the job runs. */
import { describe, expect, it } from 'vitest';
import {
  type CoordinatorActionStatus,
  coordinatorActionStatuses,
  isFinalActionStatus,
} from '../../../../orchestrator/coordinator/action/coordinator-action-status.ts';
import type { CoordinatorJobStatus } from '../../../../orchestrator/coordinator/job/coordinator-job-status.ts';
import { coordinatorTransition } from '../../../../orchestrator/coordinator/job/coordinator-transition.ts';
import { action, environment, HOUR_MS, START_MS, state } from './coordinator-states.ts';

const ended = (Object.keys(coordinatorActionStatuses) as CoordinatorActionStatus[]).filter(
  isFinalActionStatus,
);

function kill(jobStatus: CoordinatorJobStatus, status: CoordinatorActionStatus) {
  const { change } = coordinatorTransition(
    state({ status: jobStatus, endedActions: { [status]: 1 }, nextMs: START_MS + HOUR_MS }),
    { kind: 'kill-actions', numbers: [1], ended: [action(1, { status })] },
    environment(START_MS),
  );
  return [change.actions.get(1)?.status, change.job.endedActions];
}

describe.each(ended)('an action that is %s', (status) => {
  const isKilled = status === 'KILLED';

  it.each(['RUNNING', 'SUSPENDED', 'PAUSED', 'IGNORED'] as const)('of a job that is %s', (job) => {
    const counts = { [status]: 0, KILLED: 1 };
    expect(kill(job, status)).toEqual(isKilled ? [undefined, { KILLED: 1 }] : ['KILLED', counts]);
  });

  it.each(['SUCCEEDED', 'KILLED', 'FAILED', 'DONEWITHERROR'] as const)(
    'of a job that is %s',
    (job) => {
      expect(kill(job, status)).toEqual([undefined, { [status]: 1 }]);
    },
  );
});

it('an action that runs again meanwhile is killed as one that runs', () => {
  const { change } = coordinatorTransition(
    state({ nextMs: START_MS + HOUR_MS }, [action(1, { status: 'RUNNING', workflowId: 'w' })]),
    { kind: 'kill-actions', numbers: [1], ended: [action(1, { status: 'FAILED' })] },
    environment(START_MS),
  );
  expect(change.actions.get(1)?.status).toBe('KILLED');
  expect(change.commands).toContainEqual({ kind: 'kill-workflow', workflowId: 'w' });
});
