/**
 * The requests that Hue (desktop/libs/liboozie) and pyoozie send, one after the other as they do,
 * and what they take out of the answers.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import { configuration, oneAction, shell, writeApp } from '../../server/apps.ts';
import { startTestServer, type TestServer } from '../../server/test-server.ts';
import { type Answer, requestSender } from './send-request.ts';

const rule = 'oozie.service.ProxyUserService.proxyuser.hue';
let server: TestServer;
const send = requestSender(() => server.url);

beforeAll(async () => {
  server = await startTestServer({
    settings: new Map([
      [`${rule}.hosts`, '*'],
      [`${rule}.groups`, '*'],
      ['oozie.service.WorkflowAppService.system.libpath', 'file:///nowhere/share/lib'],
    ]),
  });
});

afterAll(() => server.close());

function json(answer: Answer): Record<string, never> {
  expect(answer.status, answer.body).toBeLessThan(300);
  return JSON.parse(answer.body);
}

const rfc822 = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/;

describe('Hue', () => {
  /** On every request. */
  const common = 'user.name=hue&doAs=amy&timezone=America%2FLos_Angeles';
  const get = async (path: string) =>
    json(await send('GET', `${path}${path.includes('?') ? '&' : '?'}${common}`));
  const xml = { 'content-type': 'application/xml;charset=UTF-8' };
  const app = () => writeApp(oneAction(shell('exit 3')));
  const properties = (directory: string) =>
    configuration({
      'oozie.use.system.libpath': 'True',
      'user.name': 'amy',
      'oozie.wf.application.path': `file://${directory}`,
      hue_id_w: '50001',
      nameNode: 'hdfs://localhost:8020',
    });

  test('looks at the server', async () => {
    expect(await get('/v1/admin/status')).toEqual({ systemMode: 'NORMAL' });
    const settings = await get('/v1/admin/configuration');
    expect(settings['oozie.services.ext']).toBeTypeOf('string');
    expect(settings['oozie.credentials.credentialclasses']).toBeTypeOf('string');
    const { gauges } = await get('/v2/admin/metrics');
    expect(gauges).toMatchObject({
      'libs.sharelib.system.libpath': { value: 'file:///nowhere/share/lib' },
    });
    expect((await send('GET', `/v1/admin/instrumentation?${common}`)).status).toBe(503);
  });

  test('checks, submits and then starts, each a request of its own', async () => {
    const body = properties(app());
    const checked = await send('POST', `/v1/jobs?action=dryrun&${common}`, { body, headers: xml });
    expect([checked.status, checked.body]).toEqual([201, '{"id":"OK"}']);
    const { id } = json(await send('POST', `/v1/jobs?${common}`, { body, headers: xml }));
    expect(id).toMatch(/-W$/);
    const start = await send('PUT', `/v1/job/${id}?action=start&${common}`, { headers: xml });
    expect([start.status, start.body]).toEqual([200, '']);
    const job = await eventually(async () => {
      const shown = await get(`/v1/job/${id}`);
      return shown.status === 'KILLED' ? (shown as Record<string, unknown>) : undefined;
    });
    expect(job).toMatchObject({ user: 'amy', appName: 'app', run: 0, group: null, parentId: null });
    expect(job.createdTime).toMatch(/ P[SD]T$/);
    const [, work] = job.actions as Record<string, unknown>[];
    expect(work).toMatchObject({
      name: 'work',
      type: 'shell',
      status: 'ERROR',
      transition: 'failed',
    });
    expect((await send('GET', `/v1/job/${id}?show=definition&${common}`)).body).toContain('<shell');
    const log = await send(
      'GET',
      `/v1/job/${id}?show=log&logfilter=${encodeURIComponent('recent=2h;limit=5;loglevel=WARN')}&${common}`,
    );
    expect(log.body).toContain(`JOB[${id}]`);
    const graph = await send('GET', `/v1/job/${id}?show=graph&format=svg&${common}`);
    expect(graph.headers.get('content-type')).toBe('image/svg+xml');
    const again = await send('PUT', `/v1/job/${id}?action=rerun&${common}`, {
      body: configuration({ 'oozie.wf.rerun.failnodes': 'true' }),
      headers: xml,
    });
    expect([again.status, again.body]).toEqual([200, '']);
    await eventually(async () => (await get(`/v1/job/${id}`)).run === 1);
  });

  test('lists with its filters', async () => {
    const filter = encodeURIComponent('user=amy;status=KILLED;status=RUNNING;startcreatedtime=-7d');
    const list = await get(`/v1/jobs?offset=1&len=100&jobtype=wf&filter=${filter}`);
    expect(list).toMatchObject({ total: 1, offset: 1, len: 100 });
    for (const jobType of ['coord', 'bundle']) {
      const others = await get(`/v1/jobs?offset=1&len=100&jobtype=${jobType}`);
      expect(others).toMatchObject({ total: 0, offset: 1 });
    }
    const named = encodeURIComponent('name=app;text=ap;group=x');
    expect(await get(`/v1/jobs?jobtype=wf&filter=${named}`)).toMatchObject({ total: 1 });
  });

  test('asks for service levels', async () => {
    const filter = encodeURIComponent('app_name=app;nominal_start=2020-01-01T00:00Z');
    expect(await get(`/v2/sla?filter=${filter}`)).toEqual({ slaSummaryList: [] });
  });
});

describe('pyoozie', () => {
  const headers = { accept: 'application/json' };

  test('finds out versions and the library', async () => {
    expect(json(await send('GET', '/versions', { headers }))).toContain(2);
    expect(json(await send('GET', '/v2/admin/build-version')).buildVersion).toBe('5.2.1');
    expect(json(await send('GET', '/v2/admin/list_sharelib'))).toEqual({ sharelib: [] });
    expect(json(await send('GET', '/v2/admin/list_sharelib?lib=spark'))).toEqual({ sharelib: [] });
  });

  test('pages through jobs until it has all', async () => {
    const directory = writeApp(oneAction(shell('exit 0')));
    const body = configuration({
      'user.name': 'paging',
      'oozie.wf.application.path': `file://${directory}`,
    });
    for (let count = 0; count < 3; count += 1) await send('POST', '/v2/jobs', { body });
    const found: string[] = [];
    for (let offset = 1; ; ) {
      const path = `/v2/jobs?jobtype=wf&offset=${offset}&len=2&filter=user=paging;status=PREP`;
      const page = json(await send('GET', path, { headers })) as unknown as {
        total: number;
        workflows: { id: string; createdTime: string }[];
      };
      for (const { id, createdTime } of page.workflows) {
        expect(createdTime).toMatch(rfc822);
        found.push(id);
      }
      offset += page.workflows.length;
      if (offset > page.total) break;
    }
    expect(new Set(found).size).toBe(3);
    const coordinators = json(await send('GET', '/v2/jobs?jobtype=coordinator&offset=1&len=500'));
    expect(coordinators).toMatchObject({ coordinatorjobs: [] });
  });

  test('submits and reads one action by itself', async () => {
    const directory = writeApp(oneAction(shell('exit 0')));
    const body = configuration({
      'user.name': 'py',
      'oozie.wf.application.path': `file://${directory}`,
    });
    const { id } = json(await send('POST', '/v2/jobs?action=start', { body }));
    const action = await eventually(async () => {
      const shown = await send('GET', `/v2/job/${id}@work?show=info`);
      return shown.status === 200 && shown.body.includes('"status":"OK"') && json(shown);
    });
    expect(action).toMatchObject({
      id: `${id}@work`,
      name: 'work',
      externalStatus: expect.anything(),
    });
    await send('PUT', `/v2/job/${id}?action=kill`);
    expect(json(await send('GET', `/v2/job/${id}?show=status`))).toEqual({ status: 'SUCCEEDED' });
  });
});

test('monitoring asks what runs', async () => {
  const answer = await send('GET', '/v1/jobs?jobtype=wf&filter=status=RUNNING');
  expect(json(answer)).toMatchObject({ total: expect.any(Number), workflows: expect.any(Array) });
});
