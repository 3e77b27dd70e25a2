/** Where tasks failed they are not tried again: per task, stage and application, with timeouts. */
import { expect, test } from 'vitest';
import { completeAll, placesOfRunning, taskOf } from './running-tasks.ts';
import { Simulation } from './simulation.ts';

const calm = { taskFailure: 0, executorLoss: 0, fileLoss: 0 };
const enabled = { 'spark.excludeOnFailure.enabled': true };
const HOUR_MS = 3_600_000;

function excluding(hosts: readonly string[], properties = {}) {
  const simulation = new Simulation(1, calm, { ...enabled, ...properties }, { hosts });
  const events: string[] = [];
  simulation.listeners.add({
    executorExcluded: ({ executorId, stage }) =>
      events.push(`executor ${executorId} ${stage === undefined ? 'application' : 'stage'}`),
    nodeExcluded: ({ host, stage }) =>
      events.push(`node ${host} ${stage === undefined ? 'application' : 'stage'}`),
    executorUnexcluded: (_timeMs, executorId) => events.push(`executor ${executorId} again`),
    nodeUnexcluded: (_timeMs, host) => events.push(`node ${host} again`),
  });
  return { simulation, events };
}

test('a task is not tried twice in an executor, nor three times on a host', () => {
  const { simulation } = excluding(['a', 'a', 'b']);
  simulation.submit(simulation.lineage(1, []));
  expect(placesOfRunning(simulation)).toEqual(['0.0:0@0/0']);
  simulation.backend.fail(0);
  expect(placesOfRunning(simulation)).toEqual(['0.0:0@1/0']);
  simulation.backend.fail(1);
  expect(placesOfRunning(simulation)).toEqual(['0.0:0@2/0']);
  simulation.runToEnd();
});

test('an executor where two tasks of a stage failed gets none of the stage any more', () => {
  const { simulation, events } = excluding(['a', 'b']);
  simulation.submit(simulation.lineage(8, []));
  simulation.backend.fail(taskOf(simulation, 0));
  simulation.backend.fail(taskOf(simulation, 2));
  expect(events).toEqual(['executor 0 stage']);
  expect(placesOfRunning(simulation).filter((place) => place.includes('@0/'))).toEqual([
    '0.0:4@0/0',
  ]);
  completeAll(simulation);
  expect(placesOfRunning(simulation).some((place) => place.includes('@0/'))).toBe(false);
  simulation.runToEnd();
});

test('a host with two such executors gets none either', () => {
  const { simulation, events } = excluding(['a', 'a', 'b']);
  simulation.submit(simulation.lineage(12, []));
  for (const partition of [0, 3, 1, 4]) {
    simulation.backend.fail(taskOf(simulation, partition));
  }
  expect(events).toEqual(['executor 0 stage', 'executor 1 stage', 'node a stage']);
  simulation.runToEnd();
});

test('after the set succeeded, an executor is excluded for all until the timeout', () => {
  const { simulation, events } = excluding(['a', 'b']);
  simulation.submit(simulation.lineage(4, []));
  simulation.backend.fail(taskOf(simulation, 0));
  simulation.backend.fail(taskOf(simulation, 2));
  simulation.runToEnd();
  expect(events).toEqual(['executor 0 stage', 'executor 0 application']);
  simulation.submit(simulation.lineage(4, []));
  expect(placesOfRunning(simulation)).toEqual(['1.0:0@1/0', '1.0:1@1/1']);
  simulation.clock.advance(HOUR_MS + 1_000);
  expect(events.at(-1)).toBe('executor 0 again');
  expect(simulation.backend.running.size).toBe(4);
  simulation.runToEnd();
});

test('failures of a set that failed do not count for the application', () => {
  const { simulation, events } = excluding(['a', 'b', 'c'], {
    'spark.task.maxFailures': 3,
  });
  const job = simulation.submit(simulation.lineage(2, []));
  for (let attempt = 0; attempt < 3; attempt += 1) {
    simulation.backend.fail(taskOf(simulation, 0));
  }
  expect(job.failure?.message).toMatch(/failed 3 times/);
  simulation.runToEnd();
  expect(events.filter((event) => event.includes('application'))).toEqual([]);
});

test('a task that may run nowhere gets a new executor in place of an idle one', () => {
  const { simulation } = excluding(['a', 'b']);
  const job = simulation.submit(simulation.lineage(1, []));
  simulation.backend.fail(taskOf(simulation, 0));
  simulation.backend.fail(taskOf(simulation, 0));
  expect(simulation.backend.replaced).toEqual(['0']);
  expect(placesOfRunning(simulation)).toEqual(['0.0:0@2/0']);
  simulation.runToEnd();
  expect(job.failure).toBeUndefined();
});

test('without an idle executor the set is given up at once', () => {
  const { simulation } = excluding(['a']);
  const other = simulation.submit(simulation.lineage(1, []));
  const job = simulation.submit(simulation.lineage(1, []));
  simulation.backend.fail(1);
  expect(job.failure?.message).toBe(
    'Job aborted due to stage failure: Aborting TaskSet 1.0 because task 0 (partition 0) cannot ' +
      'run anywhere due to node and executor excludeOnFailure. Most recent failure: Error: by ' +
      'chance ExcludeOnFailure behavior can be configured via spark.excludeOnFailure.*.',
  );
  simulation.runToEnd();
  expect(other.failure).toBeUndefined();
});

test('a node must be given up for a task before the task is', () => {
  expect(() => excluding(['a'], { 'spark.task.maxFailures': 2 })).toThrow(
    /maxTaskAttemptsPerNode.*less than spark.task.maxFailures \( = 2 \)/,
  );
});
