/** Resources, methods and versions; statuses and codes are those of a real Oozie 5.2.1. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import { configuration, oneAction, writeApp } from '../../server/apps.ts';
import { startTestServer, type TestServer } from '../../server/test-server.ts';
import { errorOf, requestSender } from './send-request.ts';

let server: TestServer;
let id: string;
const send = requestSender(() => server.url);

beforeAll(async () => {
  server = await startTestServer();
  const app = writeApp(oneAction(`<fs><mkdir path="file://${server.dataDirectory}/made"/></fs>`));
  const properties = { 'user.name': 'bob', 'oozie.wf.application.path': `file://${app}` };
  const { body } = await send('POST', '/v2/jobs?action=start', { body: configuration(properties) });
  ({ id } = JSON.parse(body) as { id: string });
  await eventually(async () => {
    return (await send('GET', `/v2/job/${id}?show=status`)).body === '{"status":"SUCCEEDED"}';
  });
});

afterAll(() => server.close());

describe('a method that a resource does not have', () => {
  test.each([
    ['/versions', '', ['GET']],
    ['/v2/admin/os-env', 'os-env', ['GET']],
    ['/v2/jobs', '', ['GET', 'POST', 'PUT']],
    ['/v2/job/x', 'x', ['GET', 'PUT']],
    ['/v2/validate', '', ['POST']],
    ['/v2/sla', '', ['GET']],
    ['/callback', '', ['GET', 'POST']],
  ])('%s', async (path, rest, answered) => {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD']) {
      if (answered.includes(method)) continue;
      const answer = await send(method, path);
      expect(errorOf(answer), method).toEqual([
        ...[400, 'E0301', `E0301: Invalid resource [${rest}]`],
      ]);
      expect(answer.body === '').toBe(method !== 'GET' && method !== 'POST');
    }
  });

  test('where nothing is', async () => {
    const methods = ['GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'PATCH'];
    const answers = await Promise.all(methods.map((method) => send(method, '/nope')));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 405, 405, 405]);
  });
});

describe('what a version shows', () => {
  const notSupported = (version: number) => [
    'E0302',
    `E0302: Invalid parameter [Not supported in v${version}]`,
  ];
  const invalid = ['E0306', 'E0306: Invalid parameter'];
  const notInThisVersion = ['E0302', 'E0302: Invalid parameter [Not supported in this version]'];
  const missing = (name: string) => ['E0305', `E0305: Missing parameter [${name}]`];

  test.each([
    ['info', 200, 200, 200],
    ['definition', 200, 200, 200],
    ['log', 200, 200, 200],
    ['errorlog', invalid, notSupported(1), 200],
    ['auditlog', invalid, notSupported(1), 200],
    ['status', notSupported(0), notSupported(1), 200],
    ['allruns', notSupported(0), 200, 200],
    ['retries', notSupported(0), notSupported(1), 'E0605'],
    ['wf-actions', notInThisVersion, notInThisVersion, missing('action-name')],
    ['missing-dependencies', notSupported(0), notSupported(1), 'E1029'],
    ['jmstopic', invalid, notSupported(1), 'E1602'],
    ['graph', invalid, 200, 200],
    ['foo', 'E0303', 'E0303', 'E0303'],
  ])('%s', async (show, ...expected) => {
    for (const [version, wanted] of expected.entries()) {
      const answer = await send('GET', `/v${version}/job/${id}?show=${show}`);
      const [status, code, message] = errorOf(answer);
      if (wanted === 200) expect(status).toBe(200);
      else if (typeof wanted === 'string') expect([status, code]).toEqual([400, wanted]);
      else expect([status, code, message]).toEqual([400, ...(wanted as string[])]);
    }
  });

  test('of an action', async () => {
    const show = async (query: string) => errorOf(await send('GET', `/v2/job/${id}@work?${query}`));
    expect(await show('show=graph')).toEqual([400, 'E0306', 'E0306: Invalid parameter']);
    expect(await show('show=missing-dependencies')).toEqual([
      400,
      'E0302',
      "E0302: Invalid parameter [format is wrong for action id'work'. Integer only.]",
    ]);
    expect((await send('GET', `/v2/job/${id}@work?show=allruns`)).body).toBe('{"workflows":[]}');
    expect(errorOf(await send('GET', `/v0/job/${id}@work`)).slice(0, 2)).toEqual([400, 'E0604']);
  });
});

describe('what there is no job of', () => {
  test.each([
    ['/v0/job/nope-W?show=log', 'E0604: Job does not exist [nope-W]'],
    ['/v1/job/nope-W?show=log', 'E0307: Runtime error [E0604: Job does not exist [nope-W]]'],
    ['/v2/job/nope-W?show=errorlog', 'E0604: Job does not exist [nope-W]'],
    ['/v2/job/nope-W?show=auditlog', 'E0604: Job does not exist [nope-W]'],
    ['/v2/job/nope?show=graph', 'E0306: Invalid parameter'],
  ])('%s', async (path, message) => {
    const [status, , told] = errorOf(await send('GET', path));
    expect([status, told]).toEqual([400, message]);
  });

  test('is ignored as a coordinator would be', async () => {
    const answer = await send('PUT', `/v2/job/${id}@work?action=ignore`);
    expect(errorOf(answer).slice(0, 2)).toEqual([400, 'E0604']);
  });
});

describe('version 0', () => {
  test('shows all actions of a job', async () => {
    const { body } = await send('GET', `/v0/job/${id}?offset=x&len=1`);
    expect(JSON.parse(body).actions).toHaveLength(3);
  });

  test('submits in its own way', async () => {
    const path = (query: string) => `/v0/jobs${query}`;
    const empty = await send('POST', path(''), { body: '<configuration/>' });
    expect(errorOf(empty)[2]).toBe('E0401: Missing configuration property [user.name]');
    const submit = async (properties: Record<string, string>, query = '') => {
      const body = configuration({ 'user.name': 'x', ...properties });
      return errorOf(await send('POST', path(query), { body }));
    };
    expect((await submit({})).slice(0, 2)).toEqual([401, 'E0504']);
    const directory = server.dataDirectory;
    const [wf, coordinator] = ['oozie.wf.application.path', 'oozie.coord.application.path'];
    expect((await submit({ [wf]: `${directory}/none` }))[2]).toBe(
      `E0504: App directory [${directory}/none] does not exist`,
    );
    expect((await submit({ [wf]: directory })).slice(0, 2)).toEqual([401, 'E0505']);
    expect((await submit({ [coordinator]: directory })).slice(0, 2)).toEqual([401, 'E0505']);
    const app = writeApp(oneAction('<fs/>'));
    expect((await submit({ [wf]: app }, '?action=dryrun'))[2]).toBe(
      'E0303: Invalid parameter value, [action] = [dryrun]',
    );
  });
});

describe('what is looked at first', () => {
  const both = configuration({
    'user.name': 'x',
    'oozie.wf.application.path': 'file:///x',
    'oozie.coord.application.path': 'file:///x',
  });

  const script = (properties: Record<string, string>) =>
    configuration({ 'user.name': 'x', 'oozie.proxysubmission': 'true', ...properties });

  test.each([
    ['/v2/jobs?action=foo', '<configuration/>', 'user cannot be null'],
    [
      '/v2/jobs?action=foo',
      both,
      'E0302: Invalid parameter [Multiple app paths specified, only one is allowed]',
    ],
    ['/v2/jobs?jobtype=pig', configuration({ 'user.name': 'x' }), /^E0307: /],
    ['/v2/jobs?jobtype=pig', script({}), /^E0405: /],
    ['/v2/jobs?jobtype=pig', script({ 'oozie.libpath': 'file:///none' }), /^E0504: /],
    ['/v2/jobs?jobtype=x', script({ 'oozie.libpath': '/' }), /^E0303: .*\[x\]$/],
    [
      '/v2/jobs?jobtype=hive',
      script({ 'oozie.libpath': '/' }),
      'E0803: IO error, yarn.resourcemanager.address is not specified',
    ],
    [
      '/v2/jobs?jobtype=sqoop',
      script({ 'oozie.libpath': '/', 'yarn.resourcemanager.address': 'x' }),
      'E0803: IO error, fs.default.name is not specified',
    ],
    [
      '/v2/jobs?jobtype=mapreduce',
      script({
        'oozie.libpath': '/',
        'yarn.resourcemanager.address': 'x',
        'fs.defaultFS': 'file:///',
      }),
      'E0803: IO error, E0808: Disallowed user property [user.name]',
    ],
    ['/v2/jobs?jobtype=foo', configuration({ 'user.name': 'x' }), /^E0307: /],
  ])('%s', async (path, body, message) => {
    const told = errorOf(await send('POST', path, { body }))[2];
    if (typeof message === 'string') expect(told).toBe(message);
    else expect(told).toMatch(message);
  });

  test('of a definition to be validated', async () => {
    const headers = { 'content-type': 'text/plain' };
    const path = '/v2/validate?file=x&user=y';
    const answer = await send('POST', path, { body: '<workflow-app/>', headers });
    expect(errorOf(answer)[2]).toBe('E0300: Invalid content-type [text/plain]');
  });
});

describe('commands that workflows do not have', () => {
  test.each([
    ['change', 'E1603', 'value cannot be null'],
    [
      'change&value=x',
      'E1015',
      'E1015: Invalid coordinator job change value x, change value must be name=value pair or ' +
        'name=(empty string)',
    ],
    ['change&value=endtime=2030-01-01T00:00Z', 'E0604', undefined],
    ['ignore', 'E0302', 'E0302: Invalid parameter [Workflow Ignore Not supported]'],
    ['update', 'E0604', undefined],
    ['coord-rerun', 'E0604', undefined],
    ['bundle-rerun', 'E0604', undefined],
    ['sla-enable', 'E0301', 'E0301: Invalid resource [Not supported for workflow]'],
    ['sla-change', 'E0301', 'E0301: Invalid resource [Not supported for workflow]'],
    ['dryrun', 'E0303', 'E0303: Invalid parameter value, [action] = [dryrun]'],
  ])('%s', async (action, code, message = `E0604: Job does not exist [${id}]`) => {
    const answer = await send('PUT', `/v2/job/${id}?action=${action}`, {
      body: '<configuration/>',
    });
    expect(errorOf(answer)).toEqual([400, code, message]);
  });

  test.each(['rerun', 'coord-rerun', 'bundle-rerun', 'update', 'sla-enable', 'sla-disable'])(
    '%s needs a content type',
    async (action) => {
      const answer = await send('PUT', `/v2/job/${id}?action=${action}`);
      expect(errorOf(answer)).toEqual([400, 'E0300', 'E0300: Invalid content-type [null]']);
    },
  );

  test.each(['ignore', 'update', 'sla-enable'])('%s came with version 2', async (action) => {
    for (const version of [0, 1]) {
      const path = `/v${version}/job/${id}?action=${action}`;
      expect(errorOf(await send('PUT', path, { body: '<configuration/>' }))[2]).toBe(
        `E0302: Invalid parameter [Not supported in v${version}]`,
      );
    }
  });
});

describe('callback', () => {
  test.each([
    ['', 400, 'E0402', 'E0402: Invalid callback ID [null]'],
    ['?id=x', 400, 'E0402', 'E0402: Invalid callback ID [id=x]'],
    ['?id=x&status=OK', 200, null, null],
  ])('%s', async (query, ...expected) => {
    expect(errorOf(await send('GET', `/callback${query}`))).toEqual(expected);
  });

  test('data beyond the limit', async () => {
    const headers = { 'content-type': 'text/plain' };
    const long = await send('POST', '/callback?id=x&status=OK', {
      body: 'x'.repeat(2_049),
      headers,
    });
    expect(errorOf(long)).toEqual([400, 'E0403', 'E0403: Invalid callback data, [data too long]']);
    const fits = await send('POST', '/callback?id=x&status=OK', {
      body: 'x'.repeat(2_048),
      headers,
    });
    expect(fits.status).toBe(200);
  });
});

describe('sla', () => {
  test.each([
    ['/v0/sla', 404, null, null],
    ['/v2/sla', 400, 'E0305', 'E0305: Missing parameter [filter]'],
    [
      '/v2/sla?filter=foo=1',
      400,
      'E0401',
      'E0401: Missing configuration property [Invalid/unsupported names in filter: foo]',
    ],
    ['/v2/sla?filter=app_name=x', 200, null, null],
    [
      '/v1/sla',
      400,
      'E0401',
      'E0401: Missing configuration property [gt-sequence-id parameter is not specified in the ' +
        'http request]',
    ],
    ['/v1/sla?gt-sequence-id=x', 400, 'E0307', 'E0307: Runtime error [For input string: "x"]'],
  ])('%s', async (path, ...expected) => {
    expect(errorOf(await send('GET', path))).toEqual(expected);
  });

  test('the feed of events', async () => {
    const { headers, body } = await send('GET', '/v1/sla?gt-sequence-id=0&max-events=10');
    expect(headers.get('content-type')).toBe('application/xml; charset="UTF-8"');
    expect(body).toContain('<last-sequence-id>0</last-sequence-id>');
  });
});

describe('many jobs at once', () => {
  const bulk = (query: string) => send('PUT', `/v2/jobs?${query}`);

  test.each([
    ['action=kill', 'E1603', 'filter params must be specified for bulk write API'],
    ['filter=user=bob', 'E0305', 'E0305: Missing parameter [action]'],
    ['filter=user=bob&action=foo', 'E0303', 'E0303: Invalid parameter value, [action] = [foo]'],
    ['filter=user=bob&action=start', 'E0303', 'E0303: Invalid parameter value, [action] = [start]'],
  ])('%s is refused', async (query, code, message) => {
    expect(errorOf(await bulk(query))).toEqual([400, code, message]);
  });

  test('the page is answered as it is afterwards', async () => {
    const app = writeApp(oneAction('<fs><mkdir path="file:///tmp"/></fs>'));
    const submission = { 'user.name': 'carol', 'oozie.wf.application.path': `file://${app}` };
    for (let count = 0; count < 3; count += 1) {
      await send('POST', '/v2/jobs', { body: configuration(submission) });
    }
    const { body } = await bulk('action=kill&filter=user=carol;status=PREP&len=2');
    const answer = JSON.parse(body) as { workflows: Record<string, unknown>[] };
    expect(answer).toMatchObject({ total: 3, offset: 1, len: 2, ids: [] });
    expect(answer.workflows.map(({ status, consoleUrl }) => [status, consoleUrl])).toEqual([
      ['KILLED', null],
      ['KILLED', null],
    ]);
    const left = await send('GET', '/v2/jobs?filter=user=carol;status=PREP');
    expect(JSON.parse(left.body)).toMatchObject({ total: 1 });
    const nobody = await bulk('action=suspend&filter=user=nobody-at-all');
    expect(JSON.parse(nobody.body)).toMatchObject({ total: 0, workflows: [] });
    const coordinators = await bulk('action=kill&filter=user=carol&jobtype=coordinator');
    expect(JSON.parse(coordinators.body)).toMatchObject({ total: 0, coordinatorjobs: [] });
  });
});

describe('who did what', () => {
  test('is in the audit log and nowhere else', async () => {
    await send('PUT', `/v2/job/${id}?action=kill&user.name=amy`);
    const lines = await eventually(async () => {
      const { body } = await send('GET', `/v2/job/${id}?show=auditlog`);
      const all = body.split('\n').filter((line) => line !== '');
      return all.length >= 3 ? all : undefined;
    });
    expect(lines[0]).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} {2}INFO oozieaudit:\d+ - IP \[127\.0\.0\.1\], USER \[bob\], GROUP \[null\], APP \[app\], JOBID \[.*-W\], OPERATION \[submit\], PARAMETER \[null\], STATUS \[SUCCESS\], HTTPCODE \[200\], ERRORCODE \[null\], ERRORMESSAGE \[null\]$/,
    );
    expect(lines[1]).toContain(`OPERATION [start], PARAMETER [${id}]`);
    expect(lines[2]).toContain(
      `USER [amy], GROUP [null], APP [app], JOBID [${id}], OPERATION [kill]`,
    );
    const log = await send('GET', `/v2/job/${id}?show=log`);
    expect(log.body).not.toContain('oozieaudit');
  });

  test('what is swallowed is in the log', async () => {
    await send('PUT', `/v2/job/${id}?action=suspend`);
    const { body } = await send('GET', `/v2/job/${id}?show=errorlog`);
    expect(body).toContain('nothing was done: the job is SUCCEEDED; suspend needs RUNNING');
  });
});

describe('characters in the text of an error', () => {
  test('are entities in the body, and Latin-1 in the header', async () => {
    const strange = `é€日'"<&\u{a0}α\t\r\n`;
    const answer = await send('GET', `/v2/jobs?filter=${encodeURIComponent(strange)}`);
    expect(JSON.parse(answer.body)).toMatchObject({
      errorMessage:
        "E0420: Invalid jobs filter [&eacute;&euro;日'&quot;&lt;&amp;&nbsp;&alpha;\t\r\n], " +
        'elements must be semicolon-separated name=value pairs',
    });
    expect(answer.headers.get('oozie-error-message')).toBe(
      `E0420: Invalid jobs filter [é  '"<&\u{a0} \t  ], ` +
        'elements must be semicolon-separated name=value pairs',
    );
  });
});

describe('a parameter that only other methods take', () => {
  const unknown = '0009999-200101000000000-oozie-none-W';

  test.each([
    ['GET', '/v2/jobs?action=kill&filter=x', 'action'],
    ['POST', '/v2/jobs?external-id=1&bulk=1&len=1&offset=1&filter=x', 'filter'],
    ['POST', '/v2/jobs?external-id=1&bulk=1&len=1&offset=1', 'external-id'],
    ['POST', '/v1/jobs?len=1&bulk=1', 'len'],
    ['PUT', '/v2/jobs?external-id=1&action=kill', 'external-id'],
    ['GET', `/v2/job/${unknown}?action=kill&show=nope`, 'action'],
    ['PUT', `/v2/job/${unknown}?order=1&show=1`, 'show'],
    ['PUT', `/v0/job/${unknown}?order=1&action=kill`, 'order'],
    ['GET', '/v2/admin/status?systemmode=x', 'systemmode'],
    ['GET', '/v0/admin/status?safemode=true', 'safemode'],
  ])('%s %s', async (method, path, name) => {
    const answer = await send(method, path);
    expect(errorOf(answer)).toEqual([400, 'E0302', `E0302: Invalid parameter [${name}]`]);
  });
});

describe('what is refused first', () => {
  const coordinator = '0009999-200101000000000-oozie-none-C';
  const notANumber = (text: string) => `format is wrong for action id'${text}'. Integer only.`;

  test.each([
    [`/v2/job/${coordinator}@1?show=missing-dependencies&date=x`, 'E0302: Invalid parameter [x]'],
    [
      `/v2/job/${coordinator}@1?show=missing-dependencies&action-list=`,
      `E0605: Action does not exist [${coordinator}@1]`,
    ],
    [
      `/v2/job/${coordinator}?show=missing-dependencies&action-list=`,
      'E0607: Other error in operation [CoordActionMissingDependenciesXCommand], scope cannot be empty',
    ],
    [
      `/v2/job/${coordinator}?show=log&type=action&scope=x`,
      `E0307: Runtime error [E0302: Invalid parameter [${notANumber('x')}]]`,
    ],
    [
      `/v2/job/${coordinator}@1?show=log&type=action&scope=1`,
      `E0307: Runtime error [E0605: Action does not exist [${coordinator}@1@1]]`,
    ],
    [`/v2/job/${coordinator}?len=1.5&offset=x`, 'For input string: "x"'],
    ['/v1/sla?max-events=x', 'E0307: Runtime error [For input string: "x"]'],
    [
      '/v1/sla?filter=x',
      'E0401: Missing configuration property [elements must be semicolon-separated name=value pairs]',
    ],
  ])('%s', async (path, message) => {
    expect((await send('GET', path)).headers.get('oozie-error-message')).toBe(message);
  });

  test('a directory without the definition, then that version 0 has workflows only', async () => {
    const app = writeApp(oneAction('<fs/>'), { 'bundle.xml': '<bundle-app/>' });
    const submit = (kind: string) =>
      send('POST', '/v0/jobs', {
        body: configuration({
          'user.name': 'bob',
          [`oozie.${kind}.application.path`]: `file://${app}`,
        }),
      });
    expect(errorOf(await submit('coord')).slice(0, 2)).toEqual([401, 'E0505']);
    expect(errorOf(await submit('bundle')).slice(0, 2)).toEqual([400, 'E0401']);
  });
});
