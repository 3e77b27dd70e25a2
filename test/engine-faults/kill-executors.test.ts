/** kill -9 of an executor, or of the driver, at any moment of a job with three shuffles. */
import { expect, test } from 'vitest';
import { randomNumbers } from '../../engine/executor/random.ts';
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
