/** Which actions a scope of a coordinator's command means: as a real Oozie took it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';
import { configuration } from '../../server/apps.ts';
import { startTestServer, type TestServer } from '../../server/test-server.ts';
import { errorOf, requestSender } from './send-request.ts';

let server: TestServer | undefined;
let id: string;
const send = requestSender(() => server?.url ?? '');

beforeEach(async () => {
  server ??= await startTestServer();
  const root = temporaryDirectory();
  const write = (app: string, file: string, text: string) => {
    mkdirSync(join(root, app));
    writeFileSync(join(root, app, file), text);
  };
  write(
    'work',
    'workflow.xml',
    '<workflow-app xmlns="uri:oozie:workflow:0.5" name="w"><start to="end"/><end name="end"/></workflow-app>',
  );
  write(
    'app',
    'coordinator.xml',
    '<coordinator-app xmlns="uri:oozie:coordinator:0.4" name="c" frequency="${coord:hours(6)}" ' +
      'start="2026-01-05T00:00Z" end="2026-01-06T00:00Z" timezone="UTC">' +
      `<action><workflow><app-path>file://${root}/work</app-path></workflow></action></coordinator-app>`,
  );
  const body = configuration({
    'user.name': 'root',
    'oozie.coord.application.path': `file://${root}/app`,
  });
  ({ id } = JSON.parse((await send('POST', '/v2/jobs', { body })).body) as { id: string });
  await untilStatus('SUCCEEDED');
});

afterAll(() => server?.close());

async function untilStatus(status: string): Promise<void> {
  await eventually(async () => {
    return (await send('GET', `/v2/job/${id}?show=status`)).body === `{"status":"${status}"}`;
  });
}

const rerun = (scope: string) =>
  send('PUT', `/v2/job/${id}?action=coord-rerun&type=action&scope=${scope}`, {
    body: '<configuration/>',
  });

test.each([
  ['4,6', [4]],
  ['6,4', [4]],
  ['3-9', [3, 4]],
])('of %s those are run again that are there', async (scope, expected) => {
  const { body } = await rerun(scope);
  const { actions } = JSON.parse(body) as { actions: { actionNumber: number }[] };
  expect(actions.map(({ actionNumber }) => actionNumber)).toEqual(expected);
});

test.each(['6', '5-6', '7,8'])('of %s there is none', async (scope) => {
  expect(errorOf(await rerun(scope)).slice(0, 2)).toEqual([400, 'E1018']);
});

test('an empty list of actions to ignore is none, so the job is ignored', async () => {
  const command = `/v2/job/${id}?action=ignore`;
  const ofJob = errorOf(await send('PUT', command));
  expect(errorOf(await send('PUT', `${command}&type=action&scope=`))).toEqual(ofJob);
});

test.each([
  ['', []],
  ['&len=0', []],
  ['&len=2', [1, 2]],
  ['&len=-1', [1, 2, 3, 4]],
])(
  'nodes of workflows are shown of as many actions as are asked for: %s',
  async (more, expected) => {
    const { body } = await send('GET', `/v2/job/${id}?show=wf-actions&action-name=x${more}`);
    const { actions } = JSON.parse(body) as { actions: { actionNumber: number }[] };
    expect(actions.map(({ actionNumber }) => actionNumber)).toEqual(expected);
  },
);

test.each([
  ['@1', 'date=2026-01-05T06:00Z', [2, 1]],
  ['@1', 'date=2026-01-05T06:00Z&action-list=3', [2, 1]],
  ['', 'date=2026-01-05T06:00Z&action-list=3', [2, 3]],
  ['@2', 'action-list=3', [2]],
])('what actions wait for is told by time and number: %s %s', async (action, query, expected) => {
  const { body: waiting } = await send('POST', '/v2/jobs', { body: waitingCoordinator() });
  ({ id } = JSON.parse(waiting) as { id: string });
  await untilStatus('RUNNING');
  const { body } = await send('GET', `/v2/job/${id}${action}?show=missing-dependencies&${query}`);
  const { missingDependencies } = JSON.parse(body) as { missingDependencies: { id: number }[] };
  expect(missingDependencies.map((one) => one.id)).toEqual(expected);
});

function waitingCoordinator(): string {
  const app = temporaryDirectory();
  const definition =
    '<coordinator-app xmlns="uri:oozie:coordinator:0.4" name="c" frequency="${coord:hours(6)}" ' +
    'start="2026-01-05T00:00Z" end="2026-01-06T00:00Z" timezone="UTC"><datasets><dataset name="d" ' +
    'frequency="60" initial-instance="2026-01-01T00:00Z" timezone="UTC"><uri-template>' +
    `file://${app}/never/\${DAY}</uri-template></dataset></datasets><input-events><data-in name="i" ` +
    'dataset="d"><instance>${coord:current(0)}</instance></data-in></input-events><action>' +
    `<workflow><app-path>file://${app}</app-path></workflow></action></coordinator-app>`;
  writeFileSync(join(app, 'coordinator.xml'), definition);
  return configuration({
    'user.name': 'root',
    'oozie.coord.application.path': `file://${app}`,
  });
}
