/** What exactly is computed again after a loss, and when a stage is given up: Spark's rules. */
import { expect, test } from 'vitest';
import { StorageLevel } from '../../../engine/rdd/storage-level.ts';
import type { RunningTask } from './simulated-backend.ts';
import { Simulation } from './simulation.ts';

const calm = { taskFailure: 0, executorLoss: 0, fileLoss: 0 };
const RESUBMIT_DELAY_MS = 200;

function runningStages(simulation: Simulation): string[] {
  const running = [...simulation.backend.running.values()];
  return running.map(({ stage, task }) => `${stage.stageKey}:${task.partition}`).sort();
}

function completeAll(simulation: Simulation): void {
  for (const taskId of [...simulation.backend.running.keys()]) {
    simulation.backend.complete(taskId);
  }
}

/** Four map tasks on three executors of two slots, then one reducer. */
function shuffleJob() {
  const simulation = new Simulation(1, calm);
  const maps = simulation.lineage(4, []);
  const reduced = simulation.shuffled([maps]);
  const job = simulation.submit(reduced);
  return { simulation, job, reduced };
}

function firstRunning(simulation: Simulation): RunningTask {
  return [...simulation.backend.running.values()][0] as RunningTask;
}

test('a fetch failure recomputes what the executor held and nothing else, after the delay', () => {
  const { simulation, job } = shuffleJob();
  completeAll(simulation);
  const [lost, executorId] = [...simulation.backend.files.entries()][0] as [string, string];
  const outputs = firstRunning(simulation).stage.shuffles[0] ?? [];
  const onExecutor = outputs.filter((output) => output?.executorId === executorId);
  simulation.backend.files.delete(lost);
  completeAll(simulation);
  expect(runningStages(simulation)).toEqual([]);
  simulation.clock.advance(RESUBMIT_DELAY_MS - 1);
  expect(runningStages(simulation)).toEqual([]);
  simulation.clock.advance(1);
  const again = onExecutor.map((output) => `0.1:${output?.mapIndex}`);
  expect(again.length).toBeLessThan(outputs.length);
  expect(runningStages(simulation)).toEqual(again);
  simulation.runToEnd();
  expect(job.failure).toBeUndefined();
});

test('a lost executor costs the map outputs that it held, and no others', () => {
  const { simulation, job } = shuffleJob();
  const onFirst = [...simulation.backend.running.values()]
    .filter(({ location }) => location.executorId === '0')
    .map(({ task }) => task.partition);
  const [unfinished] = [...simulation.backend.running.entries()].filter(
    ([, { location }]) => location.executorId !== '0',
  );
  for (const taskId of [...simulation.backend.running.keys()]) {
    if (taskId !== unfinished?.[0]) {
      simulation.backend.complete(taskId);
    }
  }
  simulation.backend.loseExecutor('0');
  const again = [...onFirst, unfinished?.[1].task.partition ?? -1];
  expect(runningStages(simulation)).toEqual(again.map((partition) => `0.0:${partition}`).sort());
  simulation.runToEnd();
  expect(job.deliveries).toEqual(new Array(job.partitionCount).fill(1));
});

test('an executor whose outputs others have taken over costs nothing when it is gone', () => {
  const { simulation, job } = shuffleJob();
  const [unfinished] = [...simulation.backend.running.entries()].filter(
    ([, { location }]) => location.executorId !== '0',
  );
  for (const taskId of [...simulation.backend.running.keys()]) {
    if (taskId !== unfinished?.[0]) {
      simulation.backend.complete(taskId);
    }
  }
  simulation.handOver('0');
  simulation.backend.loseExecutor('0');
  expect(runningStages(simulation)).toEqual([`0.0:${unfinished?.[1].task.partition}`]);
  simulation.runToEnd();
  expect(job.deliveries).toEqual(new Array(job.partitionCount).fill(1));
});

test('a later job skips stages whose outputs exist', () => {
  const { simulation, reduced } = shuffleJob();
  simulation.runToEnd();
  simulation.submit(reduced);
  const stages = new Set(
    [...simulation.backend.running.values()].map(({ stage }) => stage.stageKey),
  );
  expect([...stages]).toEqual(['3.0']);
  simulation.runToEnd();
});

test('a task that fails four times fails its job with its error', () => {
  const simulation = new Simulation(1, calm, {});
  const job = simulation.submit(simulation.lineage(1, []));
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const [taskId] = [...simulation.backend.running.keys()];
    simulation.backend.fail(taskId as number);
  }
  expect(job.failure?.message).toBe(
    'Job aborted due to stage failure: Task 0 in stage 0.0 failed 4 times, most recent failure: ' +
      'Lost task 0.3 in stage 0.0 (TID 3) (host executor 0): Error: by chance',
  );
  expect(job.failure?.cause?.message).toBe('by chance');
});

test('four fetch failures of a stage in a row fail its jobs', () => {
  const simulation = new Simulation(1, calm, {});
  const job = simulation.submit(simulation.shuffled([simulation.lineage(1, [])]));
  for (let attempt = 0; attempt < 4; attempt += 1) {
    completeAll(simulation);
    simulation.backend.files.clear();
    completeAll(simulation);
    simulation.clock.advance(RESUBMIT_DELAY_MS);
  }
  expect(job.failure?.message).toMatch(
    /^Job aborted due to stage failure: ResultStage 1 \(test\) has failed the maximum allowable number of times: 4\. Most recent failure reason: FetchFailed/,
  );
});

test('cancelling a job gives its tasks up and leaves others alone', () => {
  const simulation = new Simulation(1, calm);
  const cancelled = simulation.submit(simulation.lineage(2, []));
  const other = simulation.submit(simulation.lineage(2, []));
  simulation.dag.cancel((jobs) => jobs.cancelJob(0, 'on request'));
  expect(cancelled.failure?.message).toBe('Job 0 cancelled on request');
  expect(simulation.backend.killed.size).toBe(2);
  simulation.runToEnd();
  expect(other.failure).toBeUndefined();
});

test('outputs that outlive their executor are not computed again', () => {
  const simulation = new Simulation(1, calm, {}, { outputsOutliveExecutors: true });
  const job = simulation.submit(simulation.shuffled([simulation.lineage(4, [])]));
  const [first] = [...simulation.backend.running.entries()];
  simulation.backend.complete(first?.[0] as number);
  simulation.backend.loseExecutor(first?.[1].location.executorId as string);
  completeAll(simulation);
  completeAll(simulation);
  const stages = new Set([...simulation.backend.readBy.values()].flatMap(Object.keys));
  expect(stages).toEqual(new Set(['0']));
  simulation.runToEnd();
  expect(job.failure).toBeUndefined();
  expect(simulation.backend.files.size).toBe(4);
});

test('outputs that outlived their executor are computed again when they are lost later', () => {
  const simulation = new Simulation(1, calm, {}, { outputsOutliveExecutors: true });
  const job = simulation.submit(simulation.shuffled([simulation.lineage(4, [])]));
  const [first] = [...simulation.backend.running.entries()];
  const executorId = first?.[1].location.executorId as string;
  simulation.backend.complete(first?.[0] as number);
  simulation.backend.loseExecutor(executorId);
  simulation.backend.loseOutputs(executorId);
  expect(simulation.backend.files.size).toBe(0);
  simulation.runToEnd();
  expect(job.failure).toBeUndefined();
  expect(simulation.backend.files.size).toBe(4);
});

test('a stage is not submitted more often than is allowed in all', () => {
  const simulation = new Simulation(1, calm, {
    'spark.stage.maxConsecutiveAttempts': 2,
    'spark.stage.maxAttempts': 2,
  });
  const job = simulation.submit(simulation.shuffled([simulation.lineage(1, [])]));
  completeAll(simulation);
  for (let attempt = 0; attempt < 2; attempt += 1) {
    simulation.backend.files.clear();
    completeAll(simulation);
    simulation.clock.advance(RESUBMIT_DELAY_MS);
    completeAll(simulation);
  }
  expect(job.failure?.message).toMatch(/has failed the maximum allowable number of times: 2/);
  simulation.runToEnd();
});

test('blocks that a task could not use do not hide the shuffle above them for ever', () => {
  const { simulation, reduced } = shuffleJob();
  simulation.runToEnd();
  reduced.storageLevel = StorageLevel.MEMORY_ONLY;
  for (let partition = 0; partition < reduced.partitionCount; partition += 1) {
    simulation.blocks.add(reduced.id, partition, { executorId: '0', slot: 0 });
  }
  // The map outputs are gone. The blocks are taken for enough, until a task has run elsewhere.
  simulation.backend.files.clear();
  const job = simulation.submit(reduced);
  completeAll(simulation);
  simulation.clock.advance(RESUBMIT_DELAY_MS);
  expect(runningStages(simulation)).toEqual(['2.0:0', '2.0:3']);
  simulation.runToEnd();
  expect(job.failure).toBeUndefined();
});
