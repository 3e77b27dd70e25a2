/** Tasks that hang, throw, or take all memory: the answer is exact or the job says why it failed. */
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { runWithFaults, signalProcess } from './faulty-run.ts';

test.each([
  ['read as files', {}],
  ['fetched', { 'spark.shuffle.readHostLocalDisk': 'false', 'spark.shuffle.io.retryWait': '50ms' }],
])(
  'an executor that stops is given up, and the answer is exact, with outputs %s',
  async (_how, properties) => {
    const outcome = await runWithFaults({
      application: 'steady-shuffles',
      properties: {
        ...properties,
        'spark.executor.heartbeatInterval': '100ms',
        'spark.network.timeout': '2s',
      },
      isTime: ({ taskEvents, executors }) => taskEvents() >= 20 && executors().length === 2,
      harm: ({ executors }) => signalProcess(executors()[0], 'SIGSTOP'),
    });
    const { code, output, errors, leftovers } = outcome;
    expect([code, output, errors, leftovers]).toEqual([0, 'exact\n', '', []]);
  },
);

test.each(['local[2,2]', 'local-cluster[2,1,256]'])(
  'a partition that takes all memory fails the job, not the machine, on %s',
  async (master) => {
    const outcome = await runWithFaults({
      application: 'out-of-memory',
      master,
      properties: { 'spark.driver.memory': '512m' },
    });
    expect([outcome.code, outcome.output]).toEqual([1, '']);
    expect(outcome.errors.split('\n')[0]).toMatch(/out-of-memory\.ts:\d+:\d+: /);
    expect(outcome.errors).toMatch(/Task 2 in stage 0\.0 failed \d times/);
    expect(outcome.errors).toContain('memory');
    expect(outcome.leftovers).toEqual([]);
  },
);

test.each([
  // The runtime collects garbage in vain and can neither go on nor end.
  ['arrays', /JS heap out of memory in slot 0|MiB of memory and has/],
  // Outside of the heap that the runtime limits.
  ['buffers', /MiB of memory and has spark\.executor\.memory 256 MiB/],
])(
  'an executor that cannot end a task that takes all memory as %s is given up',
  async (kind, reason) => {
    const outcome = await runWithFaults({
      application: 'out-of-memory',
      arguments: [kind],
      master: 'local-cluster[2,1,256]',
      properties: { 'spark.task.maxFailures': '2' },
    });
    expect([outcome.code, outcome.output]).toEqual([1, '']);
    expect(outcome.errors.split('\n')[0]).toMatch(/out-of-memory\.ts:\d+:\d+: /);
    expect(outcome.errors).toMatch(reason);
    expect(outcome.leftovers).toEqual([]);
  },
);

test.each([
  ['objects', 1, null, /its heap of \d+ MiB is full; set spark\.driver\.memory higher/],
  // The thread cannot be ended, nor the driver without it: it ends itself when all is told.
  ['arrays', null, 'SIGKILL', /memory/],
  ['buffers', 1, null, /MiB of memory and has spark\.driver\.memory 512 MiB/],
] as const)(
  'a thread of the driver that takes all memory as %s fails its job, not the driver',
  async (kind, code, signal, reason) => {
    const outcome = await runWithFaults({
      application: 'out-of-memory',
      arguments: [kind],
      master: 'local[2]',
      properties: { 'spark.driver.memory': '512m' },
    });
    expect([outcome.code, outcome.signal, outcome.output]).toEqual([code, signal, '']);
    expect(outcome.errors.split('\n')[0]).toMatch(/out-of-memory\.ts:\d+:\d+: /);
    expect(outcome.errors).toContain('Task 2 in stage 0.0 failed 1 times');
    expect(outcome.errors).toMatch(reason);
    expect(outcome.leftovers).toEqual([]);
  },
);

test.each(['local[2]', 'local-cluster[2,1,512]'])(
  'a function that throws fails the job with its own line first on %s',
  async (master) => {
    const outcome = await runWithFaults({ application: 'failing', master });
    expect(outcome.code).toBe(1);
    expect(outcome.errors.split('\n')[0]).toMatch(/failing\.ts:9:\d+: /);
    expect(outcome.errors).toContain('TypeError: cannot take 3');
    expect(outcome.leftovers).toEqual([]);
  },
);

test('a driver with threads only that is killed leaves a directory to the next one', async () => {
  const directory = temporaryDirectory();
  const killed = await runWithFaults({
    application: 'steady-shuffles',
    master: 'local[2]',
    directory,
    isTime: ({ taskEvents }) => taskEvents() >= 10,
    harm: ({ driver }) => signalProcess(driver, 'SIGKILL'),
  });
  expect([killed.signal, killed.leftovers.length]).toEqual(['SIGKILL', 1]);
  const next = await runWithFaults({
    application: 'steady-shuffles',
    master: 'local[2]',
    directory,
  });
  expect([next.code, next.output, next.leftovers]).toEqual([0, 'exact\n', []]);
});
