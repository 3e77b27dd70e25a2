/** Oozie's interface on a whole server; statuses, headers and texts are a real Oozie's. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import { configuration, oneAction, shell, writeApp } from '../../server/apps.ts';
import { startTestServer, type TestServer } from '../../server/test-server.ts';
import { recordedJobs } from './recorded-answers.ts';

const JSON_TYPE = 'application/json; charset="UTF-8"';
let server: TestServer;
let app: string;

beforeAll(async () => {
  server = await startTestServer();
  app = writeApp(oneAction(`<fs><mkdir path="file://${server.dataDirectory}/made"/></fs>`));
});

afterAll(() => server.close());

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

async function send(method: string, path: string, body?: string, type = 'application/xml') {
  const headers: Record<string, string> = body === undefined ? {} : { 'content-type': type };
  const answer = await fetch(`${server.url}/oozie${path}`, {
    method,
    headers,
    ...(body !== undefined && { body }),
  });
  return { status: answer.status, headers: answer.headers, body: await answer.text() };
}

function errorOf({ status, headers }: Answer) {
  return [status, headers.get('oozie-error-code'), headers.get('oozie-error-message')];
}

const submission = (more: Readonly<Record<string, string>> = {}) =>
  configuration({ 'user.name': 'bob', 'oozie.wf.application.path': `file://${app}`, ...more });

async function submit(query = '', body = submission()): Promise<string> {
  const answer = await send('POST', `/v2/jobs${query}`, body);
  expect(answer).toMatchObject({ status: 201 });
  return (JSON.parse(answer.body) as { id: string }).id;
}

async function info(id: string): Promise<Record<string, unknown>> {
  return JSON.parse((await send('GET', `/v2/job/${id}?show=info`)).body);
}

function untilStatus(id: string, status: string) {
  return eventually(async () => {
    const job = await info(id);
    expect(job).toMatchObject({ status });
    return job;
  });
}

describe('what clients ask first', () => {
  test.each([
    ['/versions', [0, 1, 2]],
    ['/v0/admin/status', { safeMode: false }],
    ['/v1/admin/status', { systemMode: 'NORMAL' }],
    ['/v2/admin/status', { systemMode: 'NORMAL' }],
  ])('%s', async (path, expected) => {
    const answer = await send('GET', path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(JSON_TYPE);
    expect(JSON.parse(answer.body)).toEqual(expected);
  });

  test('build-version', async () => {
    const { body } = await send('GET', '/v2/admin/build-version');
    expect(JSON.parse(body)).toMatchObject({ buildVersion: '5.2.1' });
  });

  test.each(['/versions', '/v2/jobs', '/v2/job/x?show=info', '/nothing/here'])(
    'OPTIONS %s',
    async (path) => {
      expect(await send('OPTIONS', path)).toMatchObject({ status: 200, body: '' });
    },
  );
});

describe("a job's life", () => {
  const template = recordedJobs()[0]?.job;

  test('PREP, start, SUCCEEDED, and every field of Oozie', async () => {
    const id = await submit();
    expect(id).toMatch(/^\d{7}-\d{15}-.{1,10}-W$/);
    const prepared = await info(id);
    expect(prepared).toMatchObject({ status: 'PREP', startTime: null, endTime: null, actions: [] });
    expect(await send('PUT', `/v2/job/${id}?action=start`)).toMatchObject({
      status: 200,
      body: '',
    });
    const job = await untilStatus(id, 'SUCCEEDED');
    expect(Object.keys(job).sort()).toEqual(Object.keys(template ?? {}).sort());
    const actions = job.actions as Record<string, unknown>[];
    expect(actions.map(({ name, status, transition }) => [name, status, transition])).toEqual([
      [':start:', 'OK', 'work'],
      ['work', 'OK', 'end'],
      ['end', 'OK', null],
    ]);
    const fields = Object.keys(template?.actions[0] ?? {}).sort();
    for (const action of actions) expect(Object.keys(action).sort()).toEqual(fields);
    expect(job).toMatchObject({
      appName: 'app',
      appPath: `file://${app}`,
      user: 'bob',
      group: null,
      run: 0,
      toString: `Workflow id[${id}] status[SUCCEEDED]`,
      consoleUrl: `${server.url}/oozie?job=${id}`,
      createdTime: expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/),
    });
    expect(job.conf).toContain('<name>oozie.wf.application.path</name>');
  });

  test('what is shown of it', async () => {
    const id = await submit('?action=start');
    await untilStatus(id, 'SUCCEEDED');
    const definition = await send('GET', `/v2/job/${id}?show=definition`);
    expect(definition.headers.get('content-type')).toBe('application/xml; charset="UTF-8"');
    expect(definition.body).toContain('<start to="work"/>');
    const log = await send('GET', `/v2/job/${id}?show=log`);
    expect(log.headers.get('content-type')).toBe('text/plain; charset="UTF-8"');
    expect(log.body).toContain(`JOB[${id}]`);
    const none = await send('GET', `/v2/job/${id}?show=log&logfilter=text%3Dnowhere-to-be-found`);
    expect(none).toMatchObject({ status: 200, body: '' });
    const errors = await send('GET', `/v2/job/${id}?show=errorlog`);
    expect(errors).toMatchObject({ status: 200, body: '' });
    expect((await send('GET', `/v2/job/${id}?show=status`)).body).toBe('{"status":"SUCCEEDED"}');
    expect((await send('GET', `/v2/job/${id}@work?show=retries`)).body).toBe('{"retries":[]}');
    const action = JSON.parse((await send('GET', `/v2/job/${id}@work?show=info`)).body);
    expect(action).toMatchObject({
      id: `${id}@work`,
      type: 'fs',
      trackerUri: '-',
      externalId: '-',
    });
  });

  test.each([
    ['', 3],
    ['&offset=0&len=0', 3],
    ['&offset=-1&len=-1', 3],
    ['&len=2', 2],
    ['&offset=2', 2],
    ['&offset=3&len=1', 1],
    ['&offset=100&len=5', 0],
  ])('actions of show=info%s: %d', async (query, count) => {
    const id = await submit('?action=start');
    await untilStatus(id, 'SUCCEEDED');
    const { body } = await send('GET', `/v2/job/${id}?show=info${query}`);
    expect(JSON.parse(body).actions).toHaveLength(count);
  });

  test('commands that its state does not allow are swallowed', async () => {
    const id = await submit('?action=start');
    await untilStatus(id, 'SUCCEEDED');
    for (const action of ['start', 'suspend', 'resume', 'kill']) {
      expect(await send('PUT', `/v2/job/${id}?action=${action}`)).toMatchObject({ status: 200 });
    }
    expect(await info(id)).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('starting what runs is E0801; suspend, resume, kill', async () => {
    const slow = writeApp(oneAction(shell('exec sleep 300')));
    const body = submission({ 'oozie.wf.application.path': `file://${slow}` });
    const id = await submit('?action=start', body);
    await untilStatus(id, 'RUNNING');
    expect(errorOf(await send('PUT', `/v2/job/${id}?action=start`)).slice(0, 2)).toEqual([
      400,
      'E0801',
    ]);
    await send('PUT', `/v2/job/${id}?action=suspend`);
    await untilStatus(id, 'SUSPENDED');
    await send('PUT', `/v2/job/${id}?action=resume`);
    await untilStatus(id, 'RUNNING');
    await send('PUT', `/v2/job/${id}?action=kill`);
    const job = await untilStatus(id, 'KILLED');
    const work = (job.actions as { name: string; status: string }[]).find(
      ({ name }) => name === 'work',
    );
    expect(work).toMatchObject({ status: 'KILLED' });
  });

  test("the caller's name wins over the configuration's", async () => {
    const id = await submit('?user.name=amy');
    expect(await info(id)).toMatchObject({ user: 'amy' });
  });
});

describe('lists', () => {
  test('pages and filters', async () => {
    const ids = [await submit(), await submit(), await submit()];
    const list = async (query: string) =>
      JSON.parse((await send('GET', `/v2/jobs?${query}`)).body) as {
        total: number;
        offset: number;
        len: number;
        workflows: Record<string, unknown>[];
      };
    const filter = ids.map((id) => `id=${id}`).join(';');
    const all = await list(`filter=${filter}`);
    expect(all).toMatchObject({ total: 3, offset: 1, len: 50 });
    expect(all.workflows.map(({ id }) => id)).toEqual([...ids].reverse());
    expect(all.workflows[0]).toMatchObject({ conf: null, appPath: null, actions: [], user: 'bob' });
    const second = await list(`filter=${filter}&offset=2&len=1`);
    expect(second).toMatchObject({ total: 3, offset: 2, len: 1 });
    expect(second.workflows.map(({ id }) => id)).toEqual([ids[1]]);
    expect(await list(`filter=${filter};status=RUNNING`)).toMatchObject({
      total: 0,
      workflows: [],
    });
    expect(await list(`filter=${filter}&len=0&offset=-3`)).toMatchObject({ offset: 1, len: 50 });
    expect(await list('jobtype=bundle')).toEqual({ total: 0, offset: 1, len: 50, bundlejobs: [] });
  });

  test('an unknown external id', async () => {
    expect((await send('GET', '/v2/jobs?external-id=x')).body).toBe('{"id":""}');
  });
});

describe('validate', () => {
  test('a valid definition', async () => {
    const { status, body } = await send(
      'POST',
      '/v2/validate?file=/x/w.xml&user=bob',
      oneAction('<fs/>'),
    );
    expect([status, body]).toEqual([200, '{"validate":"Valid workflow-app"}']);
  });

  test('an invalid one', async () => {
    const answer = await send('POST', '/v2/validate?file=/x/w.xml&user=bob', '<workflow-app/>');
    expect(errorOf(answer).slice(0, 2)).toEqual([400, 'E0701']);
    expect(answer.body).toContain('\\/x\\/w.xml:1:');
  });
});

describe('refusals', () => {
  const job = '0000000-261121045808831-oozie-root-W';
  test.each([
    [
      'GET',
      '/v2/jobs?filter=foo',
      400,
      'E0420',
      'Invalid jobs filter [foo], elements must be semicolon-separated name=value pairs',
    ],
    ['GET', '/v2/jobs?jobtype=foo', 400, 'E0303', 'Invalid parameter value, [jobtype] = [foo]'],
    ['GET', `/v2/job/${job}`, 400, 'E0604', `Job does not exist [${job}]`],
    ['GET', `/v2/job/${job}?show=foo`, 400, 'E0303', 'Invalid parameter value, [show] = [foo]'],
    ['GET', `/v2/job/${job}?show=`, 400, 'E0303', 'Invalid parameter value, [show] = []'],
    ['GET', `/v2/job/${job}@a`, 400, 'E0605', `Action does not exist [${job}@a]`],
    ['GET', `/v2/job/${job}@`, 400, 'E0605', `Action does not exist [${job}@]`],
    ['GET', `/v2/job/${job}?show=retries`, 400, 'E0605', `Action does not exist [${job}]`],
    ['GET', `/v2/job/${job}@a?show=definition`, 400, 'E0604', `Job does not exist [${job}@a]`],
    [
      'GET',
      `/v2/job/${job}@a?show=log`,
      400,
      'E0307',
      `Runtime error [E0604: Job does not exist [${job}@a]]`,
    ],
    ['GET', `/v1/job/${job}?show=status`, 400, 'E0302', 'Invalid parameter [Not supported in v1]'],
    ['GET', `/v0/job/${job}?show=status`, 400, 'E0302', 'Invalid parameter [Not supported in v0]'],
    ['GET', '/v2/job/a/b', 400, 'E0301', 'Invalid resource [a/b]'],
    ['PUT', `/v2/job/${job}`, 400, 'E0305', 'Missing parameter [action]'],
    ['PUT', `/v2/job/${job}?action=foo`, 400, 'E0303', 'Invalid parameter value, [action] = [foo]'],
    ['PUT', `/v2/job/${job}?action=`, 400, 'E0303', 'Invalid parameter value, [action] = []'],
    ['PUT', `/v2/job/${job}?action=kill`, 400, 'E0604', `Job does not exist [${job}]`],
    ['POST', '/v2/validate', 400, 'E0305', 'Missing parameter [file]'],
    ['POST', '/v2/validate?file=x', 400, 'E0305', 'Missing parameter [user]'],
    ['POST', '/v2/jobs', 400, 'E0300', 'Invalid content-type [null]'],
  ])('%s %s', async (method, path, status, code, message) => {
    const answer = await send(method, path);
    expect(errorOf(answer)).toEqual([status, code, `${code}: ${message}`]);
    if (method === 'PUT') {
      expect(answer.body).toBe('');
    } else {
      expect(answer.headers.get('content-type')).toBe(JSON_TYPE);
      expect(JSON.parse(answer.body)).toMatchObject({ httpStatusCode: status });
    }
  });

  test.each([
    ['/v2/jobs?offset=x', 'For input string: "x"'],
    ['/v2/jobs?len=', 'For input string: ""'],
    ['/v2/jobs?len=99999999999', 'For input string: "99999999999"'],
    ['/v2/job/', 'id cannot be empty'],
  ])('GET %s has no code in its message', async (path, message) => {
    expect(errorOf(await send('GET', path))).toEqual([400, 'E1603', message]);
  });

  test.each(['text/xml', 'application/json', 'text/plain; charset=UTF-8'])(
    'a submission as %s',
    async (type) => {
      const answer = await send('POST', '/v2/jobs', submission(), type);
      const [bare] = type.split(';');
      expect(errorOf(answer)).toEqual([400, 'E0300', `E0300: Invalid content-type [${bare}]`]);
    },
  );

  test('letters and charset of the content type do not matter', async () => {
    const answer = await send('POST', '/v2/jobs', submission(), 'Application/XML; charset=UTF-8');
    expect(answer.status).toBe(201);
  });

  test.each([
    ['malformed XML', '<configuration><property>', 400, 'E0702'],
    ['another document', '<x/>', 400, 'E0702'],
    ['nothing', '', 400, 'E0702'],
    ['no user', configuration({ 'oozie.wf.application.path': 'file:///x' }), 400, 'E1603'],
    [
      'a coordinator that is not there',
      configuration({ 'user.name': 'b', 'oozie.coord.application.path': 'x' }),
      400,
      'E0307',
    ],
  ])('a submission of %s', async (_what, body, status, code) => {
    expect(errorOf(await send('POST', '/v2/jobs', body)).slice(0, 2)).toEqual([status, code]);
  });

  test('an app that is not there', async () => {
    const body = submission({ 'oozie.wf.application.path': 'file:///nope' });
    const [status, code, message] = errorOf(await send('POST', '/v2/jobs?action=start', body));
    expect([400, 401]).toContain(status);
    expect(code).toMatch(/^E0(307|504|505)$/);
    expect(message).toContain('/nope');
  });

  test('a definition with an error says where, and what would be right', async () => {
    const broken = writeApp(oneAction('<fs/>').replace('<ok to="end"/>', '<ok to="nope"/>'));
    const body = submission({ 'oozie.wf.application.path': `file://${broken}` });
    const answer = await send('POST', '/v2/jobs?action=start', body);
    expect(errorOf(answer)).toEqual([
      400,
      'E0708',
      'E0708: Invalid transition, node [work] transition [nope]',
    ]);
    expect(JSON.parse(answer.body)).toMatchObject({
      position: { line: 3, column: expect.any(Number) },
      mend: expect.any(String),
    });
  });

  test('dryrun stores nothing', async () => {
    const before = JSON.parse((await send('GET', '/v2/jobs?len=1')).body).total;
    const answer = await send('POST', '/v2/jobs?action=dryrun', submission());
    expect([answer.status, answer.body]).toEqual([201, '{"id":"OK"}']);
    const after = JSON.parse((await send('GET', '/v2/jobs?len=1')).body).total;
    expect(after).toBe(before);
  });

  test.each(['/versions/', '/v3/jobs', '/v2/nope', '/v2/jobs/x'])(
    'nothing is at %s',
    async (path) => {
      const answer = await send('GET', path);
      expect([answer.status, answer.body]).toEqual([
        404,
        '{"errorMessage":"Not Found","httpStatusCode":404}',
      ]);
    },
  );

  test('a body beyond the limit', async () => {
    const answer = await send('POST', '/v2/jobs', 'x'.repeat(9 * 1_024 * 1_024));
    expect(answer.status).toBe(413);
    expect(answer.body).not.toContain(' at ');
  });
});
