/** What every event does to a coordinator, and what happens when it is due. */
import { describe, expect, it } from 'vitest';
import { HowdahError } from '../../../../base/error/howdah-error.ts';
import type { CoordinatorEvent } from '../../../../orchestrator/coordinator/job/coordinator-event.ts';
import type { CoordinatorState } from '../../../../orchestrator/coordinator/job/coordinator-job-state.ts';
import {
  type CoordinatorJobStatus,
  coordinatorJobStatuses,
} from '../../../../orchestrator/coordinator/job/coordinator-job-status.ts';
import { coordinatorTransition } from '../../../../orchestrator/coordinator/job/coordinator-transition.ts';
import { nextDueMs } from '../../../../orchestrator/coordinator/job/next-due.ts';
import {
  action,
  environment,
  HOUR_MS,
  materialised,
  START_MS,
  state,
} from './coordinator-states.ts';

const MINUTE_MS = 60_000;
const BEFORE_MS = START_MS - 10 * HOUR_MS;

const statuses = Object.keys(coordinatorJobStatuses) as CoordinatorJobStatus[];

/** From which status each command leads to which; what is not listed does nothing. */
const commands: Record<string, Partial<Record<CoordinatorJobStatus, CoordinatorJobStatus>>> = {
  suspend: {
    PREP: 'PREPSUSPENDED',
    RUNNING: 'SUSPENDED',
    RUNNINGWITHERROR: 'SUSPENDEDWITHERROR',
    PREPPAUSED: 'PREPSUSPENDED',
    PAUSED: 'SUSPENDED',
    PAUSEDWITHERROR: 'SUSPENDEDWITHERROR',
  },
  resume: {
    PREPSUSPENDED: 'PREP',
    SUSPENDED: 'RUNNING',
    SUSPENDEDWITHERROR: 'RUNNINGWITHERROR',
  },
};
for (const kind of ['kill', 'fail']) {
  const open = statuses.filter((status) => !coordinatorJobStatuses[status].isFinal);
  commands[kind] = Object.fromEntries(
    open.map((status) => [status, kind === 'kill' ? 'KILLED' : 'FAILED']),
  );
}

describe.each(statuses)('a coordinator that is %s', (status) => {
  // A pause time in the past keeps paused statuses as they are.
  const isPaused = status.includes('PAUSED');
  const base = () =>
    state({ status, pauseMs: isPaused ? BEFORE_MS - 1 : undefined }, []) as CoordinatorState;

  it.each(Object.keys(commands))('at %s', (kind) => {
    const event = { kind } as CoordinatorEvent;
    const { verdict, change } = coordinatorTransition(base(), event, environment(BEFORE_MS));
    const next = commands[kind]?.[status];
    expect(change.job.status).toBe(next ?? status);
    expect(verdict).toBe(next === undefined ? 'ignored' : 'accepted');
  });
});

function run(before: CoordinatorState, event: CoordinatorEvent, nowMs: number, more = {}) {
  return coordinatorTransition(before, event, environment(nowMs, more)).change;
}

const tick = { kind: 'tick' } as const;

describe('materialisation', () => {
  it('takes the actions of the next hour, five minutes before the first', () => {
    const early = run(
      state({ status: 'PREP', nextMs: undefined }),
      tick,
      START_MS - 5 * MINUTE_MS - 1,
    );
    expect([early.job.status, early.actions.size]).toEqual(['PREP', 0]);
    const due = run(state({ status: 'PREP', nextMs: undefined }), tick, START_MS - 5 * MINUTE_MS);
    expect([due.job.status, [...due.actions.values()].map((one) => one.status)]).toEqual([
      'RUNNING',
      ['WAITING'],
    ]);
  });

  it('goes up to the throttle when it is behind, and on as actions end', () => {
    const nowMs = START_MS + 100 * HOUR_MS;
    const first = run(state({ throttle: 3 }), tick, nowMs);
    expect([...first.actions.values()].map((one) => one.status)).toEqual([
      'SUBMITTED',
      'READY',
      'READY',
      'READY',
    ]);
    expect(first.commands).toContainEqual({ kind: 'start-workflow', number: 1 });
  });

  it('ends at the pause time, and goes on when it is taken away', () => {
    const pauseMs = START_MS + 2 * HOUR_MS;
    const paused = run(state({ pauseMs }), tick, START_MS + HOUR_MS);
    expect(paused.job.lastActionNumber).toBe(2);
    const later = run({ ...state(), job: paused.job }, tick, pauseMs);
    expect(later.job.status).toBe('PAUSED');
    const event = { kind: 'change', pauseMs: null } as const;
    expect(run({ ...state(), job: later.job }, event, pauseMs).job).toMatchObject({
      status: 'RUNNING',
      lastActionNumber: 3,
    });
  });

  it('fails the job whose definition cannot be evaluated', () => {
    const failing = {
      ...environment(START_MS),
      materialise: () => ({ failure: new HowdahError('E1012', ['x']) }),
    };
    expect(coordinatorTransition(state(), tick, failing).change.job.status).toBe('FAILED');
  });
});

describe('actions', () => {
  it('start at their nominal time, not before', () => {
    const waiting = () => state(materialised, [action(1, { nominalMs: START_MS })]);
    expect(run(waiting(), tick, START_MS - 1).actions.size).toBe(0);
    expect(run(waiting(), tick, START_MS).actions.get(1)?.status).toBe('SUBMITTED');
    expect(nextDueMs(waiting(), environment(START_MS - 1))).toBe(START_MS);
  });

  it('start no more at a time than concurrency allows, in the order of execution', () => {
    const actions = [1, 2, 3].map((number) => action(number, { status: 'READY' }));
    const nowMs = START_MS + 10 * HOUR_MS;
    const started = (change: object) =>
      [...run(state({ ...materialised, ...change }, actions), tick, nowMs).actions.values()]
        .filter((one) => one.status === 'SUBMITTED')
        .map((one) => one.number);
    expect(started({ concurrency: 2 })).toEqual([1, 2]);
    expect(started({ concurrency: 2, execution: 'LIFO' })).toEqual([3, 2]);
    expect(started({ concurrency: -1 })).toEqual([1, 2, 3]);
    expect(started({ concurrency: 0 })).toEqual([]);
  });

  it('time out a minute after the last that is allowed', () => {
    const waiting = () =>
      state(materialised, [action(1, { missing: 'file:///x', timeoutMinutes: 1 })]);
    const outMs = START_MS + 2 * MINUTE_MS;
    expect(run(waiting(), tick, outMs - 1).commands).toContainEqual({
      kind: 'check-data',
      number: 1,
    });
    expect(run(waiting(), tick, outMs).actions.get(1)?.status).toBe('TIMEDOUT');
    expect(nextDueMs(waiting(), environment(START_MS))).toBe(outMs);
  });

  it('are passed over by LAST_ONLY once the next is due, and by NONE when they are late', () => {
    const skipped = (execution: 'LAST_ONLY' | 'NONE', nowMs: number) =>
      run(state({ ...materialised, execution }, [action(1), action(2)]), tick, nowMs).actions;
    const second = START_MS + HOUR_MS;
    expect(skipped('LAST_ONLY', second).get(1)?.status).toBe('READY');
    expect(skipped('LAST_ONLY', second).get(2)?.status).toBe('SUBMITTED');
    expect(skipped('LAST_ONLY', second + 1).get(1)?.status).toBe('SKIPPED');
    expect(skipped('NONE', START_MS + MINUTE_MS).get(1)?.status).toBe('SUBMITTED');
    expect(skipped('NONE', START_MS + MINUTE_MS + 1).get(1)?.status).toBe('SKIPPED');
  });

  it('of an earlier run are not told by the end of its workflow', () => {
    const running = state(materialised, [action(1, { status: 'RUNNING', workflowId: 'new' })]);
    const event = (workflowId: string) =>
      ({ kind: 'workflow-status', number: 1, workflowId, status: 'SUCCEEDED' }) as const;
    expect(run(running, event('old'), START_MS).actions.size).toBe(0);
    expect(run(running, event('new'), START_MS).actions.get(1)?.status).toBe('SUCCEEDED');
  });

  it('that run are suspended, resumed and killed with their job', () => {
    const running = state(materialised, [action(1, { status: 'RUNNING', workflowId: 'w' })]);
    const suspended = run(running, { kind: 'suspend' }, START_MS);
    expect(suspended.commands).toContainEqual({ kind: 'suspend-workflow', workflowId: 'w' });
    const again = { job: suspended.job, actions: suspended.actions };
    expect(run(again, { kind: 'resume' }, START_MS).commands).toContainEqual({
      kind: 'resume-workflow',
      workflowId: 'w',
    });
    const killed = run(again, { kind: 'kill' }, START_MS);
    expect(killed.commands).toContainEqual({ kind: 'kill-workflow', workflowId: 'w' });
    expect(killed.job.endedActions).toEqual({ KILLED: 1 });
  });
});

describe('the status follows the actions', () => {
  it.each([
    [{ SUCCEEDED: 2, SKIPPED: 1, IGNORED: 1 }, 'SUCCEEDED'],
    [{ KILLED: 2 }, 'KILLED'],
    [{ FAILED: 2 }, 'FAILED'],
    [{ SUCCEEDED: 1, FAILED: 1 }, 'DONEWITHERROR'],
    [{ TIMEDOUT: 2 }, 'DONEWITHERROR'],
    [{}, 'SUCCEEDED'],
  ])('%j', (endedActions, status) => {
    const ended = state({ ...materialised, endedActions });
    expect(run(ended, tick, START_MS).job.status).toBe(status);
  });

  it('shows errors where that is not hidden', () => {
    const some = { endedActions: { FAILED: 1 }, ...materialised };
    const running = state(some, [action(2, { status: 'RUNNING', workflowId: 'w' })]);
    const shown = run(running, tick, START_MS, { hidesErrors: false });
    expect(shown.job.status).toBe('RUNNINGWITHERROR');
  });
});

describe('change', () => {
  const change = (before: CoordinatorState, event: object) =>
    run(before, { kind: 'change', ...event } as CoordinatorEvent, START_MS);
  const failure = (act: () => unknown) => {
    try {
      act();
    } catch (error) {
      return (error as HowdahError).code;
    }
    return undefined;
  };

  it('takes back what waits at or after a new end, and nothing else', () => {
    const ahead = () => state({ lastActionNumber: 2 }, [action(1), action(2)]);
    const shrunk = change(ahead(), { endMs: START_MS + HOUR_MS });
    expect([[...shrunk.deleted], shrunk.job.lastActionNumber]).toEqual([[2], 1]);
    const running = state({}, [action(2, { status: 'RUNNING', workflowId: 'w' })]);
    expect(failure(() => change(running, { endMs: START_MS + HOUR_MS }))).toBe('E1022');
    const ended = { endMs: START_MS + HOUR_MS, lastEndedNumber: 4 };
    expect(failure(() => change(state(), ended))).toBe('E1022');
  });

  it('makes a job succeed whose end comes before its start', () => {
    expect(
      change(state({ status: 'PREP', nextMs: undefined }), { endMs: START_MS }).job.status,
    ).toBe('SUCCEEDED');
  });

  it('extends a job that has succeeded', () => {
    const done = state({ ...materialised, status: 'SUCCEEDED' });
    expect(change(done, { endMs: START_MS + 9 * HOUR_MS }).job.status).toBe('RUNNING');
  });

  it.each([
    ['KILLED', { concurrency: 2 }, 'E1016'],
    ['IGNORED', { concurrency: 2 }, 'E1016'],
    ['RUNNING', { status: 'IGNORED' }, 'E1015'],
    ['SUCCEEDED', { status: 'RUNNING' }, 'E1015'],
    ['KILLED', { status: 'IGNORED' }, undefined],
    ['FAILED', { status: 'RUNNING' }, undefined],
  ] as const)('of a job that is %s: %j', (status, event, code) => {
    expect(failure(() => change(state({ status, ...materialised }), event))).toBe(code);
  });
});

describe('rerun', () => {
  const rerun = (status: CoordinatorJobStatus, failed = false) =>
    run(
      state({ ...materialised, status, endedActions: { SUCCEEDED: 1 } }),
      {
        kind: 'rerun',
        failed,
        actions: [{ action: action(1, { status: 'SUCCEEDED', workflowId: 'old' }) }],
      },
      START_MS,
    );

  it.each(['SUCCEEDED', 'DONEWITHERROR', 'KILLED', 'FAILED', 'RUNNING'] as const)(
    'brings a job that is %s back to life, with a workflow of its own',
    (status) => {
      const again = rerun(status);
      expect([again.job.status, again.job.endedActions]).toEqual(['RUNNING', { SUCCEEDED: 0 }]);
      expect(again.actions.get(1)).toMatchObject({ status: 'SUBMITTED', workflowId: 'workflow-1' });
    },
  );

  it('keeps the workflow when only what failed is to run again', () => {
    expect(rerun('SUCCEEDED', true).actions.get(1)).toMatchObject({
      workflowId: 'old',
      isFailedRerun: true,
    });
  });

  it.each(['PREP', 'IGNORED'] as const)('is refused while the job is %s', (status) => {
    expect(() => rerun(status)).toThrow('Coord Job Rerun Error');
  });
});
