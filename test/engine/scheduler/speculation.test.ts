/** A slow task gets one more copy, elsewhere; the first success counts and ends the other. */
import { expect, test } from 'vitest';
import { placesOfRunning, taskOf } from './running-tasks.ts';
import { Simulation } from './simulation.ts';

const calm = { taskFailure: 0, executorLoss: 0, fileLoss: 0 };
const settings = {
  'spark.speculation': true,
  'spark.speculation.quantile': 0.5,
  'spark.speculation.efficiency.enabled': false,
};

/** Four tasks of which all but the first end after a second. */
function slowTask(hosts: readonly string[], properties = {}) {
  const simulation = new Simulation(1, calm, { ...settings, ...properties }, { hosts });
  const submitted: number[] = [];
  simulation.listeners.add({ speculativeTaskSubmitted: (_stage, index) => submitted.push(index) });
  const job = simulation.submit(simulation.lineage(4, []));
  simulation.clock.advance(1_000);
  for (const partition of [1, 2, 3]) {
    simulation.backend.complete(taskOf(simulation, partition));
  }
  return { simulation, job, submitted };
}

test('a task beyond the multiple of the median is copied to another host', () => {
  const { simulation, job, submitted } = slowTask(['a', 'a', 'b']);
  simulation.clock.advance(2_000);
  expect(submitted).toEqual([]);
  simulation.clock.advance(100);
  expect(submitted).toEqual([0]);
  expect(placesOfRunning(simulation)).toEqual(['0.0:0@0/0', '0.0:0@2/0']);
  simulation.backend.complete(taskOf(simulation, 0));
  expect(job.deliveries).toEqual([1, 1, 1, 1]);
  expect(simulation.backend.killed).toEqual(new Set([0]));
  simulation.runToEnd();
  expect(simulation.tasks.activeTaskSetCount).toBe(0);
});

test('on one host the copy runs in another executor', () => {
  const { simulation } = slowTask(['a', 'a']);
  simulation.clock.advance(2_100);
  expect(placesOfRunning(simulation)).toEqual(['0.0:0@0/0', '0.0:0@1/0']);
  simulation.runToEnd();
});

test('a task that is only somewhat slow is left alone while it may be efficient', () => {
  const { simulation, submitted } = slowTask(['a', 'b'], {
    'spark.speculation.efficiency.enabled': true,
  });
  simulation.clock.advance(4_900);
  expect(submitted).toEqual([]);
  simulation.clock.advance(200);
  expect(submitted).toEqual([0]);
  simulation.runToEnd();
});

test('when the original wins, the copy is killed and counts as nothing', () => {
  const { simulation, job } = slowTask(['a', 'b'], { 'spark.task.maxFailures': 1 });
  simulation.clock.advance(2_100);
  simulation.backend.complete(0);
  simulation.runToEnd();
  expect(job.failure).toBeUndefined();
  expect(job.deliveries).toEqual([1, 1, 1, 1]);
});

test('a copy that fails leaves the original running; a lost original leaves the copy', () => {
  const { simulation, job } = slowTask(['a', 'b', 'c']);
  simulation.clock.advance(2_100);
  simulation.backend.fail(taskOf(simulation, 0));
  expect(placesOfRunning(simulation)).toEqual(['0.0:0@0/0']);
  simulation.clock.advance(100);
  expect(simulation.backend.running.size).toBe(2);
  simulation.backend.loseExecutor('0');
  expect(simulation.backend.running.size).toBe(1);
  simulation.runToEnd();
  expect(job.deliveries).toEqual([1, 1, 1, 1]);
});

test('a small stage may use a fixed threshold before enough tasks have ended', () => {
  const properties = { ...settings, 'spark.speculation.task.duration.threshold': '5s' };
  const simulation = new Simulation(1, calm, properties, { hosts: ['a', 'b'] });
  simulation.submit(simulation.lineage(1, []));
  simulation.clock.advance(5_100);
  expect(simulation.backend.running.size).toBe(2);
  simulation.runToEnd();
});
