/** kill -9 of an executor, or of the driver, at any moment of a job with three shuffles. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { randomNumbers } from '../../engine/executor/random.ts';
import { shuffleServicesOf } from '../engine/applications/submitted.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { runWithFaults, signalProcess } from './faulty-run.ts';

const application = 'steady-shuffles';

/** Starts and ends of tasks in a run without faults. */
async function momentsOfCleanRun(): Promise<number> {
  const { output, errors, taskEvents, leftovers } = await runWithFaults({ application });
  expect([output, errors, leftovers]).toEqual(['exact\n', '', []]);
  return taskEvents;
}

test('the answer is exact whichever executor is killed at whichever of 100 moments', async () => {
  const moments = await momentsOfCleanRun();
  expect(moments).toBeGreaterThan(60);
  for (let seed = 1; seed <= 100; seed += 1) {
    const random = randomNumbers(seed);
    const moment = Math.floor(random() * moments);
    const victim = Math.floor(random() * 2);
    const outcome = await runWithFaults({
      application,
      isTime: ({ taskEvents, executors }) => taskEvents() >= moment && executors().length > victim,
      harm: ({ executors }) => signalProcess(executors()[victim], 'SIGKILL'),
    });
    const { code, output, errors, leftovers } = outcome;
    expect({ seed, code, output, errors, leftovers }).toEqual({
      seed,
      code: 0,
      output: 'exact\n',
      errors: '',
      leftovers: [],
    });
  }
});

test('when the driver is killed nothing is left, whatever it was doing', async () => {
  const moments = await momentsOfCleanRun();
  for (let seed = 1; seed <= 10; seed += 1) {
    const moment = Math.floor(randomNumbers(seed)() * moments);
    const outcome = await runWithFaults({
      application,
      isTime: ({ taskEvents, executors }) => taskEvents() >= moment && executors().length > 0,
      harm: ({ driver }) => signalProcess(driver, 'SIGKILL'),
    });
    const { signal, output, leftovers } = outcome;
    const end = signal ?? output;
    expect({ seed, end, leftovers }).toEqual({
      seed,
      // It may have ended just before.
      end: expect.stringMatching(/^(SIGKILL|exact\n)$/),
      leftovers: [],
    });
  }
});

test('the answer is exact when the shuffle service is killed, and killed again', async () => {
  for (let seed = 1; seed <= 6; seed += 1) {
    const gate = join(temporaryDirectory(), 'gate');
    const services = new Set<number>();
    const outcome = await runWithFaults({
      application: 'three-shuffles',
      arguments: [gate],
      properties: {
        'spark.shuffle.readHostLocalDisk': 'false',
        'spark.shuffle.service.enabled': 'true',
        'spark.shuffle.io.retryWait': '100ms',
      },
      // The second has taken the place of the first.
      isTime: ({ driver, taskEvents }) => {
        for (const pid of taskEvents() >= 10 + seed ? shuffleServicesOf(driver) : []) {
          services.add(pid);
          signalProcess(pid, 'SIGKILL');
        }
        return services.size >= 2;
      },
      harm: () => writeFileSync(gate, ''),
    });
    const { code, output, errors, leftovers } = outcome;
    expect({ seed, code, output, errors, leftovers }).toEqual({
      seed,
      code: 0,
      output: 'exact\n',
      errors: '',
      leftovers: [],
    });
    expect(services.size).toBeGreaterThanOrEqual(2);
  }
});

test('work on cached blocks is exact whichever executor is killed, and whenever', async () => {
  const rounds = {
    application: 'cached-rounds',
    // Two slots each, and less memory than the blocks would take.
    master: 'local-cluster[2,2,512]',
    properties: { 'spark.memory.fraction': '0.05' },
  };
  const { taskEvents: moments, ...clean } = await runWithFaults(rounds);
  expect([clean.output, clean.errors, clean.leftovers]).toEqual(['exact\n', '', []]);
  for (let seed = 1; seed <= 15; seed += 1) {
    const random = randomNumbers(seed);
    const moment = Math.floor(random() * moments);
    const victim = Math.floor(random() * 2);
    const outcome = await runWithFaults({
      ...rounds,
      isTime: ({ taskEvents, executors }) => taskEvents() >= moment && executors().length > victim,
      harm: ({ executors }) => signalProcess(executors()[victim], 'SIGKILL'),
    });
    const { code, output, errors, leftovers } = outcome;
    expect({ seed, code, output, errors, leftovers }).toEqual({
      seed,
      code: 0,
      output: 'exact\n',
      errors: '',
      leftovers: [],
    });
  }
});
