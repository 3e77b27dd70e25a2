/** `howdah server`: the ready line, the stop, and what keeps it from starting. */
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { JobList } from '../../../orchestrator/api/native/views.ts';
import { eventually } from '../../support/eventually.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { oneAction, shell, writeApp } from '../server/apps.ts';
import { HowdahProcess, howdah, howdahServer, newDataDirectory } from './howdah-process.ts';

test('one line says where it answers; SIGTERM ends it', async () => {
  const dataDirectory = newDataDirectory();
  const server = await howdahServer([], dataDirectory);
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const status = await (await fetch(`${server.url}/api/v1/status`)).json();
  expect(status).toMatchObject({ processId: server.child.pid, dataDirectory });
  server.child.kill('SIGTERM');
  const { code, stdout, stderr } = await server.ended;
  expect([code, stdout, stderr]).toEqual([0, `howdah is ready at ${server.url}\n`, '']);
  expect(existsSync(join(dataDirectory, 'server.json'))).toBe(false);
  expect(existsSync(join(dataDirectory, 'queue.sock'))).toBe(false);
});

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'a command that runs outlives %s and is taken up by the next server',
  async (signal) => {
    const dataDirectory = newDataDirectory();
    const first = await howdahServer([], dataDirectory);
    const gate = join(dataDirectory, 'gate');
    const count = join(dataDirectory, 'count');
    const script = `echo once >> ${count}; until [ -e ${gate} ]; do sleep 0.05; done`;
    await submit(first.url, writeApp(oneAction(shell(script))));
    await eventually(() => existsSync(count));
    first.child.kill(signal);
    await first.ended;
    writeFileSync(gate, '');
    await howdahServer([], dataDirectory);
    await eventually(async () => {
      const { stdout } = await howdah(['jobs', '--json'], dataDirectory);
      expect((JSON.parse(stdout) as JobList).jobs).toMatchObject([{ status: 'SUCCEEDED' }]);
      return true;
    });
    expect(readFileSync(count, 'utf8')).toBe('once\n');
  },
);

test('a data directory that is removed ends it, with one error', async () => {
  const dataDirectory = newDataDirectory();
  const server = await howdahServer([], dataDirectory);
  rmSync(dataDirectory, { recursive: true });
  const { code, stderr } = await server.ended;
  expect([code, stderr]).toEqual([
    1,
    `error: HOWDAH_DATA_DIRECTORY_UNUSABLE: Data directory ${dataDirectory} cannot be used: it was removed\n` +
      '  mend: start the server again; what the directory held is lost unless you have a copy\n',
  ]);
});

describe('what keeps it from starting', () => {
  test('a port in use', async () => {
    const port = await listen(createServer());
    await refused(
      ['--port', String(port)],
      [
        `error: HOWDAH_PORT_IN_USE: Port ${port} on 127.0.0.1 is in use by another program`,
        'mend: stop that program, or take another port with --port',
      ],
    );
  });

  test('a data directory in use', async () => {
    const dataDirectory = newDataDirectory();
    const server = await howdahServer([], dataDirectory);
    const told = [
      'error: HOWDAH_DATA_DIRECTORY_LOCKED: ',
      `process id ${server.child.pid}`,
      'mend: use that server, or stop it',
    ];
    await refused(['--port', '0'], told, dataDirectory);
  });

  test('a Redis that refuses', async () => {
    const server = createServer();
    const port = await listen(server);
    server.close();
    await refused(
      ['--port', '0', '--redis', `redis://127.0.0.1:${port}`],
      ['error: HOWDAH_QUEUE_UNAVAILABLE: ', `127.0.0.1:${port}`, 'mend: check that it runs'],
    );
  });

  test('a PostgreSQL that refuses', async () => {
    const server = createServer();
    const port = await listen(server);
    server.close();
    const url = `postgres://nobody@127.0.0.1:${port}/none`;
    await refused(['--port', '0', '--database', url], ['error: HOWDAH_STORE_UNAVAILABLE: ']);
  });

  test('a full disk', async () => {
    const dataDirectory = join(temporaryDirectory(), 'data');
    mkdirSync(dataDirectory);
    symlinkSync('/dev/full', join(dataDirectory, 'server.json.new'));
    await refused(
      ['--port', '0'],
      ['error: HOWDAH_DISK_FULL: ', 'mend: free some space'],
      dataDirectory,
    );
  });

  test.each([
    [['--port', '70000'], 'It is above 65535'],
    [['--port', 'x'], 'It is not a whole number'],
    [['--redis', 'localhost:6379', '--port', '0'], 'redis://HOST:PORT'],
    [['--database', 'mysql://x', '--port', '0'], 'postgres://'],
    [['--config', '/nope', '--port', '0'], 'Cannot read /nope'],
    [['--host', '203.0.113.7', '--port', '0'], '203.0.113.7 is no address of this machine'],
    [['-D', 'howdah.action.memory.max.mb=lots', '--port', '0'], 'not a whole number'],
    [['--nonsense'], "unknown option '--nonsense'"],
  ])('usage: %j', async (words, told) => {
    const { code, stdout, stderr } = await howdah(['server', ...words]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error: HOWDAH_USAGE: /);
    expect(stderr).toContain(told);
  });

  async function refused(
    words: readonly string[],
    told: readonly string[],
    dataDirectory = newDataDirectory(),
  ): Promise<void> {
    const { code, stdout, stderr } = await new HowdahProcess(['server', ...words], dataDirectory)
      .ended;
    expect([code, stdout]).toEqual([1, '']);
    for (const text of told) expect(stderr).toContain(text);
    expect(stderr).not.toMatch(/\n {4}at /);
  }
});

/** @returns the port */
function listen(server: Server): Promise<number> {
  onTestFinished(() => {
    server.close();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
}

async function submit(url: string, app: string): Promise<void> {
  const properties = { 'user.name': 'bob', 'oozie.wf.application.path': `file://${app}` };
  const answer = await fetch(`${url}/api/v1/jobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ properties }),
  });
  expect(answer.status).toBe(201);
}
