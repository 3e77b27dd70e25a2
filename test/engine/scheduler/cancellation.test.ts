/** Jobs are cancelled by id, stage, group and tag, with Spark's words; others go on. */
import { expect, test } from 'vitest';
import { withJobTags } from '../../../engine/scheduler/job-properties.ts';
import { Simulation } from './simulation.ts';

const calm = { taskFailure: 0, executorLoss: 0, fileLoss: 0 };

const GROUPS_MAX = 'spark.scheduler.numCancelledJobGroupsToTrack';

function group(id: string) {
  return { 'spark.jobGroup.id': id };
}

test('a group is cancelled with all its jobs and no other', () => {
  const simulation = new Simulation(1, calm);
  const rdd = simulation.lineage(1, []);
  const jobs = ['a', 'b', 'a'].map((id) => simulation.submit(rdd, group(id)));
  simulation.dag.cancel((cancellation) => cancellation.cancelGroup('a'));
  simulation.runToEnd();
  expect(jobs.map(({ failure }) => failure?.message)).toEqual([
    'Job 0 cancelled part of cancelled job group a',
    undefined,
    'Job 2 cancelled part of cancelled job group a',
  ]);
});

test('future jobs of a group fail too, for as many groups as are remembered', () => {
  const simulation = new Simulation(1, calm, { [GROUPS_MAX]: 2 });
  const rdd = simulation.lineage(1, []);
  for (const id of ['a', 'b', 'c']) {
    simulation.dag.cancel((cancellation) => cancellation.cancelGroupAndFutureJobs(id, 'by hand'));
  }
  const jobs = ['a', 'b', 'c'].map((id) => simulation.submit(rdd, group(id)));
  simulation.runToEnd();
  expect(jobs.map(({ failure }) => failure?.message)).toEqual([
    undefined,
    'Job 1 cancelled part of cancelled job group b',
    'Job 2 cancelled part of cancelled job group c',
  ]);
  expect(jobs.map(({ ends }) => ends)).toEqual([1, 1, 1]);
});

test('a tag means the jobs that carry it among others', () => {
  const simulation = new Simulation(1, calm);
  const rdd = simulation.lineage(1, []);
  const both = simulation.submit(rdd, withJobTags({}, ['x', 'y', 'x']));
  const other = simulation.submit(rdd, withJobTags({}, ['xy']));
  simulation.dag.cancel((cancellation) => cancellation.cancelTag('y'));
  simulation.runToEnd();
  expect(both.failure?.message).toBe('Job 0 cancelled part of cancelled job tag y');
  expect(other.failure).toBeUndefined();
});

test('a cancelled stage takes every job that needs it with it', () => {
  const simulation = new Simulation(1, calm);
  const maps = simulation.lineage(2, []);
  const reduced = simulation.shuffled([maps]);
  const jobs = [simulation.submit(reduced), simulation.submit(simulation.narrow(reduced))];
  const other = simulation.submit(maps);
  simulation.dag.cancel((cancellation) => cancellation.cancelStage(0));
  simulation.runToEnd();
  expect(jobs.map(({ failure }) => failure?.message)).toEqual([
    'Job 0 cancelled because Stage 0 was cancelled',
    'Job 1 cancelled because Stage 0 was cancelled',
  ]);
  expect(other.failure).toBeUndefined();
  expect(simulation.dag.activity.stages).toBe(0);
});

test('a killed attempt does not count as a failure and its task runs again', () => {
  const simulation = new Simulation(1, calm, { 'spark.task.maxFailures': 1 });
  const job = simulation.submit(simulation.lineage(1, []));
  expect(simulation.tasks.killTaskAttempt(0, true, 'enough')).toBe(true);
  simulation.runToEnd();
  expect(simulation.tasks.killTaskAttempt(0, true, 'enough')).toBe(false);
  expect(job.failure).toBeUndefined();
  expect(job.deliveries).toEqual([1]);
});
