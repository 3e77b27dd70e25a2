/** The server as a whole, in this process: what it runs on, and what it gives back. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isAlive, type ProcessIdentity } from '../../../base/process/process-identity.ts';
import { ApiClient } from '../../../orchestrator/cli/api-client.ts';
import { layoutOf } from '../../../orchestrator/data-directory/data-directory-layout.ts';
import { livingServer } from '../../../orchestrator/data-directory/server-record.ts';
import { embeddedPostgres } from '../../support/embedded-postgres.ts';
import { useQueueServer } from '../../support/embedded-queue-server.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { oneAction, shell, writeApp } from './apps.ts';
import { startTestServer, type TestServer } from './test-server.ts';

async function runJob(server: TestServer): Promise<string> {
  const client = new ApiClient(server.url);
  const app = writeApp(oneAction(shell('true')));
  const properties = { 'user.name': 'bob', 'oozie.wf.application.path': `file://${app}` };
  const { id } = await client.submit(new Map(Object.entries(properties)));
  for await (const event of client.events(id)) {
    if (event.name === 'end') break;
  }
  const { status } = await client.job(id);
  client.close();
  return status;
}

describe('runs a job', () => {
  test('on its embedded defaults', async () => {
    const server = await startTestServer();
    onTestFinished(() => server.close());
    expect(await runJob(server)).toBe('SUCCEEDED');
  });

  test('on PostgreSQL and a given queue server', async () => {
    const databaseUrl = await (await embeddedPostgres()).createDatabase();
    const { socketPath } = await useQueueServer();
    const server = await startTestServer({ databaseUrl, queueUrl: `unix:${socketPath}` });
    onTestFinished(() => server.close());
    expect(await runJob(server)).toBe('SUCCEEDED');
    const layout = layoutOf(server.dataDirectory);
    expect(existsSync(layout.databasePath)).toBe(false);
    expect(existsSync(layout.queueIdentityPath)).toBe(false);
  });

  test('again after it was closed and started', async () => {
    const first = await startTestServer();
    expect(await runJob(first)).toBe('SUCCEEDED');
    await first.close();
    const second = await startTestServer({ dataDirectory: first.dataDirectory });
    onTestFinished(() => second.close());
    expect(await runJob(second)).toBe('SUCCEEDED');
    const client = new ApiClient(second.url);
    expect(await client.jobs({ offset: 1, length: 10 })).toMatchObject({ total: 2 });
    client.close();
  });
});

test('is found through its data directory, until it is closed', async () => {
  const server = await startTestServer();
  const { serverRecordPath, queueIdentityPath } = layoutOf(server.dataDirectory);
  expect(livingServer(serverRecordPath)?.url).toBe(server.url);
  const queue = JSON.parse(readFileSync(queueIdentityPath, 'utf8')) as ProcessIdentity;
  expect(isAlive(queue)).toBe(true);
  await server.close();
  expect(livingServer(serverRecordPath)).toBeUndefined();
  expect(isAlive(queue)).toBe(false);
});

test('closing ends the streams of followers', async () => {
  const server = await startTestServer();
  const client = new ApiClient(server.url);
  const app = writeApp(oneAction(shell('exec sleep 300')));
  const properties = { 'user.name': 'bob', 'oozie.wf.application.path': `file://${app}` };
  const { id } = await client.submit(new Map(Object.entries(properties)));
  const events = client.events(id);
  expect((await events.next()).value).toMatchObject({ name: 'snapshot' });
  const rest = all(events);
  await server.close();
  expect((await rest).some(({ name }) => name === 'end')).toBe(false);
  client.close();
  const next = await startTestServer({ dataDirectory: server.dataDirectory });
  const again = new ApiClient(next.url);
  await again.command(id, 'kill');
  const told = await all(again.events(id));
  expect(told.at(-1)).toEqual({ name: 'end', data: { status: 'KILLED' } });
  again.close();
  await next.close();
});

describe('a start that fails gives everything back', () => {
  test.each([
    ['a port in use', async () => ({ port: await takenPort() }), 'HOWDAH_PORT_IN_USE'],
    [
      'no queue server',
      async () => ({ queueUrl: `redis://127.0.0.1:${await freePort()}` }),
      'HOWDAH_QUEUE_UNAVAILABLE',
    ],
    [
      'no database',
      async () => ({ databaseUrl: `postgres://x@127.0.0.1:${await freePort()}/x` }),
      'HOWDAH_STORE_UNAVAILABLE',
    ],
    [
      'a bad setting',
      async () => ({ settings: new Map([['howdah.name-node.map', 'nonsense']]) }),
      'HOWDAH_USAGE',
    ],
  ])('%s', async (_what, options, code) => {
    const dataDirectory = join(temporaryDirectory(), 'data');
    const failure = startTestServer({ dataDirectory, ...(await options()) });
    await expect(failure).rejects.toMatchObject({ code });
    const server = await startTestServer({ dataDirectory });
    await server.close();
  });
});

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

async function takenPort(): Promise<number> {
  const { port, server } = await listen();
  onTestFinished(() => {
    server.close();
  });
  return port;
}

async function freePort(): Promise<number> {
  const { port, server } = await listen();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listen() {
  const server = createServer();
  return new Promise<{ port: number; server: typeof server }>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({ port: (server.address() as { port: number }).port, server });
    });
  });
}
