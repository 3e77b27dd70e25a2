/**
 * Seeded simulation of the scheduler. Whatever fails and in whatever order things happen, every job
 * ends once, delivers every partition once, never reads an incomplete shuffle (the backend checks
 * each stage it is sent), and leaves nothing behind.
 */
import { describe, expect, test } from 'vitest';
import { Simulation } from './simulation.ts';

const SEEDS = 300;
const seeds = Array.from({ length: SEEDS }, (_, seed) => seed + 1);

function expectIdle(simulation: Simulation): void {
  expect(simulation.dag.activity).toEqual({
    jobs: 0,
    stages: 0,
    waiting: 0,
    running: 0,
    failed: 0,
  });
  expect(simulation.tasks.runningCount).toBe(0);
  expect(simulation.tasks.activeTaskSetCount).toBe(0);
}

function runGraph(simulation: Simulation): void {
  const pool = Array.from({ length: 3 }, () => simulation.lineage(1 + simulation.below(4), []));
  for (let count = simulation.below(10); count >= 0; count -= 1) {
    simulation.grow(pool);
  }
  for (let round = simulation.below(3); round >= 0; round -= 1) {
    for (let count = simulation.below(3); count >= 0; count -= 1) {
      simulation.submit(simulation.pick(pool));
    }
    for (let steps = simulation.below(30); steps > 0; steps -= 1) {
      simulation.step();
    }
  }
  simulation.runToEnd();
}

describe.each([
  ['nothing fails', { taskFailure: 0, executorLoss: 0, fileLoss: 0 }],
  ['tasks fail', { taskFailure: 0.3, executorLoss: 0, fileLoss: 0 }],
  ['executors are lost', { taskFailure: 0, executorLoss: 0.08, fileLoss: 0 }],
  ['everything fails', { taskFailure: 0.2, executorLoss: 0.05, fileLoss: 0.05 }],
  ['files are lost', { taskFailure: 0, executorLoss: 0, fileLoss: 0.1 }],
])('when %s', (_what, faults) => {
  test('every job delivers each partition once and nothing is left', () => {
    for (const seed of seeds) {
      const simulation = new Simulation(seed, faults);
      try {
        runGraph(simulation);
        for (const job of simulation.jobs) {
          expect(job.failure).toBeUndefined();
          expect(job.ends).toBe(1);
          expect(job.deliveries).toEqual(new Array(job.partitionCount).fill(1));
        }
        expectIdle(simulation);
      } catch (error) {
        throw new Error(`Seed ${seed} fails`, { cause: error });
      }
    }
  });
});

test('jobs that may fail end once, all the same, and leave nothing', () => {
  let failures = 0;
  for (const seed of seeds) {
    const simulation = new Simulation(
      seed,
      { taskFailure: 0.3, executorLoss: 0.03, fileLoss: 0.03 },
      { 'spark.task.maxFailures': 3, 'spark.stage.maxConsecutiveAttempts': 1_000 },
    );
    try {
      runGraph(simulation);
      for (const job of simulation.jobs) {
        expect(job.ends).toBe(1);
        const isWhole = job.deliveries.every((count) => count === 1);
        expect(isWhole).toBe(job.failure === undefined);
        expect(Math.max(...job.deliveries)).toBeLessThanOrEqual(1);
        failures += job.failure === undefined ? 0 : 1;
      }
      expectIdle(simulation);
    } catch (error) {
      throw new Error(`Seed ${seed} fails`, { cause: error });
    }
  }
  expect(failures).toBeGreaterThan(0);
});
