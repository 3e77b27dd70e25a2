/** What goes on while operators have the server do nothing new. */
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SystemMode } from '../../../orchestrator/api/system-mode.ts';
import { eventually } from '../../support/eventually.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { requestSender } from '../api/oozie/send-request.ts';
import { configuration, shell, writeApp } from './apps.ts';
import { startTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
const send = requestSender(() => server.url);

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

const setMode = (mode: string) => send('PUT', `/v2/admin/status?systemmode=${mode}`);

const action = (name: string, script: string, ok: string) =>
  `<action name="${name}">${shell(script)}<ok to="${ok}"/><error to="fail"/></action>`;

async function statusOf(id: string): Promise<string> {
  return (JSON.parse((await send('GET', `/v2/job/${id}`)).body) as { status: string }).status;
}

test('what runs ends, and what follows it starts with the normal mode only', async () => {
  const directory = temporaryDirectory();
  const [release, done] = ['release', 'done'].map((name) => join(directory, name));
  const app = writeApp(
    '<workflow-app xmlns="uri:oozie:workflow:1.0" name="two"><start to="one"/>' +
      action('one', `until [ -e ${release} ]; do sleep 0.02; done`, 'two') +
      action('two', `touch ${done}`, 'end') +
      '<kill name="fail"><message>failed</message></kill><end name="end"/></workflow-app>',
  );
  const body = configuration({ 'user.name': 'amy', 'oozie.wf.application.path': `file://${app}` });
  const submitted = await send('POST', '/v2/jobs?action=start', { body });
  const { id } = JSON.parse(submitted.body) as { id: string };
  const oneIs = async (status: string) =>
    (await send('GET', `/v2/job/${id}@one`)).body.includes(`"status":"${status}"`);
  await eventually(() => oneIs('RUNNING'));
  await setMode('SAFEMODE');
  expect((await send('POST', '/v2/jobs', { body })).status).toBe(503);
  expect((await send('PUT', `/v2/job/${id}?action=kill`)).status).toBe(503);
  writeFileSync(release ?? '', '');
  await eventually(() => oneIs('OK'));
  // Time enough for what must not happen: the second action takes less than one of these.
  for (let look = 0; look < 50; look++) expect(await statusOf(id)).toBe('RUNNING');
  expect(existsSync(done ?? '')).toBe(false);
  const openedMs = Date.now();
  await setMode('NORMAL');
  await eventually(async () => (await statusOf(id)) === 'SUCCEEDED');
  // File systems keep time in ticks of some milliseconds.
  expect(statSync(done ?? '').mtimeMs).toBeGreaterThan(openedMs - 20);
});

test('without its web service the server goes on', async () => {
  const mode = new SystemMode();
  mode.set('NOWEBSERVICE');
  expect([mode.isSafe, mode.isOpen]).toEqual([true, true]);
  await mode.whenOpen();
  mode.set('SAFEMODE');
  expect(mode.isOpen).toBe(false);
  const opened = mode.whenOpen();
  mode.set('NORMAL');
  await opened;
  expect([mode.isSafe, mode.isOpen]).toEqual([false, true]);
});
