/** A master that knows from its predecessor whom to wait for. */
import { expect, test } from 'vitest';
import type { MasterCommand, MasterEvent } from '../../../../engine/deploy/master/master-event.ts';
import type { MasterState } from '../../../../engine/deploy/master/master-state.ts';
import { STANDBY_MASTER } from '../../../../engine/deploy/master/master-state.ts';
import { masterTransition } from '../../../../engine/deploy/master/master-transition.ts';
import { applicationComes, description, settings, workerComes } from './cluster-events.ts';

const nowMs = 1_000;
const stored = (applicationId: string, change = {}) => ({
  applicationId,
  description: description(change),
  startedAtMs: 7,
});
const elected: MasterEvent = {
  type: 'elected',
  workers: [workerComes('w'), workerComes('v')],
  applications: [stored('a', { coresMax: 4, usesShuffleService: true }), stored('b')],
  nowMs,
};
const comesBack = applicationComes('a', {
  description: description({ coresMax: 4, usesShuffleService: true }),
  executors: [{ executorId: 0, cores: 4 }],
  nextExecutorId: 1,
});
const workerWithExecutor = workerComes('w', {
  executors: [{ applicationId: 'a', executorId: 0, cores: 4, memoryMegabytes: 1_024 }],
});

function play(...events: readonly MasterEvent[]) {
  let state: MasterState = STANDBY_MASTER;
  const commands: MasterCommand[] = [];
  for (const event of events) {
    const transition = masterTransition(state, { ...event, nowMs: event.nowMs || nowMs }, settings);
    state = transition.state;
    commands.push(...transition.commands);
  }
  const log = commands.flatMap((one) => (one.to === 'log' ? [one.text] : []));
  const messages = commands.flatMap((one) => (one.to === 'log' ? [] : [one.message]));
  return { state, messages, log };
}

test('before its election it does nothing', () => {
  const { state, messages } = play(workerComes('w'), applicationComes('a'));
  expect(state).toEqual(STANDBY_MASTER);
  expect(messages).toEqual([]);
});

test('without records it is alive at once', () => {
  const { state, log } = play({ type: 'elected', workers: [], applications: [], nowMs });
  expect(state.status).toBe('ALIVE');
  expect(log).toEqual(['I have been elected leader! New state: ALIVE']);
});

test('nobody gets cores before all are back, then the first in line does', () => {
  const early = play(elected, comesBack, workerComes('v'), applicationComes('b'));
  expect(early.state.status).toBe('RECOVERING');
  expect(early.messages.some(({ type }) => type === 'launch-executor')).toBe(false);
  const { state, messages, log } = play(
    elected,
    applicationComes('b'),
    workerComes('v'),
    comesBack,
    workerWithExecutor,
  );
  expect(state.status).toBe('ALIVE');
  expect([...state.applications.keys()]).toEqual(['a', 'b']);
  expect([...state.applications.values()].map(({ startedAtMs }) => startedAtMs)).toEqual([7, 7]);
  const launched = messages.flatMap((message) =>
    message.type === 'launch-executor' ? [message.applicationId] : [],
  );
  expect(launched).toEqual(['b']);
  expect(log).toEqual([
    'I have been elected leader! New state: RECOVERING',
    'Trying to recover app: a',
    'Trying to recover app: b',
    'Trying to recover worker: w',
    'Trying to recover worker: v',
    'Application has been re-registered: b',
    'Worker has been re-registered: v',
    'Application has been re-registered: a',
    'Worker has been re-registered: w',
    'Recovery complete in 0 ms - resuming operations!',
    'Launching executor b/0 on worker v',
  ]);
});

test('who does not come back in time is given up, and drivers hear of lost workers', () => {
  const timePassed: MasterEvent = { type: 'time-passed', nowMs: nowMs + 29_999 };
  const waiting = play(elected, comesBack, workerWithExecutor, timePassed);
  expect(waiting.state.status).toBe('RECOVERING');
  const { state, messages } = play(elected, comesBack, workerWithExecutor, {
    type: 'time-passed',
    nowMs: nowMs + 30_000,
  });
  expect(state.status).toBe('ALIVE');
  expect([...state.applications.keys()]).toEqual(['a']);
  expect(state.completed.map(({ applicationId }) => applicationId)).toEqual(['b']);
  expect(state.workers.get('v')?.state).toBe('DEAD');
  expect(messages.filter(({ type }) => type === 'worker-removed')).toEqual([
    { type: 'worker-removed', workerId: 'v', message: 'Not responding for recovery' },
  ]);
});

test('a worker at the address of one that is missing was started in its place', () => {
  const { state } = play(elected, workerComes('new', { host: 'w' }));
  expect([...state.workers].map(([id, { state: now }]) => [id, now])).toEqual([
    ['v', 'UNKNOWN'],
    ['new', 'ALIVE'],
  ]);
});
