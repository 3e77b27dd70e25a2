/** How many actions a coordinator's dry run shows, and of what data: as a real Oozie's. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';
import { configuration } from '../../server/apps.ts';
import { startTestServer, type TestServer } from '../../server/test-server.ts';
import { requestSender } from './send-request.ts';

let server: TestServer;
const send = requestSender(() => server.url);

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

async function dryRun(parts: string, day = '2026-01-10'): Promise<string> {
  const app = temporaryDirectory();
  const definition =
    '<coordinator-app xmlns="uri:oozie:coordinator:0.4" name="c" frequency="5" timezone="UTC" ' +
    `start="${day}T00:00Z" end="${day}T12:00Z">${parts}` +
    '<action><workflow><app-path>file:///w</app-path></workflow></action></coordinator-app>';
  writeFileSync(join(app, 'coordinator.xml'), definition);
  const body = configuration({
    'user.name': 'root',
    'oozie.coord.application.path': `file://${app}`,
  });
  return (await send('POST', '/v2/jobs?action=dryrun', { body })).body;
}

test.each([
  ['FIFO', '2026-01-10', 2],
  ['LIFO', '2026-01-10', 2],
  // Late actions are passed over, so they are not held back.
  ['LAST_ONLY', '2026-01-10', 12],
  ['NONE', '2026-01-10', 12],
  ['NONE', '2099-01-10', 2],
])('%s from %s on', async (execution, day, expected) => {
  const controls = `<controls><execution>${execution}</execution><throttle>2</throttle></controls>`;
  const shown = await dryRun(controls, day);
  expect(shown.match(/action for new instance/g)?.length).toBe(expected);
});

test('data of a relative path are missing', async () => {
  const shown = await dryRun(
    '<datasets><dataset name="d" frequency="60" initial-instance="2026-01-01T00:00Z" ' +
      'timezone="UTC"><uri-template>w/${DAY}</uri-template></dataset></datasets><input-events>' +
      '<data-in name="in" dataset="d"><instance>${coord:current(0)}</instance></data-in>' +
      '</input-events>',
  );
  expect(shown).toContain('<uris>w\\/10<\\/uris>');
});
