/** A master that was killed and is started again with its recovery directory. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import { RunningCluster } from './running-cluster.ts';

function recovering(directory: string): string[] {
  return [
    ...['--conf', 'spark.deploy.recoveryMode=FILESYSTEM'],
    ...['--conf', `spark.deploy.recoveryDirectory=${directory}`],
    ...['--conf', 'spark.worker.timeout=5s'],
  ];
}

test('applications that run and wait go on in their order; a damaged file is told', async () => {
  const cluster = new RunningCluster();
  const records = join(cluster.directory, 'records');
  await cluster.begin([{}, {}], recovering(records));
  const gates = ['first', 'second'].map((name) => join(cluster.directory, name));
  const first = cluster.submit('three-shuffles', [gates[0] as string]);
  await eventually(async () => (await cluster.state()).coresused === 2);
  const second = cluster.submit('three-shuffles', [gates[1] as string]);
  await eventually(async () => (await cluster.state()).activeapps.length === 2);
  const before = (await cluster.state()).activeapps;
  const executors = await eventually(
    () => cluster.allExecutors().length === 2 && cluster.allExecutors(),
  );
  expect(readdirSync(records).map((name) => name.split('_')[0])).toEqual([
    'app',
    'app',
    'worker',
    'worker',
  ]);

  await cluster.killMaster();
  writeFileSync(join(records, 'app_app-broken'), 'half a rec');
  await cluster.startMaster(cluster.masterPort, recovering(records), 'RECOVERING');
  expect(cluster.masterLog()).toMatch(/ERROR Master: \S+\/app_app-broken cannot be recovered, /);
  await eventually(() => cluster.masterLog().includes('Recovery complete in'));
  const { activeapps, workers } = await cluster.state();
  expect(activeapps.map(({ id, cores, starttime }) => [id, cores, starttime])).toEqual(
    before.map(({ id, cores, starttime }) => [id, cores, starttime]),
  );
  expect(workers.map(({ state }) => state)).toEqual(['ALIVE', 'ALIVE']);
  expect(cluster.allExecutors()).toEqual(executors);

  for (const gate of gates) {
    writeFileSync(gate, '');
  }
  for (const app of [first, second]) {
    expect([(await app.ended).code, app.output(), app.errors()]).toEqual([0, 'exact\n', '']);
  }
  await eventually(() => readdirSync(records).every((name) => !/^app_app-\d+-\d+$/.test(name)));
  await cluster.stop();
});

test('workers and drivers that do not come back are given up after a while', async () => {
  const cluster = new RunningCluster();
  const records = join(cluster.directory, 'records');
  await cluster.begin([{}], recovering(records));
  const app = cluster.submit('three-shuffles', [join(cluster.directory, 'gate')]);
  await eventually(async () => (await cluster.state()).coresused === 1);
  await cluster.killMaster();
  await cluster.killWorker(0);
  app.child.kill('SIGKILL');
  await app.ended;
  await cluster.startMaster(cluster.masterPort, recovering(records), 'RECOVERING');
  await eventually(() => /Recovery complete in [5-7]\.\d s /.test(cluster.masterLog()));
  expect(cluster.masterLog()).toMatch(/Removing worker worker-\S+ .*: Not responding for recovery/);
  expect(cluster.masterLog()).toMatch(/The driver of app app-\S+ has not come back/);
  expect(readdirSync(records)).toEqual([]);
  await cluster.startWorker();
  const next = cluster.submit('shared-variables', [cluster.directory]);
  expect((await next.ended).code).toBe(0);
  await cluster.stop();
});

test('a mode that there is not, and a directory that is missing, are usage errors', async () => {
  const cluster = new RunningCluster();
  for (const [words, text] of [
    [['spark.deploy.recoveryMode=ZOOKEEPER'], /NONE or FILESYSTEM, but was 'ZOOKEEPER'/],
    [['spark.deploy.recoveryMode=FILESYSTEM'], /spark.deploy.recoveryDirectory must be set/],
  ] as const) {
    const conf = words.flatMap((word) => ['--conf', word]);
    const { ended, log } = cluster.startMasterProcess(0, conf);
    expect(await ended).toBe(1);
    expect(log()).toMatch(text);
  }
});
