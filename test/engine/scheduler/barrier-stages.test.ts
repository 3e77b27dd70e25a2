/** Barrier stages: all tasks at once or none, all again when one fails, and what is refused. */
import { describe, expect, test } from 'vitest';
import type { Lineage } from '../../../engine/rdd/lineage.ts';
import { completeAll, placesOfRunning } from './running-tasks.ts';
import { Simulation } from './simulation.ts';

const calm = { taskFailure: 0, executorLoss: 0, fileLoss: 0 };
const RESUBMIT_DELAY_MS = 200;

function barrierOver(simulation: Simulation, parent: Lineage): Lineage {
  const dependencies = [{ kind: 'narrow', parent, parentPartitions: undefined }] as const;
  return simulation.lineage(parent.partitionCount, dependencies, { isBarrier: true });
}

test('waits until there are slots for all tasks at once', () => {
  const simulation = new Simulation(1, calm);
  simulation.submit(simulation.lineage(3, []));
  simulation.submit(barrierOver(simulation, simulation.lineage(4, [])));
  expect(simulation.backend.running.size).toBe(3);
  simulation.backend.complete(0);
  expect(simulation.backend.running.size).toBe(6);
  simulation.runToEnd();
});

test('a failed task of a map stage runs all of them again, with the others killed', () => {
  const simulation = new Simulation(1, calm, {});
  const maps = barrierOver(simulation, simulation.lineage(3, []));
  const job = simulation.submit(simulation.shuffled([maps]));
  simulation.backend.complete(0);
  simulation.backend.fail(1);
  expect(simulation.backend.killed).toEqual(new Set([2]));
  completeAll(simulation);
  simulation.clock.advance(RESUBMIT_DELAY_MS);
  expect(placesOfRunning(simulation).map((place) => place.split('@')[0])).toEqual([
    '0.1:0',
    '0.1:1',
    '0.1:2',
  ]);
  simulation.runToEnd();
  expect(job.failure).toBeUndefined();
});

test('a failed task of a result stage fails the job: what was delivered stays', () => {
  const simulation = new Simulation(1, calm, {});
  const job = simulation.submit(barrierOver(simulation, simulation.lineage(2, [])));
  simulation.backend.fail(0);
  expect(job.failure?.message).toBe(
    'Job aborted due to stage failure: Could not recover from a failed barrier ResultStage. Most ' +
      'recent failure reason: Stage failed because barrier task ResultTask(0, 0) finished ' +
      'unsuccessfully.\nError: by chance',
  );
  simulation.runToEnd();
});

test('a fetch failure from a barrier map stage drops all its outputs', () => {
  const simulation = new Simulation(1, calm);
  const maps = barrierOver(simulation, simulation.lineage(4, []));
  simulation.submit(simulation.shuffled([maps]));
  completeAll(simulation);
  simulation.backend.files.delete([...simulation.backend.files.keys()][0] as string);
  completeAll(simulation);
  simulation.clock.advance(RESUBMIT_DELAY_MS);
  expect(simulation.backend.running.size).toBe(4);
  simulation.runToEnd();
});

describe('refuses', () => {
  test('more tasks than slots, after as many checks as are set', () => {
    const interval = 'spark.scheduler.barrier.maxConcurrentTasksCheck.interval';
    const checks = 'spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures';
    const simulation = new Simulation(1, calm, { [interval]: '2s', [checks]: 2 });
    const job = simulation.submit(barrierOver(simulation, simulation.lineage(7, [])));
    simulation.clock.advance(3_999);
    expect(job.ends).toBe(0);
    simulation.clock.advance(1);
    expect(job.failure?.message).toMatch(/^\[SPARK-24819\]: .*requires more slots than the total/);
    expect(simulation.dag.activity.jobs).toBe(0);
  });

  test('nothing that only has to wait for an executor; such a job can be cancelled', () => {
    const simulation = new Simulation(1, calm);
    const rdd = barrierOver(simulation, simulation.lineage(7, []));
    const cancelled = simulation.submit(rdd);
    simulation.dag.cancel((jobs) => jobs.cancelJob(0));
    const job = simulation.submit(rdd);
    simulation.backend.addExecutor(2);
    expect(simulation.backend.running.size).toBe(7);
    simulation.runToEnd();
    expect([cancelled.failure?.message, job.failure]).toEqual(['Job 0 cancelled', undefined]);
  });

  test('parents with another number of partitions within the stage', () => {
    const simulation = new Simulation(1, calm);
    const parent = barrierOver(simulation, simulation.lineage(3, []));
    const parentPartitions = () => [0, 1, 2];
    const rdd = simulation.lineage(1, [{ kind: 'narrow', parent, parentPartitions }]);
    expect(simulation.submit(rdd).failure?.message).toMatch(/^\[SPARK-24820\]\[SPARK-24821\]: /);
  });

  test('two barriers zipped', () => {
    const simulation = new Simulation(1, calm);
    const parents = [1, 2].map(() => barrierOver(simulation, simulation.lineage(2, [])));
    const rdd = simulation.lineage(
      2,
      parents.map((parent) => ({ kind: 'narrow', parent, parentPartitions: undefined })),
    );
    expect(simulation.submit(rdd).failure?.message).toMatch(/^\[SPARK-24820\]\[SPARK-24821\]: /);
  });

  test('dynamic allocation', () => {
    const simulation = new Simulation(1, calm, { 'spark.dynamicAllocation.enabled': true });
    const job = simulation.submit(barrierOver(simulation, simulation.lineage(2, [])));
    expect(job.failure?.message).toMatch(/^\[SPARK-24942\]: /);
  });
});
