/** Shuffle blocks that come over connections: from executors, or from the shuffle service. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { executorsOf, submitApplication } from './submitted.ts';

const remote = { 'spark.shuffle.readHostLocalDisk': 'false' };
const served = { ...remote, 'spark.shuffle.service.enabled': 'true' };
const encrypted = { ...served, 'spark.network.crypto.enabled': 'true' };

async function run(properties: Record<string, string>, isKilling: boolean) {
  const directory = temporaryDirectory();
  const gate = join(directory, 'gate');
  const logs = join(directory, 'logs');
  const app = submitApplication('three-shuffles', [gate], {
    master: 'local-cluster[2,1,512]',
    directory,
    properties: {
      'spark.eventLog.enabled': 'true',
      'spark.eventLog.dir': logs,
      'spark.eventLog.compress': 'false',
      'spark.shuffle.io.retryWait': '50ms',
      ...properties,
    },
  });
  await eventually(() => textOf(logs).includes('SparkListenerStageCompleted'));
  if (isKilling) {
    process.kill(executorsOf(app.child.pid as number)[0] as number, 'SIGKILL');
    await eventually(() => textOf(logs).includes('SparkListenerExecutorRemoved'));
  }
  writeFileSync(gate, '');
  const { code } = await app.ended;
  expect([code, app.output(), app.errors()]).toEqual([0, 'exact\n', '']);
  expect(readdirSync(directory).filter((name) => name.startsWith('howdah-'))).toEqual([]);
  const text = textOf(logs);
  const bytes = [...text.matchAll(/"Remote Bytes Read":(\d+)/g)].map(([, count]) => Number(count));
  return {
    remoteBytes: bytes.reduce((left, right) => left + right, 0),
    attempts: text.match(/"SparkListenerStageSubmitted"/g)?.length,
  };
}

function textOf(logs: string): string {
  const files = readdirSync(logs, { recursive: true, withFileTypes: true });
  const paths = files
    .filter((file) => file.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return paths.map((path) => readFileSync(path, 'utf8')).join('');
}

test('executors fetch from each other what they may not read from disk', async () => {
  const { remoteBytes } = await run(remote, false);
  expect(remoteBytes).toBeGreaterThan(0);
});

test('blocks come over connections that are encrypted', async () => {
  const { remoteBytes } = await run(encrypted, false);
  expect(remoteBytes).toBeGreaterThan(0);
});

test('outputs of an executor that was killed are computed again without a service', async () => {
  const { attempts } = await run(remote, true);
  expect(attempts).toBeGreaterThan(3);
});

test('the shuffle service serves the outputs of an executor that was killed', async () => {
  const { remoteBytes, attempts } = await run(served, true);
  expect(remoteBytes).toBeGreaterThan(0);
  expect(attempts).toBe((await run(served, false)).attempts);
});
