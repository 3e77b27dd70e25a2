/** Busy slots are sent short tasks in advance, and nothing is lost or counted for it. */
import { expect, test } from 'vitest';
import { completeAll } from './running-tasks.ts';
import { PATIENT, Simulation } from './simulation.ts';

const calm = { taskFailure: 0, executorLoss: 0, fileLoss: 0 };
const SLOTS = 6;

function queuedTasks(simulation: Simulation): number {
  return [...simulation.backend.queued.values()].flat().length;
}

test('once tasks have shown to be short, until few are left', () => {
  const simulation = new Simulation(1, calm);
  const job = simulation.submit(simulation.lineage(100, []));
  expect(queuedTasks(simulation)).toBe(0);
  for (let round = 0; round < 4; round += 1) {
    completeAll(simulation);
  }
  expect(queuedTasks(simulation)).toBe(2 * SLOTS);
  simulation.runToEnd();
  expect(job.deliveries).toEqual(new Array(100).fill(1));
  expect(simulation.tasks.executorSummaries().map(({ runningTasks }) => runningTasks)).toEqual([
    0, 0, 0,
  ]);
});

test('never while another set wants slots, nor where tasks prefer some', () => {
  const simulation = new Simulation(1, calm);
  simulation.submit(simulation.lineage(100, []));
  simulation.submit(simulation.lineage(100, []));
  simulation.runToEnd();
  const first = simulation.backend.queuedCount;
  const speculating = new Simulation(1, calm, { ...PATIENT, 'spark.speculation': true });
  speculating.submit(speculating.lineage(100, []));
  speculating.runToEnd();
  expect(speculating.backend.queuedCount).toBe(0);
  expect(first).toBeLessThan(100);
});

test('a task in advance that is lost with its executor has not failed', () => {
  const simulation = new Simulation(1, calm, { 'spark.task.maxFailures': 1 });
  const job = simulation.submit(simulation.lineage(100, []));
  for (let round = 0; round < 3; round += 1) {
    completeAll(simulation);
  }
  simulation.backend.loseExecutor('0');
  simulation.runToEnd();
  expect([job.failure, job.ends]).toEqual([undefined, 1]);
});

test('tasks in advance end with their job when it is cancelled', () => {
  const simulation = new Simulation(1, calm);
  simulation.submit(simulation.lineage(100, []));
  for (let round = 0; round < 3; round += 1) {
    completeAll(simulation);
  }
  simulation.dag.cancel((jobs) => jobs.cancelAll());
  simulation.runToEnd();
  expect(simulation.events.unfinished).toEqual([]);
  expect(simulation.tasks.runningCount).toBe(0);
});

test('whatever fails, large stages deliver each partition once', () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const faults = { taskFailure: 0.02, executorLoss: 0.01, fileLoss: 0 };
    const simulation = new Simulation(seed, faults);
    const job = simulation.submit(simulation.shuffled([simulation.lineage(120, [])]));
    simulation.runToEnd();
    expect(simulation.backend.queuedCount).toBeGreaterThan(0);
    expect(job.deliveries.every((count) => count === 1)).toBe(true);
    expect([simulation.events.unfinished, simulation.tasks.runningCount]).toEqual([[], 0]);
  }
});
