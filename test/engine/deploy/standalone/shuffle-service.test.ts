/** Outputs of executors stay with their workers, and go when nobody can need them any more. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import type { Submitted } from '../../applications/submitted.ts';
import { expectExact, textBelow } from './exact-job.ts';
import { RunningCluster } from './running-cluster.ts';

const enabled = { 'spark.shuffle.service.enabled': 'true' };
const serving = { properties: { ...enabled, 'spark.shuffle.service.port': '0' } };

const shortTimeout = ['--conf', 'spark.worker.timeout=2s'];

interface RunningJob {
  readonly app: Submitted;
  readonly gate: string;
  readonly logs: string;
}

/** Its first stage has eight map tasks, and is complete. */
async function startJob(
  cluster: RunningCluster,
  properties: Record<string, string> = {},
): Promise<RunningJob> {
  const gate = join(cluster.directory, 'gate');
  const logs = join(cluster.directory, 'logs');
  const app = cluster.submit('three-shuffles', [gate], {
    ...enabled,
    'spark.shuffle.io.retryWait': '50ms',
    'spark.eventLog.enabled': 'true',
    'spark.eventLog.compress': 'false',
    'spark.eventLog.dir': logs,
    ...properties,
  });
  await eventually(() => textBelow(logs).includes('SparkListenerStageCompleted'));
  return { app, gate, logs };
}

/** One that the driver does not know yet would not be missed. */
async function bothExecutorsAreKnown(logs: string): Promise<void> {
  await eventually(() => textBelow(logs).match(/SparkListenerExecutorAdded/g)?.length === 2);
}

/** Tasks of the first map stage that were started. */
function mapTasks(logs: string): number {
  const starts = textBelow(logs).match(/\{"Event":"SparkListenerTaskStart","Stage ID":0,/g);
  return starts?.length ?? 0;
}

/** Directories in which a worker keeps what its executor 0 has left. */
function keptOutputs({ localDirectory }: RunningCluster): string[] {
  return readdirSync(localDirectory).filter((name) =>
    existsSync(join(localDirectory, name, '0/0')),
  );
}

test('an executor is killed after the map stage: no map task is run again', async () => {
  const cluster = await RunningCluster.start([serving, serving]);
  const { app, gate, logs } = await startJob(cluster);
  await bothExecutorsAreKnown(logs);
  const first = await eventually(() => cluster.executorsOf(0)[0]);
  process.kill(first, 'SIGKILL');
  await eventually(() => textBelow(logs).includes('SparkListenerExecutorRemoved'));
  writeFileSync(gate, '');
  await expectExact(app);
  expect(mapTasks(logs)).toBe(8);
  await eventually(() => readdirSync(cluster.localDirectory).length === 0);
  await cluster.stop();
});

test('dynamic allocation ends idle executors and loses nothing', async () => {
  const cluster = await RunningCluster.start([serving, serving]);
  const logs = join(cluster.directory, 'logs');
  const app = cluster.submit('lasting-outputs', [cluster.directory], {
    ...enabled,
    'spark.dynamicAllocation.enabled': 'true',
    'spark.dynamicAllocation.initialExecutors': '2',
    'spark.dynamicAllocation.executorIdleTimeout': '100ms',
    'spark.eventLog.enabled': 'true',
    'spark.eventLog.compress': 'false',
    'spark.eventLog.dir': logs,
  });
  await eventually(() => existsSync(join(cluster.directory, 'counted')));
  await eventually(async () => (await cluster.state()).coresused === 0);
  await eventually(() => cluster.allExecutors().length === 0);
  writeFileSync(join(cluster.directory, 'again'), '');
  await expectExact(app);
  expect(mapTasks(logs)).toBe(8);
  await cluster.stop();
});

test('a worker is killed: its outputs are computed again, before anybody misses them', async () => {
  const cluster = await RunningCluster.start([serving, serving]);
  const { app, gate, logs } = await startJob(cluster);
  await bothExecutorsAreKnown(logs);
  const first = cluster.executorsOf(0)[0] as number;
  process.kill(first, 'SIGKILL');
  await eventually(() => textBelow(logs).includes('SparkListenerExecutorRemoved'));
  await cluster.killWorker(0);
  await eventually(async () => (await cluster.state()).workers.some((one) => one.state === 'DEAD'));
  writeFileSync(gate, '');
  await expectExact(app);
  expect(mapTasks(logs)).toBeGreaterThan(8);
  // What a killed worker has left goes when the next one starts.
  await cluster.startWorker(serving);
  await cluster.stop();
});

test('a driver is killed without a master: the next master has the files removed', async () => {
  const cluster = await RunningCluster.start([serving], shortTimeout);
  const { app } = await startJob(cluster, { 'spark.cores.max': '1' });
  await cluster.killMaster();
  app.child.kill('SIGKILL');
  await app.ended;
  await eventually(() => cluster.allExecutors().length === 0);
  expect(keptOutputs(cluster)).toHaveLength(1);
  await cluster.startMaster(cluster.masterPort, shortTimeout);
  await eventually(async () => (await cluster.state()).workers.length === 1);
  await eventually(() => cluster.masterLog().includes('has not come back'));
  await eventually(() => keptOutputs(cluster).length === 0);
  // What a killed driver left in its own directory goes with the next application.
  const next = cluster.submit('shared-variables', [cluster.directory]);
  expect((await next.ended).code).toBe(0);
  await cluster.stop();
});

test('a worker without the service: the application fails and says so', async () => {
  const cluster = await RunningCluster.start([{}]);
  const app = cluster.submit('three-shuffles', [], enabled);
  expect((await app.ended).code).toBe(1);
  expect(app.errors()).toContain('Unable to register with external shuffle server');
  await cluster.stop();
});
