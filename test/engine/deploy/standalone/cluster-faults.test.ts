/** kill -9 of everything in the middle of a job: as Spark behaves, and the answer is exact. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import type { Submitted } from '../../applications/submitted.ts';
import { expectExact, textBelow } from './exact-job.ts';
import { RunningCluster } from './running-cluster.ts';

/** A job that stands in the middle of three shuffles until its gate opens. */
async function startJob(
  cluster: RunningCluster,
  properties: Readonly<Record<string, string>> = {},
): Promise<{ app: Submitted; gate: string }> {
  const gate = join(cluster.directory, 'gate');
  const logs = join(cluster.directory, 'logs');
  const app = cluster.submit('three-shuffles', [gate], {
    'spark.shuffle.io.retryWait': '50ms',
    'spark.eventLog.enabled': 'true',
    'spark.eventLog.compress': 'false',
    'spark.eventLog.dir': logs,
    ...properties,
  });
  await eventually(() => textBelow(logs).includes('SparkListenerStageCompleted'));
  expect((await cluster.state()).coresused).toBe(2);
  return { app, gate };
}

test('an executor: its worker starts another', async () => {
  const cluster = await RunningCluster.start([{}, {}]);
  const { app, gate } = await startJob(cluster);
  const first = await eventually(() => cluster.executorsOf(0)[0]);
  process.kill(first, 'SIGKILL');
  await eventually(() => cluster.masterLog().includes('because it is EXITED'));
  await eventually(() => {
    const [second] = cluster.executorsOf(0);
    return second !== undefined && second !== first;
  });
  writeFileSync(gate, '');
  await expectExact(app);
  await cluster.stop();
});

test('a worker: its executors end with it, and others do their work', async () => {
  const cluster = await RunningCluster.start([{}, {}]);
  const { app, gate } = await startJob(cluster);
  await eventually(() => cluster.allExecutors().length === 2);
  await cluster.killWorker(0);
  await eventually(async () => {
    const { workers, coresused } = await cluster.state();
    return workers.some(({ state }) => state === 'DEAD') && coresused === 1;
  });
  writeFileSync(gate, '');
  await expectExact(app);
  await cluster.stop();
});

test('a worker that is told to stop: its tasks are done elsewhere, and none has failed', async () => {
  const cluster = await RunningCluster.start([{}, {}]);
  const { app, gate } = await startJob(cluster, { 'spark.task.maxFailures': '1' });
  await eventually(() => cluster.allExecutors().length === 2);
  expect(await cluster.endWorker(0)).toBe(0);
  const { workers, coresused } = await cluster.state();
  expect(workers.filter(({ state }) => state === 'DEAD').length).toBe(1);
  expect(coresused).toBe(1);
  expect(cluster.masterLog()).toMatch(/Removing worker worker-\S+ .*: it was told to stop/);
  writeFileSync(gate, '');
  await expectExact(app);
  await cluster.stop();
});

test('the master: the job goes on, and a new master learns what there is', async () => {
  const cluster = await RunningCluster.start([{}, {}]);
  const { app, gate } = await startJob(cluster);
  await eventually(() => cluster.allExecutors().length === 2);
  const executors = cluster.allExecutors();
  const { activeapps: before } = await cluster.state();
  await cluster.killMaster();
  await cluster.startMaster(cluster.masterPort);
  await eventually(async () => {
    const { activeapps, coresused, workers } = await cluster.state();
    expect(activeapps.map(({ id, state, cores }) => [id, state, cores])).toEqual([
      [before[0]?.id, 'RUNNING', 2],
    ]);
    return workers.length === 2 && coresused === 2;
  });
  expect(cluster.allExecutors()).toEqual(executors);
  writeFileSync(gate, '');
  await expectExact(app);
  await eventually(async () => (await cluster.state()).completedapps[0]?.state === 'FINISHED');
  await cluster.stop();
});

test('the master for good: the job ends well without it', async () => {
  const cluster = await RunningCluster.start([{}, {}]);
  const { app, gate } = await startJob(cluster);
  await eventually(() => cluster.allExecutors().length === 2);
  await cluster.killMaster();
  writeFileSync(gate, '');
  await expectExact(app);
  await cluster.startMaster(cluster.masterPort);
  await eventually(async () => (await cluster.state()).workers.length === 2);
  await cluster.stop();
});

test('executors that cannot start: the application fails with the reason', async () => {
  const retries = ['--conf', 'spark.deploy.maxExecutorRetries=3'];
  const cluster = await RunningCluster.start([{}], retries);
  const app = cluster.submit('three-shuffles', [], {
    'spark.executorEnv.NODE_OPTIONS': '--nonsense',
  });
  expect((await app.ended).code).toBe(1);
  expect(app.errors()).toContain(' failed 3 times; removing it: Command exited with code 9');
  await eventually(async () => (await cluster.state()).completedapps[0]?.state === 'FAILED');
  expect(cluster.masterLog()).toMatch(/Application .* with ID app-\S+ failed 3 times; removing it/);
  await cluster.stop();
});

test('the driver: its application is finished, its executors end, its files go', async () => {
  const cluster = await RunningCluster.start([{ cores: 2 }]);
  const { app } = await startJob(cluster);
  await eventually(() => cluster.allExecutors().length === 1);
  app.child.kill('SIGKILL');
  await app.ended;
  await eventually(async () => {
    const { activeapps, completedapps, coresused } = await cluster.state();
    return activeapps.length === 0 && coresused === 0 && completedapps[0]?.state === 'FINISHED';
  });
  await eventually(() => cluster.allExecutors().length === 0);
  // What a killed driver left in its own directory goes with the next application.
  const next = cluster.submit('shared-variables', [cluster.directory]);
  expect((await next.ended).code).toBe(0);
  await cluster.stop();
});
