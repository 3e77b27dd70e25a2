/** Coordinators and bundles through our own interface, on a whole server. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  ActionsResult,
  BundleDetails,
  BundleList,
  CoordinatorActionList,
  CoordinatorList,
  CoordinatorSummary,
} from '../../../../orchestrator/api/native/recurring-views.ts';
import { eventually } from '../../../support/eventually.ts';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';
import { writeApp } from '../../server/apps.ts';
import { startTestServer, type TestServer } from '../../server/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

const workflow =
  '<workflow-app xmlns="uri:oozie:workflow:1.0" name="w"><start to="e"/><end name="e"/>' +
  '</workflow-app>';

/** Three past days, each of which waits for its data. */
function coordinator(name: string): string {
  return [
    `<coordinator-app xmlns="uri:oozie:coordinator:0.5" name="${name}" timezone="UTC"`,
    ' frequency="${coord:days(1)}" start="2026-01-01T00:00Z" end="2026-01-04T00:00Z">',
    '<controls><timeout>-1</timeout><concurrency>9</concurrency></controls>',
    '<datasets><dataset name="d" frequency="${coord:days(1)}" timezone="UTC"',
    ' initial-instance="2026-01-01T00:00Z"><uri-template>${data}/${DAY}</uri-template>',
    '<done-flag></done-flag></dataset></datasets>',
    '<input-events><data-in name="i" dataset="d"><instance>${coord:current(0)}</instance>',
    '</data-in></input-events>',
    '<action><workflow><app-path>${app}</app-path></workflow></action></coordinator-app>',
  ].join('');
}

const app = writeApp(workflow, {
  'coordinator.xml': coordinator('daily'),
  'bundle.xml': [
    '<bundle-app xmlns="uri:oozie:bundle:0.2" name="pair">',
    '<coordinator name="one"><app-path>${app}</app-path></coordinator>',
    '<coordinator name="two"><app-path>${app}</app-path></coordinator></bundle-app>',
  ].join(''),
});

async function get<Answer>(path: string): Promise<Answer> {
  return (await (await fetch(`${server.url}/api/v1${path}`)).json()) as Answer;
}

async function post(path: string, body?: unknown) {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method: 'POST',
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  return { status: answer.status, body: (await answer.json()) as ActionsResult & CoordinatorError };
}

interface CoordinatorError {
  readonly id: string;
  readonly diff: string;
  readonly error: { readonly code: string; readonly mend?: string };
}

const properties = (kind: 'coord' | 'bundle', data: string) => ({
  ...{ 'user.name': 'bob', app: `file://${app}`, data: `file://${data}` },
  [`oozie.${kind}.application.path`]: `file://${app}`,
});

async function submit(kind: 'coord' | 'bundle', data: string): Promise<string> {
  const { status, body } = await post('/jobs', { properties: properties(kind, data) });
  expect(status).toBe(201);
  return body.id;
}

const actionsOf = (id: string, query = '') =>
  get<CoordinatorActionList>(`/coordinators/${id}/actions${query}`);

async function submitWaiting(): Promise<{ id: string; data: string }> {
  const data = temporaryDirectory();
  const id = await submit('coord', data);
  await eventually(async () => (await actionsOf(id)).total === 3);
  return { id, data };
}

describe('a coordinator', () => {
  test('is listed and shown, with what its actions wait for', async () => {
    const { id, data } = await submitWaiting();
    const list = await get<CoordinatorList>('/coordinators?name=daily&user=bob');
    expect(list.coordinators.map((one) => one.id)).toContain(id);
    expect(await get<CoordinatorSummary>(`/coordinators/${id}`)).toMatchObject({
      ...{ id, name: 'daily', status: 'RUNNING', user: 'bob', bundleId: null },
      ...{ frequency: '1', timeUnit: 'DAY', timeZone: 'UTC', lastActionNumber: 3 },
      ...{ startTime: '2026-01-01T00:00:00.000Z', pauseTime: null, timeoutMinutes: 86_400 },
    });
    const page = await actionsOf(id, '?order=descending&length=2&status=WAITING');
    expect(page).toMatchObject({ total: 3, offset: 1, length: 2 });
    expect(page.actions.map(({ number }) => number)).toEqual([3, 2]);
    expect(page.actions[1]).toMatchObject({
      ...{ id: `${id}@2`, nominalTime: '2026-01-02T00:00:00.000Z', workflowId: null },
      missingDependencies: [`file://${data}/02`],
      unresolvedInstances: [],
    });
    expect(await get(`/coordinators/${id}/actions/2`)).toEqual(page.actions[1]);
    const definition = await fetch(`${server.url}/api/v1/coordinators/${id}/definition`);
    expect(await definition.text()).toBe(coordinator('daily'));
  });

  test('runs its actions as their data appear, and tells it in the log of each', async () => {
    const { id, data } = await submitWaiting();
    for (const day of ['01', '02', '03']) mkdirSync(join(data, day));
    await eventually(async () => {
      const { actions } = await actionsOf(id, '?status=SUCCEEDED');
      expect(actions.map(({ workflowId }) => workflowId)).toEqual(
        Array(3).fill(expect.any(String)),
      );
      return true;
    });
    const log = async (query: string) =>
      (await fetch(`${server.url}/api/v1/coordinators/${id}/log${query}`)).text();
    expect(await log('')).toContain(`ACTION[${id}@1]`);
    const ofSome = await log('?actions=2-3');
    expect(ofSome).toContain(`ACTION[${id}@2]`);
    expect(ofSome).toContain(`ACTION[${id}@3]`);
    expect(ofSome).not.toContain(`ACTION[${id}@1]`);
    expect(await log('?dates=2026-01-01T00:00Z')).toContain(`ACTION[${id}@1]`);

    const rerun = await post(`/coordinators/${id}/rerun`, { actions: '2' });
    expect(rerun.body).toMatchObject({ result: 'accepted', actions: [{ number: 2 }] });
    await eventually(async () => {
      const { actions } = await actionsOf(id, '?status=SUCCEEDED');
      expect(actions.map(({ run }) => run)).toEqual([0, 1, 0]);
      return true;
    });
  });

  test('says plainly whether a command did anything, and why not', async () => {
    const { id } = await submitWaiting();
    const ask = async (command: string, body?: unknown) =>
      (await post(`/coordinators/${id}/${command}`, body)).body;
    expect(await ask('resume')).toEqual({
      result: 'ignored',
      reason: 'the job is RUNNING, in which resume does nothing',
    });
    expect(await ask('suspend')).toEqual({ result: 'accepted' });
    expect(await ask('resume')).toEqual({ result: 'accepted' });
    expect(await ask('kill', { actions: '1-2' })).toMatchObject({
      result: 'accepted',
      actions: [{ number: 1, status: 'KILLED' }, { number: 2 }],
    });
    expect(await ask('kill', { actions: '1,2' })).toMatchObject({
      result: 'ignored',
      reason: 'none of the actions 1,2 is still to come or under way',
    });
    expect(await ask('ignore', { actions: '1' })).toMatchObject({
      result: 'accepted',
      actions: [{ number: 1, status: 'IGNORED' }],
    });
    expect(await ask('change', { concurrency: 3, pauseTime: '2027-01-01T00:00Z' })).toEqual({
      result: 'accepted',
    });
    expect(await get(`/coordinators/${id}`)).toMatchObject({
      ...{ concurrency: 3, pauseTime: '2027-01-01T00:00:00.000Z' },
    });
    expect(await ask('change', { pauseTime: null })).toEqual({ result: 'accepted' });
    expect(await get(`/coordinators/${id}`)).toMatchObject({ pauseTime: null });
    expect(await ask('kill')).toMatchObject({ result: 'accepted', actions: [] });
    expect(await ask('kill')).toMatchObject({ result: 'ignored' });
    const log = await (await fetch(`${server.url}/api/v1/coordinators/${id}/log`)).text();
    expect(log).toContain('nothing was done: the job is RUNNING');
  });

  test('tells what an update would change before it changes it', async () => {
    const { id, data } = await submitWaiting();
    const changed = { ...properties('coord', data), colour: 'red' };
    const ask = async (dryRun: boolean) =>
      (await post(`/coordinators/${id}/update`, { properties: changed, dryRun })).body.diff;
    expect(await ask(true)).toContain('colour');
    expect(await ask(false)).toContain('colour');
    expect(await ask(true)).not.toContain('+    <value>red</value>');
  });

  test('that there is not, or of which too much is asked, is refused', async () => {
    const { id } = await submitWaiting();
    const refusal = async (path: string, body?: unknown) => {
      const { status, body: answer } = await post(`/coordinators/${path}`, body);
      return [status, answer.error.code];
    };
    expect(await refusal('0000000-260101000000000-nobody-C/kill')).toEqual([404, 'E0604']);
    expect(await refusal(`${id}/rerun`, {})).toEqual([400, 'E1018']);
    expect(await refusal(`${id}/rerun`, { actions: '9' })).toEqual([400, 'E1018']);
    expect(await refusal(`${id}/rerun`, { actions: 'x' })).toEqual([400, 'E0302']);
    const both = { actions: '1', dates: '2026-01-01T00:00Z' };
    expect(await refusal(`${id}/kill`, both)).toEqual([400, 'HOWDAH_USAGE']);
    expect(await refusal(`${id}/change`, {})).toEqual([400, 'HOWDAH_USAGE']);
    expect(await refusal(`${id}/change`, { endTime: 'soon' })).toEqual([400, 'E1015']);
    for (const concurrency of ['many', '', null]) {
      expect(await refusal(`${id}/change`, { concurrency })).toEqual([400, 'E1015']);
    }
    const missing = await fetch(`${server.url}/api/v1/coordinators/${id}/actions/7`);
    expect(missing.status).toBe(404);
  });
});

describe('a bundle', () => {
  test('is listed and shown with its coordinators', async () => {
    const id = await submit('bundle', temporaryDirectory());
    await eventually(
      async () => (await get<BundleDetails>(`/bundles/${id}`)).coordinators.length === 2,
    );
    const bundle = await get<BundleDetails>(`/bundles/${id}`);
    expect(bundle).toMatchObject({ id, name: 'pair', status: 'RUNNING', kickOffTime: null });
    expect(bundle.coordinators.map(({ name }) => name)).toEqual(['one', 'two']);
    const { bundles, total } = await get<BundleList>(`/bundles?id=${id}`);
    expect([bundles[0]?.id, total]).toEqual([id, 1]);
    const { coordinators } = await get<CoordinatorList>(`/coordinators?bundle=${id}`);
    expect(coordinators.map(({ bundleId }) => bundleId)).toEqual([id, id]);
    const text = async (what: string) =>
      (await fetch(`${server.url}/api/v1/bundles/${id}/${what}`)).text();
    expect(await text('definition')).toContain('<bundle-app');
    expect(await text('log')).toContain(`JOB[${id}]`);
  });

  test('says plainly whether a command did anything, and why not', async () => {
    const id = await submit('bundle', temporaryDirectory());
    await eventually(
      async () => (await get<BundleDetails>(`/bundles/${id}`)).coordinators.length === 2,
    );
    const ask = async (command: string, body?: unknown) =>
      (await post(`/bundles/${id}/${command}`, body)).body;
    expect(await ask('resume')).toMatchObject({ result: 'ignored' });
    expect(await ask('suspend')).toEqual({ result: 'accepted' });
    expect(await ask('resume')).toEqual({ result: 'accepted' });
    expect(await ask('rerun', { coordinators: ['three'] })).toEqual({
      result: 'ignored',
      reason: 'the bundle has no coordinator three; it has one, two',
    });
    expect(await ask('rerun', { dates: '2020-01-01T00:00Z::2020-01-02T00:00Z' })).toMatchObject({
      result: 'ignored',
      reason: expect.stringContaining('no action has its nominal time within 2020'),
    });
    expect(await ask('change', { pauseTime: '2020-01-01T00:00Z' })).toMatchObject({
      error: { code: 'E1317' },
    });
    expect(await ask('kill')).toEqual({ result: 'accepted' });
    await eventually(async () => (await get<BundleDetails>(`/bundles/${id}`)).status === 'KILLED');
    expect(await ask('kill')).toMatchObject({ result: 'ignored' });
  });
});

test('a submission can be tried first, whatever it submits', async () => {
  const tried = await post('/jobs', { properties: properties('coord', '/x'), dryRun: true });
  expect([tried.status, tried.body.result]).toEqual([200, 'valid']);
  const wrong = { ...properties('bundle', '/x'), 'oozie.bundle.application.path': 'file:///none' };
  const refused = await post('/jobs', { properties: wrong, dryRun: true });
  expect(refused.status).toBe(400);
});
