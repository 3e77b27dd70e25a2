/** What the web ports answer, field by field as a real Spark 4.1 master and worker did. */
import { expect, test } from 'vitest';
import { answerMaster } from '../../../../engine/deploy/master/master-answer.ts';
import type { MasterEvent } from '../../../../engine/deploy/master/master-event.ts';
import type { Worker } from '../../../../engine/deploy/worker/worker.ts';
import { workerJson } from '../../../../engine/deploy/worker/worker-json.ts';
import { after, applicationComes, description, workerComes } from './cluster-events.ts';

const submitted = Date.UTC(2026, 10, 21, 11, 43, 20);
const words = { description: description({ name: 'words', memoryPerExecutorMegabytes: 512 }) };
const events: MasterEvent[] = [
  { ...workerComes('dead', { host: 'gone' }), nowMs: 1 },
  { type: 'worker-disconnected', workerId: 'dead', nowMs: 2 },
  { ...applicationComes('app-1', words), nowMs: submitted },
  { ...workerComes('w', { cores: 2, memoryMegabytes: 1_024 }), nowMs: submitted },
];

function ask(path: string, ...more: MasterEvent[]) {
  const { state } = after(...events, ...more);
  return answerMaster(state, path, 'spark://h:7077', submitted + 1_175)?.body;
}

const worker = {
  id: 'w',
  host: 'w',
  port: 8081,
  webuiaddress: 'http://w:8081',
  cores: 2,
  coresused: 2,
  coresfree: 0,
  memory: 1024,
  memoryused: 512,
  memoryfree: 512,
  resources: {},
  resourcesused: {},
  resourcesfree: {},
  state: 'ALIVE',
  lastheartbeat: submitted,
};
const application = {
  id: 'app-1',
  starttime: submitted,
  name: 'words',
  cores: 2,
  user: 'somebody',
  memoryperexecutor: 512,
  memoryperslave: 512,
  resourcesperexecutor: [],
  resourcesperslave: [],
  submitdate: 'Sat Nov 21 11:43:20 UTC 2026',
  state: 'RUNNING',
  duration: 1175,
};

test.each(['/json', '/json/'])('%s is the whole state', (path) => {
  expect(ask(path)).toEqual({
    url: 'spark://h:7077',
    workers: [expect.objectContaining({ id: 'dead', state: 'DEAD' }), worker],
    aliveworkers: 1,
    cores: 2,
    coresused: 2,
    memory: 1024,
    memoryused: 512,
    resources: [{}],
    resourcesused: [{}],
    activeapps: [application],
    completedapps: [],
    activedrivers: [],
    completeddrivers: [],
    status: 'ALIVE',
  });
});

test('a completed application keeps the cores that it had', () => {
  const end = { type: 'unregister-application', applicationId: 'app-1', nowMs: submitted + 900 };
  expect(ask('/json/completedapps', end as MasterEvent)).toEqual({
    completedapps: [{ ...application, state: 'FINISHED', duration: 900 }],
  });
});

test('parts, what is not there, and other places', () => {
  expect(ask('/json/status')).toEqual({ status: 'ALIVE' });
  expect(ask('/json/nonsense')).toEqual({ nonsense: '' });
  expect(ask('/json/clusterutilization')).toEqual({
    waitingDrivers: 0,
    cores: 2,
    coresused: 2,
    coresutilization: 100,
    memory: 1024,
    memoryused: 512,
    memoryutilization: 50,
  });
  expect([ask('/'), ask('/app'), ask('/json/a/b')]).toEqual([undefined, undefined, undefined]);
});

test("a worker's state", () => {
  const launch = {
    type: 'launch-executor',
    applicationId: 'app-1',
    executorId: 0,
    cores: 2,
    memoryMegabytes: 512,
    ...words,
  } as const;
  const facts = {
    workerId: 'w',
    masterHost: 'h',
    masterPort: 7077,
    cores: 4,
    memoryMegabytes: 1024,
  };
  const running = {
    options: facts,
    executors: new Map([['app-1/0', { launch }]]),
    ended: [{ ...launch, executorId: 1 }],
    masterWebUiUrl: 'http://h:8080',
  } as unknown as Worker;
  const executor = {
    id: 0,
    memory: 512,
    resources: {},
    appid: 'app-1',
    appdesc: {
      name: 'words',
      cores: 0,
      memoryperexecutor: 512,
      resourcesperexecutor: [],
      memoryperslave: 512,
      resourcesperslave: [],
      user: 'somebody',
      command: '',
    },
  };
  expect(workerJson(running)).toEqual({
    id: 'w',
    masterurl: 'spark://h:7077',
    masterwebuiurl: 'http://h:8080',
    cores: 4,
    coresused: 2,
    memory: 1024,
    memoryused: 512,
    resources: {},
    resourcesused: {},
    executors: [executor],
    finishedexecutors: [{ ...executor, id: 1 }],
  });
});
