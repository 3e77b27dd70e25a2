/** Every command in every status of a bundle, and the status that its coordinators give it. */
import { describe, expect, it } from 'vitest';
import type {
  BundleAction,
  BundleEvent,
  BundleState,
} from '../../../../orchestrator/bundle/job/bundle-job-state.ts';
import {
  type BundleJobStatus,
  bundleJobStatuses,
} from '../../../../orchestrator/bundle/job/bundle-job-status.ts';
import {
  type BundleCommandKind,
  bundleTransition,
  nextBundleStatus,
} from '../../../../orchestrator/bundle/job/bundle-transition.ts';
import type { CoordinatorJobStatus } from '../../../../orchestrator/coordinator/job/coordinator-job-status.ts';
import { processingTimeZone } from '../../../../orchestrator/coordinator/time/processing-time-zone.ts';

const NOW_MS = Date.UTC(2026, 10, 21);

const statuses = Object.keys(bundleJobStatuses) as BundleJobStatus[];

const expected: Record<BundleCommandKind, Partial<Record<BundleJobStatus, BundleJobStatus>>> = {
  start: { PREP: 'RUNNING', PREPPAUSED: 'RUNNING' },
  suspend: {
    PREP: 'PREPSUSPENDED',
    PREPPAUSED: 'PREPSUSPENDED',
    RUNNING: 'SUSPENDED',
    RUNNINGWITHERROR: 'SUSPENDEDWITHERROR',
    PAUSED: 'SUSPENDED',
    PAUSEDWITHERROR: 'SUSPENDEDWITHERROR',
  },
  resume: {
    PREPSUSPENDED: 'PREP',
    SUSPENDED: 'RUNNING',
    SUSPENDEDWITHERROR: 'RUNNINGWITHERROR',
  },
  pause: { PREP: 'PREPPAUSED', RUNNING: 'PAUSED', RUNNINGWITHERROR: 'PAUSEDWITHERROR' },
  unpause: { PREPPAUSED: 'PREP', PAUSED: 'RUNNING', PAUSEDWITHERROR: 'RUNNINGWITHERROR' },
  kill: Object.fromEntries(
    statuses
      .filter((status) => !bundleJobStatuses[status].isFinal)
      .map((status) => [status, 'KILLED']),
  ),
};

describe.each(statuses)('a bundle that is %s', (status) => {
  it.each(Object.keys(expected) as BundleCommandKind[])('at %s', (command) => {
    expect(nextBundleStatus(status, command)).toBe(expected[command][status]);
  });
});

function bundle(
  status: BundleJobStatus,
  coordinators: readonly CoordinatorJobStatus[],
  change: Partial<BundleState['job']> = {},
): BundleState {
  const actions = coordinators.map(
    (one, sequence): BundleAction => ({
      name: `c${sequence}`,
      coordinatorId: status === 'PREP' ? undefined : `id-${sequence}`,
      status: one,
      isPending: false,
      isCritical: false,
      sequence,
      errorCode: undefined,
      errorMessage: undefined,
    }),
  );
  return {
    job: {
      id: 'job-B',
      status,
      kickOffMs: undefined,
      pauseMs: undefined,
      endMs: undefined,
      startedMs: undefined,
      endedMs: undefined,
      ...change,
    },
    actions: new Map(actions.map((one) => [one.name, one])),
  };
}

function run(state: BundleState, event: BundleEvent) {
  let ids = 0;
  return bundleTransition(state, event, {
    nowMs: NOW_MS,
    processing: processingTimeZone('UTC'),
    derivesAtOnce: true,
    newCoordinatorId: () => `new-${++ids}`,
  });
}

const tick = { kind: 'tick' } as const;

describe('a bundle', () => {
  it('submits its coordinators at the kick-off time', () => {
    const early = run(bundle('PREP', ['PREP'], { kickOffMs: NOW_MS + 1 }), tick);
    expect([early.state.job.status, early.commands]).toEqual(['PREP', []]);
    const due = run(bundle('PREP', ['PREP', 'PREP'], { kickOffMs: NOW_MS }), tick);
    expect(due.commands.filter(({ kind }) => kind === 'submit-coordinator')).toHaveLength(2);
    expect([...due.state.actions.values()].map((one) => one.coordinatorId)).toEqual([
      'new-1',
      'new-2',
    ]);
  });

  it.each(['suspend', 'resume', 'kill'] as const)('passes %s on', (command) => {
    const status = command === 'resume' ? 'SUSPENDED' : 'RUNNING';
    const coordinator = command === 'resume' ? 'SUSPENDED' : 'RUNNING';
    const { commands } = run(bundle(status, [coordinator]), { kind: command });
    expect(commands).toContainEqual({
      kind: 'command-coordinator',
      coordinatorId: 'id-0',
      command,
    });
  });

  it('passes changes on as coordinators read them', () => {
    const event = { kind: 'change', pauseMs: null, endMs: NOW_MS } as const;
    expect(run(bundle('RUNNING', ['RUNNING']), event).commands).toEqual([
      {
        kind: 'change-coordinator',
        coordinatorId: 'id-0',
        value: 'pausetime=;endtime=2026-11-21T00:00Z',
      },
    ]);
  });

  it.each([
    [['SUCCEEDED', 'SUCCEEDED'], 'SUCCEEDED'],
    [['KILLED', 'KILLED'], 'KILLED'],
    [['FAILED'], 'FAILED'],
    [['SUCCEEDED', 'FAILED'], 'DONEWITHERROR'],
    [['SUCCEEDED', 'IGNORED'], 'SUCCEEDED'],
    [['SUCCEEDED', 'RUNNING'], 'RUNNING'],
    [['SUSPENDED', 'PREPSUSPENDED'], 'SUSPENDED'],
    [['SUSPENDED', 'RUNNING'], 'RUNNING'],
    [[], 'FAILED'],
  ] as const)('with coordinators that are %j', (coordinators, status) => {
    expect(run(bundle('RUNNING', coordinators), tick).state.job.status).toBe(status);
  });

  it('fails with all its coordinators, and says why', () => {
    const failure = { name: 'c0', code: 'E0307', message: 'missing' };
    const event = { kind: 'coordinator-failed', ...failure } as const;
    const { state } = run(bundle('RUNNING', ['PREP']), event);
    expect([state.job.status, state.actions.get('c0')?.errorCode]).toEqual(['FAILED', 'E0307']);
  });
});
