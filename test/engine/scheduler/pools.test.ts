/** FIFO and FAIR order, the pools of fairscheduler.xml and the warnings for what is wrong there. */
import { describe, expect, test } from 'vitest';
import { parseFairSchedulerXml } from '../../../engine/scheduler/fair-scheduler-file.ts';
import { compareFair, compareFifo, type Schedulable } from '../../../engine/scheduler/pool.ts';
import { completeAll } from './running-tasks.ts';
import { Simulation } from './simulation.ts';

const calm = { taskFailure: 0, executorLoss: 0, fileLoss: 0 };

function schedulable(values: Partial<Schedulable>): Schedulable {
  const usual = { name: 'p', priority: 0, stageId: 0, weight: 1, minShare: 0, runningTasks: 0 };
  return { ...usual, ...values };
}

test.each([
  ['the older job', { priority: 1, stageId: 9 }, { priority: 2, stageId: 1 }],
  ['the lower stage of one job', { priority: 1, stageId: 2 }, { priority: 1, stageId: 3 }],
])('FIFO: %s goes first', (_what, first, second) => {
  expect(compareFifo(schedulable(first), schedulable(second))).toBeLessThan(0);
  expect(compareFifo(schedulable(second), schedulable(first))).toBeGreaterThan(0);
});

test.each([
  ['below its share', { minShare: 3, runningTasks: 2 }, { minShare: 1, runningTasks: 1 }],
  ['further below it', { minShare: 4, runningTasks: 1 }, { minShare: 2, runningTasks: 1 }],
  ['less for its weight', { weight: 4, runningTasks: 3 }, { weight: 1, runningTasks: 1 }],
  ['by name', { name: 'a' }, { name: 'b' }],
])('FAIR: who is %s goes first', (_what, first, second) => {
  expect(compareFair(schedulable(first), schedulable(second))).toBeLessThan(0);
  expect(compareFair(schedulable(second), schedulable(first))).toBeGreaterThan(0);
});

describe('fairscheduler.xml', () => {
  test('is read with its defaults', () => {
    const text = `<?xml version="1.0"?>
      <allocations>
        <pool name="production">
          <schedulingMode>FAIR</schedulingMode><weight>2</weight><minShare>3</minShare>
        </pool>
        <pool name="test"><weight> 5 </weight></pool>
      </allocations>`;
    expect(parseFairSchedulerXml(text, 'f.xml', fail)).toEqual([
      { name: 'production', mode: 'FAIR', weight: 2, minShare: 3 },
      { name: 'test', mode: 'FIFO', weight: 5, minShare: 0 },
    ]);
  });

  test('falls back to defaults with a warning where a value is wrong', () => {
    const warnings: string[] = [];
    const text =
      '<allocations><pool name="p"><schedulingMode>LIFO</schedulingMode><weight>x</weight>' +
      '</pool></allocations>';
    const pools = parseFairSchedulerXml(text, 'f.xml', (message) => warnings.push(message));
    expect(pools).toEqual([{ name: 'p', mode: 'FIFO', weight: 1, minShare: 0 }]);
    expect(warnings).toEqual([
      'Unsupported schedulingMode: LIFO found in Fair Scheduler configuration file: f.xml, using ' +
        'the default schedulingMode: FIFO',
      'Error while loading fair scheduler configuration from f.xml: weight is blank or invalid: ' +
        'x, using the default weight: 1',
    ]);
  });

  test('must be well-formed', () => {
    expect(() => parseFairSchedulerXml('<allocations>', 'f.xml', fail)).toThrow(/unclosed/);
  });
});

function fail(message: string): never {
  throw new Error(message);
}

function runningByJob(simulation: Simulation): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { task } of simulation.backend.running.values()) {
    counts[task.stageId] = (counts[task.stageId] ?? 0) + 1;
  }
  return counts;
}

test('pools share slots by their weights', () => {
  const pool = { mode: 'FIFO', minShare: 0 } as const;
  const pools = [
    { ...pool, name: 'light', weight: 1 },
    { ...pool, name: 'heavy', weight: 2 },
  ];
  const simulation = new Simulation(1, calm, { 'spark.scheduler.mode': 'FAIR' }, { pools });
  const rdd = simulation.lineage(30, []);
  simulation.submit(rdd, { 'spark.scheduler.pool': 'light' });
  simulation.submit(rdd, { 'spark.scheduler.pool': 'heavy' });
  expect(runningByJob(simulation)).toEqual({ 0: 6 });
  completeAll(simulation);
  expect(runningByJob(simulation)).toEqual({ 0: 2, 1: 4 });
  expect(
    simulation.tasks.poolInfos().map(({ name, runningTasks }) => [name, runningTasks]),
  ).toEqual([
    ['default', 0],
    ['heavy', 4],
    ['light', 2],
  ]);
  simulation.runToEnd();
});

test('a pool that is not configured is made, with a warning; FIFO mode ignores pools', () => {
  const properties = { 'spark.scheduler.pool': 'new' };
  for (const [mode, warnings] of [
    ['FAIR', 1],
    ['FIFO', 0],
  ] as const) {
    const simulation = new Simulation(1, calm, { 'spark.scheduler.mode': mode });
    simulation.submit(simulation.lineage(1, []), properties);
    simulation.submit(simulation.lineage(1, []), properties);
    simulation.runToEnd();
    expect(simulation.warnings).toHaveLength(warnings);
  }
});
