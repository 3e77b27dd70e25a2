/** `/admin`; statuses, codes and shapes are those of a real Oozie 5.2.1. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';
import { startTestServer, type TestServer } from '../../server/test-server.ts';
import { errorOf, requestSender } from './send-request.ts';

let server: TestServer;
const send = requestSender(() => server.url);

beforeAll(async () => {
  const library = join(temporaryDirectory(), 'lib');
  for (const name of ['lib_20250101000000/old', 'lib_20260101000000/shell', 'other']) {
    mkdirSync(join(library, name), { recursive: true });
  }
  mkdirSync(join(library, 'lib_20260101000000', 'java'));
  writeFileSync(join(library, 'lib_20260101000000', 'java', 'a.jar'), '');
  server = await startTestServer({
    settings: new Map([
      ['oozie.service.WorkflowAppService.system.libpath', `file://${library}`],
      ['oozie.email.smtp.password', 'hidden'],
      ['my.setting', 'shown'],
      ['my.database.url', 'postgres://joe:hidden@host/db'],
    ]),
  });
});

afterAll(() => server.close());

async function json(path: string): Promise<Record<string, unknown>> {
  return JSON.parse((await send('GET', path)).body);
}

/** As answered by versions 0, 1 and 2 of a real server. */
test.each([
  ['status', 200, 200, 200],
  ['os-env', 200, 200, 200],
  ['java-sys-properties', 200, 200, 200],
  ['configuration', 200, 200, 200],
  ['build-version', 200, 200, 200],
  ['instrumentation', 503, 503, 503],
  ['queue-dump', 400, 200, 200],
  ['available-timezones', 400, 200, 200],
  ['jmsinfo', 400, 400, 400],
  ['available-oozie-servers', 400, 400, 200],
  ['list_sharelib', 400, 200, 200],
  ['update_sharelib', 400, 200, 200],
  ['metrics', 400, 400, 200],
  ['', 400, 400, 400],
  ['nope', 400, 400, 400],
  ['status/x', 400, 400, 400],
])('versions of %s', async (resource, ...statuses) => {
  const answers = await Promise.all(
    [0, 1, 2].map((version) => send('GET', `/v${version}/admin/${resource}`)),
  );
  expect(answers.map(({ status }) => status)).toEqual(statuses);
});

describe('system mode', () => {
  test('only questions are answered unless it is NORMAL', async () => {
    expect(await send('PUT', '/v1/admin/status?systemmode=SAFEMODE')).toMatchObject({
      ...{ status: 200, body: '' },
    });
    expect(await json('/v2/admin/status')).toEqual({ systemMode: 'SAFEMODE' });
    expect(await json('/v0/admin/status')).toEqual({ safeMode: true });
    expect(errorOf(await send('POST', '/v2/jobs', { body: '<configuration/>' }))).toEqual([
      ...[503, 'E0002', 'System is in safe mode'],
    ]);
    expect((await send('POST', '/callback?id=x&status=OK')).status).toBe(503);
    expect((await send('GET', '/v2/jobs')).status).toBe(200);
    await send('PUT', '/v0/admin/status?safemode=true');
    expect(await json('/v2/admin/status')).toEqual({ systemMode: 'NOWEBSERVICE' });
    await send('PUT', '/v0/admin/status?safemode=false');
    expect(await json('/v2/admin/status')).toEqual({ systemMode: 'NORMAL' });
  });

  test.each([
    ['/v2/admin/status', 'E0305', 'E0305: Missing parameter [systemmode]'],
    ['/v0/admin/status?systemmode=NORMAL', 'E0305', 'E0305: Missing parameter [safemode]'],
    ['/v2/admin/status?systemmode=FOO', 'E1603', 'there is no system mode [FOO]'],
    ['/v2/admin/os-env', 'E0301', 'E0301: Invalid resource [os-env]'],
  ])('PUT %s is refused', async (path, code, message) => {
    expect(errorOf(await send('PUT', path))).toEqual([400, code, message]);
  });
});

test('settings are shown, secrets are not', async () => {
  const configuration = await json('/v2/admin/configuration');
  expect(configuration).toMatchObject({
    'my.setting': 'shown',
    'my.database.url': 'postgres://**MASKED**@host/db',
    'oozie.email.smtp.password': '**MASKED**',
    'oozie.base.url': `${server.url}/oozie`,
    'oozie.authentication.type': 'simple',
  });
  expect(Object.keys(configuration)).toEqual(Object.keys(configuration).sort());
});

test('the environment is shown, secrets are not', async () => {
  process.env.HOWDAH_TEST_TOKEN = 'hidden-token';
  try {
    const environment = await json('/v2/admin/os-env');
    expect(environment).toMatchObject({ HOWDAH_TEST_TOKEN: '**MASKED**', PATH: process.env.PATH });
  } finally {
    delete process.env.HOWDAH_TEST_TOKEN;
  }
  expect(await json('/v1/admin/java-sys-properties')).toMatchObject({ 'file.separator': '/' });
});

test('libraries are those of the newest directory', async () => {
  expect(await json('/v2/admin/list_sharelib')).toEqual({
    sharelib: [{ name: 'java' }, { name: 'shell' }],
  });
  expect(await json('/v2/admin/list_sharelib?lib=sh')).toEqual({ sharelib: [] });
  expect(await json('/v2/admin/list_sharelib?lib=sh.*')).toEqual({
    sharelib: [{ name: 'shell', files: [] }],
  });
  expect(await json('/v2/admin/list_sharelib?lib=java')).toEqual({
    sharelib: [
      {
        name: 'java',
        files: [expect.stringMatching(/^file:.*\/lib_20260101000000\/java\/a\.jar$/)],
      },
    ],
  });
  expect(await json('/v2/admin/update_sharelib')).toEqual({
    sharelibUpdate: {
      sharelibDirOld: expect.stringMatching(/lib_20260101000000$/),
      sharelibDirNew: expect.stringMatching(/lib_20260101000000$/),
      host: `${server.url}/oozie`,
      status: 'Successful',
    },
  });
});

test('numbers for people and for Prometheus', async () => {
  const metrics = await json('/v2/admin/metrics');
  expect(Object.keys(metrics).sort()).toEqual(
    ['counters', 'gauges', 'histograms', 'meters', 'timers', 'version'].sort(),
  );
  expect(metrics.gauges).toMatchObject({
    'jobstatus.RUNNING': { value: 0 },
    'libs.sharelib.system.libpath': { value: expect.stringContaining('/lib') },
  });
  const { headers, body } = await send('GET', '/v2/admin/prometheus');
  expect(headers.get('content-type')).toContain('text/plain');
  expect(body).toContain('howdah_workflow_jobs{status="RUNNING"} 0');
  expect(body).toMatch(
    /howdah_http_requests_total\{method="GET",route="\/oozie\/v2\/admin\/\*",status="200"\} \d+/,
  );
});

test('time zones by id, with the names they have now', async () => {
  const { 'available-timezones': zones } = (await json('/v2/admin/available-timezones')) as {
    'available-timezones': { timezoneId: string; timezoneDisplayName: string }[];
  };
  expect(zones.length).toBeGreaterThan(400);
  expect(zones).toContainEqual({
    timezoneId: 'Asia/Tokyo',
    timezoneDisplayName: 'JST (Asia/Tokyo)',
  });
  expect(zones).toContainEqual({ timezoneId: 'UTC', timezoneDisplayName: 'UTC (UTC)' });
});

test('the rest', async () => {
  expect(await json('/v2/admin/queue-dump')).toEqual({ queueDump: [], uniqueMapDump: [] });
  expect(await json('/v2/admin/available-oozie-servers')).toEqual({ null: `${server.url}/oozie` });
});
