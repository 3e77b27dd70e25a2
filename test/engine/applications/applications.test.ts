/** Whole applications on both masters: answers, failures, losses, and what they leave behind. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { executorsOf, isRunning, submitApplication } from './submitted.ts';

const masters = ['local[2]', 'local-cluster[2,1,512]'];

function leftovers(directory: string): string[] {
  return readdirSync(directory).filter((name) => name.startsWith('howdah-'));
}

const answering = [
  'class-instances',
  'more-operations',
  'operations',
  'rare-methods',
  'shared-variables',
  'user-interface',
];

test.each(answering.flatMap((name) => masters.map((master) => [name, master] as const)))(
  '%s give their answers on %s',
  async (name, master) => {
    const directory = temporaryDirectory();
    const app = submitApplication(name, [directory], { master, directory });
    const { code } = await app.ended;
    expect(app.errors()).toBe('');
    expect([code, app.output()]).toEqual([0, 'ok\n']);
    expect(leftovers(directory)).toEqual([]);
  },
);

test.each([
  ['local[2]', 1],
  ['local[2,3]', 3],
  ['local-cluster[2,1,512]', 4],
])('a function that throws on %s fails the job after %i attempts', async (master, attempts) => {
  const directory = temporaryDirectory();
  const app = submitApplication('failing', [], { master, directory });
  expect(await app.ended).toEqual({ code: 1, signal: null });
  const place = /failing\.ts:9:\d+: /;
  expect(app.errors().split('\n')[0]).toMatch(place);
  expect(app.errors()).toContain(
    `Job aborted due to stage failure: Task 1 in stage 0.0 failed ${attempts} times, most recent failure: `,
  );
  expect(app.errors()).toContain('TypeError: cannot take 3');
  expect(leftovers(directory)).toEqual([]);
});

describe('on local-cluster', () => {
  const master = 'local-cluster[2,1,512]';

  test('kill -9 of an executor between shuffles leaves the answer exact', async () => {
    const directory = temporaryDirectory();
    const gate = join(directory, 'gate');
    const logs = join(directory, 'logs');
    const properties = {
      'spark.eventLog.enabled': 'true',
      'spark.eventLog.dir': logs,
      'spark.eventLog.compress': 'false',
      'spark.eventLog.rolling.enabled': 'false',
    };
    const app = submitApplication('three-shuffles', [gate], { master, directory, properties });
    const driver = app.child.pid as number;
    await eventually(() => runningStages(logs).includes(1));
    const [victim] = executorsOf(driver);
    process.kill(victim as number, 'SIGKILL');
    await eventually(() => events(logs).some(({ Event }) => Event.endsWith('ExecutorRemoved')));
    writeFileSync(gate, '');
    const { code } = await app.ended;
    expect([code, app.output(), app.errors()]).toEqual([0, 'exact\n', '']);
    const removed = events(logs).find(({ Event }) => Event.endsWith('ExecutorRemoved'));
    expect(removed?.['Removed Reason']).toBe('Command was ended by SIGKILL');
    const retried = events(logs).filter(
      (event) =>
        event.Event.endsWith('StageSubmitted') && (stageOf(event)['Stage Attempt ID'] ?? 0) > 0,
    );
    expect(retried.length).toBeGreaterThan(0);
    expect(leftovers(directory)).toEqual([]);
  });

  test('a function in an endless loop stops no heartbeats, and dies with its driver', async () => {
    const directory = temporaryDirectory();
    const progress = join(directory, 'progress');
    const environment = { HOWDAH_PROGRESS_FILE: progress };
    const app = submitApplication('stuck', [], { master, directory, environment });
    const driver = app.child.pid as number;
    const started = await eventually(() => {
      const pids = executorsOf(driver);
      return pids.length === 2 && app.output() === 'running\n' ? pids : undefined;
    });
    // One of its two tasks ends after more than twice the network timeout.
    await eventually(() => readFileSync(progress, 'utf8').includes('"tasksCompleted":1'));
    expect(executorsOf(driver)).toEqual(started);
    app.child.kill('SIGKILL');
    await app.ended;
    await eventually(() => started.every((pid) => !isRunning(pid)));
    await eventually(() => leftovers(directory).length === 0);
  });
});

test.each([
  [
    'local[2]',
    'Job aborted due to stage failure: Task 1 in stage 0.0 failed 1 times, most recent failure: ' +
      'Lost task 1.0 in stage 0.0 (TID 1) (host executor driver): ExecutorLostFailure (executor ' +
      'driver exited caused by one of the running tasks) Reason: Its thread ended',
  ],
  ['local[2,2]', 'sum 1'],
  ['local-cluster[2,1,512]', 'sum 1'],
])('a slot that ends on %s is replaced', async (master, first) => {
  const directory = temporaryDirectory();
  const marker = join(directory, 'marker');
  const app = submitApplication('ending-slots', [marker], { master, directory });
  const { code } = await app.ended;
  expect([code, app.errors()]).toEqual([0, '']);
  expect(app.output().trimEnd().split('\n')).toEqual([
    first,
    'then 100',
    'Job 2 cancelled as part of cancellation of all jobs',
    'then 100',
  ]);
});

test.each(masters)('SIGTERM on %s ends everything and removes all files', async (master) => {
  const directory = temporaryDirectory();
  const app = submitApplication('stuck', [], { master, directory });
  const driver = app.child.pid as number;
  const wanted = master.startsWith('local[') ? 0 : 2;
  const executors = await eventually(() => {
    const pids = executorsOf(driver);
    return pids.length === wanted && app.output() === 'running\n' ? pids : undefined;
  });
  app.child.kill('SIGTERM');
  expect(await app.ended).toEqual({ code: 143, signal: null });
  expect(executors.filter(isRunning)).toEqual([]);
  expect(leftovers(directory)).toEqual([]);
});

test('progress is appended to the file that the environment names', async () => {
  const directory = temporaryDirectory();
  const file = join(directory, 'progress');
  const gate = join(directory, 'gate');
  writeFileSync(gate, '');
  const environment = { HOWDAH_PROGRESS_FILE: file };
  const app = submitApplication('three-shuffles', [gate], {
    master: masters[0] as string,
    directory,
    environment,
  });
  await app.ended;
  const lines = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines[0]).toEqual({ event: 'job', jobId: 0, status: 'running' });
  expect(lines.at(-2)).toEqual({ event: 'job', jobId: 1, status: 'succeeded' });
  expect(lines.at(-1)).toMatchObject({ event: 'totals', numJobs: 2, numFailedTasks: 0 });
  expect(lines).toContainEqual({
    event: 'stage',
    stageId: 0,
    attempt: 0,
    name: expect.stringMatching(/^map at three-shuffles\.ts:\d+$/),
    status: 'complete',
    tasksCompleted: 8,
    tasksTotal: 8,
  });
});

interface LoggedEvent {
  readonly Event: string;
  readonly [field: string]: unknown;
}

/** Whole lines only: the driver may be writing. */
function events(logs: string): LoggedEvent[] {
  return readdirSync(logs).flatMap((name) => {
    const lines = readFileSync(join(logs, name), 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as LoggedEvent);
  });
}

function stageOf(event: LoggedEvent): Record<string, number> {
  return event['Stage Info'] as Record<string, number>;
}

function runningStages(logs: string): (number | undefined)[] {
  return events(logs)
    .filter(({ Event }) => Event.endsWith('StageCompleted'))
    .map((event) => (stageOf(event)['Stage ID'] ?? -1) + 1);
}
