/** A workflow whose spark action runs on a cluster of ours, through a server. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { commandLinesNaming, RunningCluster } from '../engine/deploy/standalone/running-cluster.ts';
import { eventually } from '../support/eventually.ts';
import { ServerProcess } from '../support/server-process.ts';

const application = `
import { existsSync } from 'node:fs';
import { SparkConf, SparkContext } from 'howdah';
const [gate = ''] = process.argv.slice(2);
const sc = new SparkContext(new SparkConf().setAppName('on a cluster'));
const sum = await sc.range(0, 1000, 1, 4).map((value) => {
  while (!existsSync(gate)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
  return value;
}).reduce((left, right) => left + right);
console.log('sum=' + sum);
await sc.stop();
`;

const workflow = `<workflow-app xmlns="uri:oozie:workflow:1.0" name="on a cluster">
  <start to="add"/>
  <action name="add">
    <spark xmlns="uri:oozie:spark-action:1.0">
      <configuration><property><name>spark.authenticate.secret</name><value>\${secret}</value></property>
      </configuration>
      <master>\${master}</master><mode>\${mode}</mode><name>on a cluster</name><jar>add.ts</jar>
      <spark-opts>--executor-memory 512m</spark-opts><arg>\${gate}</arg></spark>
    <ok to="end"/><error to="failed"/>
  </action>
  <kill name="failed"><message>[\${wf:errorCode('add')}] \${wf:errorMessage('add')}</message></kill>
  <end name="end"/>
</workflow-app>`;

const secret = randomBytes(32).toString('hex');
let cluster: RunningCluster;
let server: ServerProcess;
let properties: Record<string, string>;

beforeEach(async () => {
  cluster = new RunningCluster();
  const secretFile = join(cluster.directory, 'secret');
  writeFileSync(secretFile, secret, { mode: 0o600 });
  const named = ['--secret-file', secretFile];
  await cluster.begin([{ words: named }], named);
  const app = join(cluster.directory, 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'workflow.xml'), workflow);
  writeFileSync(join(app, 'add.ts'), application);
  server = await ServerProcess.start(join(cluster.directory, 'server'));
  onTestFinished(() => server.stop());
  const gate = join(cluster.directory, 'gate');
  properties = { master: cluster.url, mode: 'client', gate, secret };
});

const submit = () => server.submit(`file://${cluster.directory}/app`, properties);

async function killMessage(id: string): Promise<string> {
  const { actions } = await server.job(id);
  return actions.find(({ type }) => type === ':KILL:')?.errorMessage ?? '';
}

test('runs on its workers, and nobody reads the secret from a command line', async () => {
  const id = await submit();
  await eventually(async () => (await cluster.state()).activeapps[0]?.state === 'RUNNING');
  await eventually(() => cluster.allExecutors().length === 1);
  const lines = commandLinesNaming(cluster.directory);
  expect(lines.filter((line) => line.includes('add.ts')).length).toBeGreaterThan(0);
  expect(lines.filter((line) => line.includes(secret))).toEqual([]);
  writeFileSync(properties.gate as string, '');
  await server.follow(id);
  expect((await server.job(id)).status).toBe('SUCCEEDED');
  expect((await cluster.state()).completedapps[0]?.state).toBe('FINISHED');
  await cluster.stop();
});

test('a kill of the workflow ends the application on the cluster and leaves nothing', async () => {
  const id = await submit();
  await eventually(() => cluster.allExecutors().length === 1);
  await eventually(async () => (await cluster.state()).activeapps[0]?.state === 'RUNNING');
  await server.command(id, 'kill');
  await server.follow(id);
  expect((await server.job(id)).status).toBe('KILLED');
  await eventually(async () => {
    const { activeapps, coresused, completedapps } = await cluster.state();
    return activeapps.length === 0 && coresused === 0 && completedapps[0]?.state === 'FINISHED';
  });
  await eventually(() => cluster.allExecutors().length === 0);
  await eventually(() =>
    commandLinesNaming(cluster.directory).every((line) => !line.includes('add.ts')),
  );
  await cluster.stop();
});

test('another secret and mode cluster fail with one sentence each', async () => {
  const right = properties;
  properties = { ...right, secret: randomBytes(32).toString('hex') };
  const refused = await submit();
  await server.follow(refused);
  expect(await killMessage(refused)).toMatch(
    /^\[1\] .*: .*spark:\/\/127.0.0.1:\d+ has another secret; name the cluster's: spark\.authenticate\.secret\.file$/,
  );
  properties = { ...right, mode: 'cluster' };
  const unavailable = await submit();
  await server.follow(unavailable);
  expect(await killMessage(unavailable)).toMatch(
    /^\[HOWDAH_DEPLOY_MODE_UNAVAILABLE\] .*: take <mode>client<\/mode>/,
  );
  expect((await cluster.state()).completedapps).toEqual([]);
  await cluster.stop();
});
