/** The master's state machine: each event in each state of what it is about. */
import { expect, test } from 'vitest';
import type { MasterEvent } from '../../../../engine/deploy/master/master-event.ts';
import { EMPTY_MASTER } from '../../../../engine/deploy/master/master-state.ts';
import { masterTransition } from '../../../../engine/deploy/master/master-transition.ts';
import { after, applicationComes, description, settings, workerComes } from './cluster-events.ts';

const nowMs = 1_000;
const about = { applicationId: 'a', workerId: 'w', executorId: 0, nowMs };
const ended = {
  ...about,
  type: 'executor-ended',
  state: 'EXITED',
  message: 'Command exited with code 1',
  exitStatus: 1,
} as const;

/** What is there before the event, by the executor 0 of the application a on the worker w. */
const situations: Readonly<Record<string, readonly MasterEvent[]>> = {
  nothing: [],
  'a worker': [workerComes('w')],
  'an application that waits': [applicationComes('a')],
  'an executor that is launched': [workerComes('w'), applicationComes('a')],
  'an executor that runs': [
    workerComes('w'),
    applicationComes('a'),
    { ...about, type: 'executor-registered' },
  ],
  'a dead worker': [
    workerComes('w'),
    applicationComes('a'),
    { ...about, type: 'worker-disconnected' },
  ],
  'an application that ended': [
    workerComes('w'),
    applicationComes('a'),
    { ...about, type: 'unregister-application' },
  ],
  'an application whose driver may come back': [
    workerComes('w', {
      executors: [{ applicationId: 'a', executorId: 0, cores: 4, memoryMegabytes: 1_024 }],
    }),
  ],
  'a driver that waits for its worker': [
    applicationComes('a', { executors: [{ executorId: 0, cores: 4 }], nextExecutorId: 1 }),
  ],
};

const events: readonly MasterEvent[] = [
  { ...workerComes('w'), nowMs },
  { ...about, type: 'heartbeat' },
  { ...about, type: 'worker-disconnected' },
  { ...about, type: 'worker-stopping' },
  { ...applicationComes('a'), nowMs },
  { ...about, type: 'unregister-application' },
  { ...about, type: 'driver-disconnected' },
  { ...about, type: 'request-executors', total: 0 },
  { ...about, type: 'kill-executors', executorIds: [0] },
  { ...about, type: 'executor-registered' },
  ended,
  { type: 'time-passed', nowMs: 61_001 },
];

/** In short: who lives, and who was told what. */
function outcome(situation: readonly MasterEvent[], event: MasterEvent): string {
  const { state, commands } = after(...situation, event);
  const lives = [
    ...[...state.workers.values()].map((one) => `${one.workerId} ${one.state}`),
    ...[...state.applications.values()].map((one) => `${one.applicationId} ${one.state}`),
    ...[...state.executors.values()].map(
      (one) => `${one.executorId} ${one.state} on ${one.workerId}`,
    ),
    ...state.completed.map((one) => `${one.applicationId} ${one.state}`),
  ];
  const told = commands.map(
    (command) => `${command.to} ${'message' in command ? command.message.type : ''}`,
  );
  return `${lives.join(', ') || 'nothing'} | ${told.join(', ') || 'silence'}`;
}

test('every event in every state', () => {
  const table: Record<string, Record<string, string>> = {};
  for (const [name, situation] of Object.entries(situations)) {
    table[name] = Object.fromEntries(
      events.map((event) => [event.type, outcome(situation, event)]),
    );
  }
  expect(table).toMatchSnapshot();
});

test('the first application gets all cores, the second what is left when it ends', () => {
  const first = applicationComes('a');
  const second = applicationComes('b');
  const both = after(workerComes('w'), first, second);
  expect([...both.state.applications.values()].map(({ state }) => state)).toEqual([
    'RUNNING',
    'WAITING',
  ]);
  const { commands } = after(workerComes('w'), first, second, {
    ...about,
    type: 'unregister-application',
  });
  expect(commands).toContainEqual(
    expect.objectContaining({
      to: 'driver',
      applicationId: 'b',
      message: expect.objectContaining({ type: 'executor-added', cores: 4 }),
    }),
  );
});

test('two applications share cores by spark.cores.max', () => {
  const half = { description: description({ coresMax: 2 }) };
  const { state } = after(
    workerComes('w'),
    applicationComes('a', half),
    applicationComes('b', half),
  );
  expect([...state.executors.values()].map((one) => [one.applicationId, one.cores])).toEqual([
    ['a', 2],
    ['b', 2],
  ]);
});

test('an application whose executors fail ten times is removed, unless one runs in between', () => {
  const failures = Array.from({ length: 10 }, (_, executorId) => ({ ...ended, executorId }));
  const start = [workerComes('w'), applicationComes('a')];
  expect(after(...start, ...failures.slice(0, 9)).state.applications.size).toBe(1);
  const { state, all } = after(...start, ...failures);
  expect(state.completed.map((one) => one.state)).toEqual(['FAILED']);
  expect(all).toContainEqual({
    to: 'log',
    level: 'ERROR',
    text: 'Application app with ID a failed 10 times; removing it',
  });
  const runs = { ...about, type: 'executor-registered', executorId: 5 } as const;
  const patient = after(...start, ...failures.slice(0, 5), runs, ...failures.slice(5));
  expect(patient.state.completed).toEqual([]);
});

test('with -1 for spark.deploy.maxExecutorRetries it is tried for ever', () => {
  const failures = Array.from({ length: 50 }, (_, executorId) => ({ ...ended, executorId }));
  let state = EMPTY_MASTER;
  for (const event of [workerComes('w'), applicationComes('a'), ...failures]) {
    ({ state } = masterTransition(state, event, { ...settings, executorRetriesMax: -1 }));
  }
  expect([...state.executors.keys()]).toEqual(['a/50']);
});

test('a worker that was told to stop gets nothing more, and drivers hear that it is lost', () => {
  const { state, commands } = after(
    workerComes('w'),
    applicationComes('a', { description: description({ usesShuffleService: true }) }),
    { ...about, type: 'worker-stopping' },
    ended,
  );
  expect(state.workers.get('w')?.state).toBe('DEAD');
  expect(state.executors.size).toBe(0);
  // That the executor ended afterwards is no failure of the application's.
  expect(state.applications.get('a')?.failures).toBe(0);
  expect(commands).toEqual([]);
});

test.each([
  ['CORES_FREE_DESC', 'many'],
  ['CORES_FREE_ASC', 'few'],
  ['MEMORY_FREE_DESC', 'few'],
  ['MEMORY_FREE_ASC', 'many'],
  ['WORKER_ID', 'few'],
] as const)(
  'with the policy %s the first executor is on the worker with %s cores',
  (policy, id) => {
    let state = EMPTY_MASTER;
    for (const event of [
      workerComes('many', { cores: 8, memoryMegabytes: 2_048 }),
      workerComes('few', { cores: 2, memoryMegabytes: 4_096 }),
      applicationComes('a', { description: description({ coresMax: 1 }) }),
    ]) {
      const chosen = { ...settings, workerSelectionPolicy: policy };
      ({ state } = masterTransition(state, event, chosen));
    }
    expect([...state.executors.values()].map(({ workerId }) => workerId)).toEqual([id]);
  },
);

test('executors that end well are replaced without end', () => {
  const exits = Array.from({ length: 30 }, (_, executorId) => ({
    ...ended,
    executorId,
    exitStatus: 0,
  }));
  expect(after(workerComes('w'), applicationComes('a'), ...exits).state.executors.size).toBe(1);
});

test('a worker at the address of one that lives is refused, of a dead one takes its place', () => {
  const twin = workerComes('twin', { host: 'w' });
  expect(after(workerComes('w'), twin).commands).toEqual([
    {
      to: 'worker',
      workerId: 'twin',
      message: {
        type: 'registration-failed',
        message: 'Attempted to re-register worker at same address: w:8081',
      },
    },
  ]);
  const { state } = after(workerComes('w'), { ...about, type: 'worker-disconnected' }, twin);
  expect([...state.workers.keys()]).toEqual(['twin']);
});

test('a dead worker is shown for fifteen timeouts more', () => {
  const dead = [workerComes('w'), { ...about, type: 'worker-disconnected' } as const];
  const later = (timeMs: number) => ({ type: 'time-passed', nowMs: timeMs }) as const;
  expect(after(...dead, later(960_000)).state.workers.size).toBe(1);
  expect(after(...dead, later(960_001)).state.workers.size).toBe(0);
});

test('after a new start cores that a driver has count before their worker is back', () => {
  const { state } = after(
    applicationComes('a', {
      description: description({ coresMax: 4 }),
      executors: [{ executorId: 3, cores: 4 }],
      nextExecutorId: 4,
    }),
    workerComes('other'),
  );
  expect(state.executors.size).toBe(0);
  const { commands } = after(
    applicationComes('a', {
      description: description({ coresMax: 4 }),
      executors: [{ executorId: 3, cores: 4 }],
      nextExecutorId: 4,
    }),
    workerComes('other'),
    { type: 'time-passed', nowMs: 60_001 },
    { ...workerComes('other'), nowMs: 60_001 },
  );
  expect(commands).toContainEqual(
    expect.objectContaining({ message: expect.objectContaining({ executorId: 4 }) }),
  );
});
