/** The lines that people know from Spark, of a job that goes well and of what goes wrong. */
import { expect, test } from 'vitest';
import { schedulerLog } from '../../../engine/event-log/scheduler-log.ts';
import { completeAll } from '../scheduler/running-tasks.ts';
import { Simulation } from '../scheduler/simulation.ts';

const calm = { taskFailure: 0, executorLoss: 0, fileLoss: 0 };

function logged(properties = {}) {
  const simulation = new Simulation(1, calm, properties, { hosts: ['h'] });
  const lines: string[] = [];
  const time = new Date(2026, 10, 21, 8, 5, 9).getTime();
  for (const listener of schedulerLog({ now: () => time, write: (line) => lines.push(line) })) {
    simulation.listeners.add(listener);
  }
  return { simulation, lines };
}

test('a job of two stages', () => {
  const { simulation, lines } = logged();
  simulation.submit(simulation.shuffled([simulation.lineage(1, [])]), {
    'callSite.short': 'count at app.ts:3',
  });
  simulation.clock.advance(20);
  completeAll(simulation);
  for (const taskId of [...simulation.backend.running.keys()].slice(1)) {
    simulation.backend.complete(taskId);
  }
  simulation.runToEnd();
  expect(lines.find((line) => line.includes('Got job'))).toMatch(
    /^26\/11\/21 08:05:09 INFO DAGScheduler: Got job 0 \(count at app\.ts:3\) with \d output partitions\n$/,
  );
  const messages = lines.map((line) => line.slice('26/11/21 08:05:09 '.length, -1));
  expect(messages.filter((message) => message.includes('TaskSetManager')).slice(0, 2)).toEqual([
    'INFO TaskSetManager: Starting task 0.0 in stage 0.0 (TID 0) (h,executor 0, partition 0, PROCESS_LOCAL)',
    'INFO TaskSetManager: Finished task 0.0 in stage 0.0 (TID 0) in 20 ms on h (executor 0) (1/1)',
  ]);
  expect(messages).toContain(
    'INFO DAGScheduler: ShuffleMapStage 0 (test at test) finished in 20 ms',
  );
  expect(messages.at(-1)).toMatch(
    /^INFO DAGScheduler: Job 0 finished: count at app\.ts:3, took \d+ ms$/,
  );
});

test('failures and lost executors are warnings', () => {
  const { simulation, lines } = logged({ 'spark.task.maxFailures': 1 });
  simulation.submit(simulation.lineage(1, []));
  simulation.backend.fail(0);
  simulation.backend.loseExecutor('0');
  const warnings = lines.filter((line) => / (WARN|ERROR) /.test(line));
  expect(warnings.map((line) => line.slice('26/11/21 08:05:09 '.length, -1))).toEqual([
    'WARN TaskSetManager: Lost task 0.0 in stage 0.0 (TID 0) (h executor 0): Error: by chance',
    'ERROR TaskSetManager: Task 0 in stage 0.0 failed 1 times; aborting job',
    'ERROR TaskSchedulerImpl: Lost executor 0: Command exited with code 137',
  ]);
  expect(lines.join('')).toContain(
    'ResultStage 0 (test) failed in 0 ms due to Job aborted due to stage failure: Task 0 in',
  );
});
