/** Every error code that coordinators and bundles can raise, raised through the REST interface. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { coordinatorCodes } from '../../../base/error/coordinator-codes.ts';
import { eventually } from '../../support/eventually.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { errorOf, requestSender } from '../api/oozie/send-request.ts';
import { configuration, writeApp } from '../server/apps.ts';
import { startTestServer, type TestServer } from '../server/test-server.ts';
import { bundleOf, coordinatorOf, type Parts } from './recurring-definitions.ts';

let server: TestServer;
const send = requestSender(() => server.url);
const raised = new Set<string>();

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

const workflow =
  '<workflow-app xmlns="uri:oozie:workflow:1.0" name="w"><start to="e"/><end name="e"/>' +
  '</workflow-app>';

/** Notes the code, and those that it is wrapped around. */
function noteCodes(code: string | null, text: string | null): void {
  for (const [found] of `${code} ${text}`.matchAll(/\bE\d{4}\b/g)) raised.add(found);
}

async function submit(
  kind: 'coord' | 'bundle',
  files: Readonly<Record<string, string>>,
  properties: Readonly<Record<string, string>> = {},
) {
  const app = `file://${writeApp(workflow, files)}`;
  const all = {
    ...{ 'user.name': 'bob', app, [`oozie.${kind}.application.path`]: app },
    ...properties,
  };
  return await send('POST', '/v2/jobs', { body: configuration(all) });
}

async function accepted(kind: 'coord' | 'bundle', definition: string): Promise<string> {
  const file = kind === 'coord' ? 'coordinator.xml' : 'bundle.xml';
  const { body } = await submit(kind, { [file]: definition });
  return (JSON.parse(body) as { id: string }).id;
}

const untilStatus = (id: string, status: string) =>
  eventually(async () => (await send('GET', `/v2/job/${id}?show=status`)).body.includes(status));

const logic = (body: string) => ({ logic: `<input-logic>${body}</input-logic>` });
const instance = (text: string) => ({
  events: `<input-events><data-in name="i" dataset="d"><instance>${text}</instance></data-in></input-events>`,
});
const range = (start: string, end: string) => ({
  events:
    '<input-events><data-in name="i" dataset="d">' +
    `<start-instance>${start}</start-instance><end-instance>${end}</end-instance>` +
    '</data-in></input-events>',
});
const property = (value: string) => ({
  configuration: `<configuration><property><name>p</name><value>${value}</value></property></configuration>`,
});

describe('a coordinator is refused with', () => {
  test.each<[string, string, Partial<Parts>]>([
    ['E0701', 'an element that there is not', { controls: '<controls><speed/></controls>' }],
    [
      'E0738',
      'a parameter that nobody gives',
      { parameters: '<parameters><property><name>x</name></property></parameters>' },
    ],
    ['E1003', 'an end before its start', { end: '2020-01-01T00:00Z' }],
    ['E1003', 'a frequency below five minutes', { frequency: '1' }],
    ['E1004', 'a function that there is not', { frequency: '${coord:years(1)}' }],
    ['E1021', 'an empty instance', instance('')],
    ['E1021', 'a dataset of before 1970', { initialInstance: '1969-01-01T00:00Z' }],
  ])('%s for %s', async (code, _, parts) => {
    const answer = await submit('coord', { 'coordinator.xml': coordinatorOf(parts) });
    const [status, answered, text] = errorOf(answer);
    noteCodes(answered, text);
    expect(status).toBe(400);
    expect(`${answered} ${text}`).toContain(code);
  });

  test('E1002, E1001 and E0902 for datasets that are not there, no file, or nowhere', async () => {
    const including = async (file: string) => {
      const include = `<include>${file}</include>`;
      const answer = await submit('coord', { 'coordinator.xml': coordinatorOf({ include }) });
      const [, code, text] = errorOf(answer);
      noteCodes(code, text);
      return `${code} ${text}`;
    };
    expect(await including('file:///nowhere.xml')).toContain('E1002');
    expect(await including(`file://${temporaryDirectory()}`)).toContain('E1001');
    expect(await including('odd://x/y')).toContain('E0902');
  });
});

describe('an action or its job fails with', () => {
  /** The job fails while it materialises, and the log says why. */
  test.each<[string, string, Partial<Parts>]>([
    [
      'E0902',
      'a template that makes no URI',
      { template: 'file://a b/${DAY}', ...instance('${coord:current(0)}') },
    ],
    [
      'E1010',
      'a range with one end resolved late',
      range('${coord:current(0)}', '${coord:latest(0)}'),
    ],
    ['E1007', 'a service level at no time', { sla: 'soon' }],
    [
      'E1010',
      'a range from its end to its start',
      range('${coord:current(0)}', '${coord:current(-1)}'),
    ],
    ['E1012', 'a wait of words', range('${coord:current(0)}', '${coord:current(-1)}')],
  ])('%s for %s', async (code, _, parts) => {
    const { body, ...answer } = await submit('coord', { 'coordinator.xml': coordinatorOf(parts) });
    if (answer.status === 400) {
      const [, answered, text] = errorOf({ ...answer, body });
      noteCodes(answered, text);
      expect(`${answered} ${text}`).toContain(code);
      return;
    }
    const { id } = JSON.parse(body) as { id: string };
    await untilStatus(id, 'FAILED');
    const log = (await send('GET', `/v2/job/${id}?show=log`)).body;
    noteCodes(code, log);
    expect(log).toContain(code);
  });
});

describe('an action', () => {
  const logOf = async (id: string) => (await send('GET', `/v2/job/${id}?show=log`)).body;

  test.each<[string, string, Partial<Parts>]>([
    ['E1005', 'its app is not there', { app: 'file:///nowhere/at/all' }],
    [
      'E0904',
      'nothing serves its data',
      { template: 'odd://x/${DAY}', ...instance('${coord:current(0)}') },
    ],
    [
      'E1028',
      'its logic names no input',
      { ...instance('${coord:current(0)}'), ...logic('<or name="l"><data-in dataset="x"/></or>') },
    ],
    ['E1004', 'its configuration cannot be evaluated', property("${coord:formatTime('x', 'y')}")],
  ])('tells %s when %s', async (code, _, parts) => {
    const { status, headers, body } = await submit('coord', {
      'coordinator.xml': coordinatorOf(parts),
    });
    const [, answered, text] = errorOf({ status, headers, body });
    noteCodes(answered, text);
    if (status === 400) {
      expect(`${answered} ${text}`).toContain(code);
      return;
    }
    const { id } = JSON.parse(body) as { id: string };
    await eventually(async () => (await logOf(id)).includes(code));
    noteCodes(code, null);
  });
});

describe('a command is refused with', () => {
  const command = async (id: string, query: string, version = 2) => {
    const answer = errorOf(
      await send('PUT', `/v${version}/job/${id}?action=${query}`, { body: '' }),
    );
    noteCodes(answer[1], answer[2]);
    return answer[1];
  };
  const show = async (id: string, query: string) => {
    const answer = errorOf(await send('GET', `/v2/job/${id}?${query}`));
    noteCodes(answer[1], answer[2]);
    return answer[1];
  };

  test('what a running coordinator does not do', async () => {
    const id = await accepted('coord', coordinatorOf(instance('${coord:current(0)}')));
    await untilStatus(id, 'RUNNING');
    const backwards = encodeURIComponent('2026-01-02T00:00Z::2026-01-01T00:00Z');
    expect(await command(id, `coord-rerun&type=date&scope=${backwards}`)).toBe('E0308');
    expect(await command(id, 'coord-rerun&type=date&scope=2030-01-01T00:00Z')).toBe('E0605');
    expect(await command(id, 'coord-rerun&type=action&scope=1')).toBe('E1018');
    expect(await command(id, 'kill&type=action&scope=5-1')).toBe('E0302');
    expect(await command(id, 'change&value=colour%3Dred')).toBe('E1015');
    expect(await command(id, 'change&value=concurrency%3D1', 0)).toBe('E1014');
    expect(await command(id, 'ignore&type=action&scope=1')).toBe('E1024');
    expect(await show(id, `filter=${encodeURIComponent('colour=red')}`)).toBe('E0421');
    expect(await show(id, 'show=missing-dependencies')).toBe('E1029');
    expect(await command(id, 'sla-disable&action-list=1')).toBe('E1026');
    expect(await command(id, 'sla-change&value=sla-colour%3Dred')).toBe('E1027');
    expect(await command(id, 'kill')).toBe(null);
    expect(await command(id, 'change&value=concurrency%3D1')).toBe('E1016');
  });

  test('E1023 for an update that moves the end', async () => {
    const id = await accepted('coord', coordinatorOf({}));
    const app = writeApp(workflow, {
      'coordinator.xml': coordinatorOf({ end: '2026-01-05T00:00Z' }),
    });
    const path = `file://${app}`;
    const properties = { 'user.name': 'bob', app: path, 'oozie.coord.application.path': path };
    const body = configuration(properties);
    const [, code, text] = errorOf(await send('PUT', `/v2/job/${id}?action=update`, { body }));
    noteCodes(code, text);
    expect(text).toContain('E1023');
  });

  test('E1022 for an end before actions that are over', async () => {
    const id = await accepted('coord', coordinatorOf({}));
    await eventually(async () => {
      const { body } = await send('GET', `/v2/job/${id}?len=9`);
      return (JSON.parse(body) as { actions: { status: string }[] }).actions.some(
        ({ status }) => status === 'SUCCEEDED',
      );
    });
    expect(await command(id, 'change&value=endtime%3D2026-01-01T00:01Z')).toBe('E1022');
  });

  test('what a bundle does not do', async () => {
    const id = await accepted(
      'bundle',
      bundleOf('<coordinator name="one"><app-path>${app}</app-path></coordinator>'),
    );
    expect(await command(id, 'change&value=concurrency%3D1')).toBe('E1317');
    expect(await command(id, 'change&value=pausetime%3D2020-01-01T00:00Z')).toBe('E1317');
    expect(await command(id, 'sla-disable&coordinators=nobody')).toBe('E1026');
    expect(await command(id.replace(/^\d+/, '9999999'), 'kill')).toBe('E0604');
  });
});

describe('a bundle is refused with', () => {
  const one = (name: string, path = '${app}') =>
    `<coordinator name="${name}"><app-path>${path}</app-path></coordinator>`;

  test.each([
    ['E0701', 'no coordinator', ''],
    [
      'E1301',
      'a kick-off at no time',
      `<controls><kick-off-time>soon</kick-off-time></controls>${one('a')}`,
    ],
    ['E1304', 'a name that two have', one('a') + one('a')],
    ['E1310', 'a path that cannot be evaluated', one('a', '${nope}')],
    ['E1004', 'a name that cannot be evaluated', one('${nope}')],
  ])('%s for %s', async (code, _, body) => {
    const answer = await submit('bundle', { 'bundle.xml': bundleOf(body) });
    const [status, answered, text] = errorOf(answer);
    noteCodes(answered, text);
    expect(status).toBe(400);
    expect(`${answered} ${text}`).toContain(code);
  });
});

test('E1319 and E1318 fail a bundle, whose log says so', async () => {
  const old = coordinatorOf({ version: '0.1' });
  const app = `file://${writeApp(workflow, { 'coordinator.xml': old })}`;
  const cases = [
    ['E1319', `<coordinator name="one"><app-path>${app}</app-path></coordinator>`],
    ['E1318', '<coordinator name="one" enabled="false"><app-path>${app}</app-path></coordinator>'],
  ] as const;
  for (const [code, body] of cases) {
    const id = await accepted('bundle', bundleOf(body));
    await untilStatus(id, 'FAILED');
    const log = (await send('GET', `/v2/job/${id}?show=log`)).body;
    noteCodes(code, log);
    expect(log).toContain(code);
  }
});

/** Oozie writes these into its own log only, or raises them nowhere; names may even be empty. */
const neverAnswered = new Set([
  ...['E1011', 'E1020', 'E1100', 'E1101', 'E1102', 'E1302', 'E1303', 'E1306', 'E1311', 'E1312'],
  ...['E1305', 'E1313', 'E1314', 'E1315', 'E1316', 'E1320', 'E1321', 'E1323'],
]);

/** By a dry run only: test/orchestrator/coordinator/definition/error-codes.test.ts. */
raised.add('E1006');

test('none of the codes of coordinators and bundles is left out', () => {
  const left = Object.keys(coordinatorCodes).filter(
    (code) => !raised.has(code) && !neverAnswered.has(code),
  );
  expect(left).toEqual([]);
});
