/**
 * Seeded simulation of the scheduler. Whatever fails and in whatever order things happen, every job
 * ends once, delivers every partition once, never reads an incomplete shuffle (the backend checks
 * each stage it is sent), never mixes rows of two computations that differ, and leaves nothing.
 */
import { describe, expect, test } from 'vitest';
import { PATIENT, Simulation, type SimulationFaults } from './simulation.ts';
import { mixedShuffles } from './used-rows.ts';

/** Rare orders of events were found beyond the first thousand. */
const SEEDS = 1_500;
const seeds = Array.from({ length: SEEDS }, (_, seed) => seed + 1);

const calm: SimulationFaults = { taskFailure: 0, executorLoss: 0, fileLoss: 0 };
const rough: SimulationFaults = { taskFailure: 0.2, executorLoss: 0.05, fileLoss: 0.05 };

const speculating = {
  ...PATIENT,
  'spark.speculation': true,
  'spark.speculation.quantile': 0.1,
  'spark.speculation.multiplier': 0.1,
  'spark.speculation.minTaskRuntime': 1,
  'spark.speculation.efficiency.enabled': false,
};

/** Places run out at random, so that excluded executors are replaced. */
const excluding = { ...PATIENT, 'spark.excludeOnFailure.enabled': true };

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
  expect(simulation.events.unfinished).toEqual([]);
  expect(simulation.events.tornBarriers).toEqual([]);
}

function runGraph(simulation: Simulation): void {
  const pool = Array.from({ length: 3 }, () => simulation.lineage(1 + simulation.below(4), []));
  for (let count = simulation.below(10); count >= 0; count -= 1) {
    simulation.grow(pool);
  }
  for (let round = simulation.below(3); round >= 0; round -= 1) {
    for (let count = simulation.below(3); count >= 0; count -= 1) {
      const properties = { 'spark.scheduler.pool': `pool ${simulation.below(3)}` };
      simulation.submit(simulation.pick(pool), properties);
    }
    for (let steps = simulation.below(30); steps > 0; steps -= 1) {
      simulation.step();
    }
  }
  simulation.runToEnd();
}

/** Runs every seed. @returns how many jobs failed, by message without numbers */
function runSeeds(
  faults: SimulationFaults,
  properties: Readonly<Record<string, string | number | boolean>>,
): Record<string, number> {
  const failures: Record<string, number> = {};
  for (const seed of seeds) {
    const simulation = new Simulation(seed, faults, properties);
    try {
      runGraph(simulation);
      for (const job of simulation.jobs) {
        expect(job.ends).toBe(1);
        expect(Math.max(...job.deliveries)).toBeLessThanOrEqual(1);
        if (job.failure === undefined) {
          expect(job.deliveries).toEqual(new Array(job.partitionCount).fill(1));
          expect(mixedShuffles(simulation, job)).toEqual([]);
        } else {
          const kind = job.failure.message.replaceAll(/\d+/g, '#').slice(0, 90);
          failures[kind] = (failures[kind] ?? 0) + 1;
        }
      }
      expectIdle(simulation);
    } catch (error) {
      throw new Error(`Seed ${seed} fails`, { cause: error });
    }
  }
  return failures;
}

describe('without a limit on failures no job fails', () => {
  test.each([
    ['nothing fails', calm, PATIENT],
    ['tasks fail', { ...calm, taskFailure: 0.3 }, PATIENT],
    ['executors are lost', { ...calm, executorLoss: 0.08 }, PATIENT],
    ['files are lost', { ...calm, fileLoss: 0.1 }, PATIENT],
    ['outputs are handed over', { ...calm, decommission: 0.1 }, PATIENT],
    [
      'outputs whose rows differ each time are handed over',
      { ...calm, decommission: 0.1, indeterminate: 0.3 },
      { ...PATIENT, 'spark.stage.maxConsecutiveAttempts': 2 },
    ],
    ['everything fails', rough, PATIENT],
    ['everything fails while outputs are handed over', { ...rough, decommission: 0.05 }, PATIENT],
    ['everything fails in FAIR pools', rough, { ...PATIENT, 'spark.scheduler.mode': 'FAIR' }],
    ['everything fails and slow tasks are copied', rough, speculating],
  ])('when %s', (_what, faults, properties) => {
    expect(runSeeds(faults, properties)).toEqual({});
  });
});

test('jobs that may fail end once, all the same, and leave nothing', () => {
  const faults = { taskFailure: 0.3, executorLoss: 0.03, fileLoss: 0.03 };
  const failures = runSeeds(faults, {
    'spark.task.maxFailures': 3,
    'spark.stage.maxConsecutiveAttempts': 1_000,
  });
  expect(Object.keys(failures).length).toBeGreaterThan(0);
});

test('failing executors are excluded, and replaced where one is idle', () => {
  const failures = runSeeds({ ...calm, taskFailure: 0.05 }, excluding);
  expect(Object.keys(failures)).toEqual([expect.stringContaining('Aborting TaskSet')]);
});

test('jobs are cancelled at any moment', () => {
  const failures = runSeeds({ ...rough, cancellation: 0.05 }, speculating);
  expect(Object.keys(failures)).toEqual(['Job # cancelled by chance']);
});

test('rows that differ each time never mix; what was delivered is not taken back', () => {
  const failures = runSeeds({ ...rough, indeterminate: 0.3 }, PATIENT);
  expect(Object.keys(failures)).toEqual([
    expect.stringMatching(/^Job aborted due to stage failure: A shuffle map stage with indeter/),
  ]);
});

test('barrier stages start as a whole, whatever happens', () => {
  const failures = runSeeds({ ...rough, barrier: 0.3 }, PATIENT);
  expect(Object.keys(failures)).toEqual([expect.stringContaining('Could not recover from a f')]);
});

test('all of it at once', () => {
  const chances = { indeterminate: 0.1, barrier: 0.1, cancellation: 0.01, decommission: 0.02 };
  const faults = { ...rough, ...chances };
  const failures = runSeeds(faults, {
    ...speculating,
    'spark.task.maxFailures': 6,
    'spark.stage.maxConsecutiveAttempts': 4,
    'spark.excludeOnFailure.enabled': true,
    'spark.scheduler.mode': 'FAIR',
  });
  const known = [
    'cancelled by chance',
    'A shuffle map stage with indeter',
    'Could not recover from a f',
    'has failed the maximum',
    'Aborting TaskSet',
    'failed # times, most recent failure',
  ];
  const unknown = Object.keys(failures).filter(
    (message) => !known.some((part) => message.includes(part)),
  );
  expect(unknown).toEqual([]);
});
