/** What a second computation may change, and that nothing is mixed or taken back because of it. */
import { expect, test } from 'vitest';
import { pipelinedLevels, stageOutputLevel } from '../../../engine/scheduler/output-level.ts';
import { completeAll, placesOfRunning } from './running-tasks.ts';
import { Simulation } from './simulation.ts';

const calm = { taskFailure: 0, executorLoss: 0, fileLoss: 0 };
const RESUBMIT_DELAY_MS = 200;

function narrow(simulation: Simulation, parent: ReturnType<Simulation['lineage']>, flags = {}) {
  const dependencies = [{ kind: 'narrow', parent, parentPartitions: undefined }] as const;
  return simulation.lineage(parent.partitionCount, dependencies, flags);
}

test.each([
  ['rows of the driver', 'DETERMINATE', {}, 'none'],
  ['rows out of a shuffle', 'UNORDERED', {}, 'DETERMINATE'],
  ['what depends on their order', 'INDETERMINATE', { isOrderSensitive: true }, 'DETERMINATE'],
  ['the same without a shuffle', 'DETERMINATE', { isOrderSensitive: true }, 'none'],
  ['what differs by itself', 'INDETERMINATE', { isIndeterminate: true }, 'none'],
  ['what is read from that', 'INDETERMINATE', {}, 'INDETERMINATE'],
] as const)('%s: %s', (_what, level, flags, above) => {
  const simulation = new Simulation(1, calm);
  const source = simulation.lineage(2, []);
  const first = above === 'none' ? source : simulation.shuffled([source]);
  const rdd = narrow(simulation, narrow(simulation, first, flags));
  const levelAbove = () => (above === 'none' ? 'DETERMINATE' : above);
  expect(stageOutputLevel(rdd, undefined, pipelinedLevels(rdd, levelAbove))).toBe(level);
});

test('rows dealt out in an order that may change are indeterminate', () => {
  const simulation = new Simulation(1, calm);
  const rdd = simulation.shuffled([simulation.lineage(2, [])]);
  const partitioner = () => ({ kind: 'round-robin', partitionCount: 2 }) as const;
  const shuffle = { kind: 'shuffle', shuffleId: 9, parent: rdd, partitioner } as const;
  expect(
    stageOutputLevel(
      rdd,
      shuffle,
      pipelinedLevels(rdd, () => 'DETERMINATE'),
    ),
  ).toBe('INDETERMINATE');
});

function indeterminateJob() {
  const simulation = new Simulation(1, calm);
  const maps = narrow(simulation, simulation.lineage(4, []), { isIndeterminate: true });
  const second = simulation.shuffled([maps]);
  return { simulation, maps, second };
}

test('an indeterminate stage is computed as a whole where one output is lost', () => {
  const { simulation, second } = indeterminateJob();
  const job = simulation.submit(second);
  completeAll(simulation);
  simulation.backend.files.delete([...simulation.backend.files.keys()][0] as string);
  completeAll(simulation);
  simulation.clock.advance(RESUBMIT_DELAY_MS);
  expect(placesOfRunning(simulation).map((place) => place.split('@')[0])).toEqual([
    '0.1:0',
    '0.1:1',
    '0.1:2',
    '0.1:3',
  ]);
  simulation.runToEnd();
  expect(job.failure).toBeUndefined();
});

test('a job that has delivered results of the former rows fails', () => {
  const simulation = new Simulation(3, calm);
  const maps = narrow(simulation, simulation.lineage(2, []), { isIndeterminate: true });
  let reduced = simulation.shuffled([maps]);
  while (reduced.partitionCount < 2) {
    reduced = simulation.shuffled([maps]);
  }
  const job = simulation.submit(reduced);
  completeAll(simulation);
  const [first] = [...simulation.backend.running.keys()];
  simulation.backend.complete(first as number);
  simulation.backend.files.clear();
  completeAll(simulation);
  expect(job.failure?.message).toMatch(
    /A shuffle map stage with indeterminate output was failed and retried\. However, Spark cannot rollback the ResultStage 1 to re-process the input data, and has to fail this job\. Please eliminate the indeterminacy by checkpointing the RDD before repartition and try again\.$/,
  );
  simulation.runToEnd();
});
