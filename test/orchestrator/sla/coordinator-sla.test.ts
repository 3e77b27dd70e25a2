/** Service levels of coordinators' actions on a whole server, with a mail server that listens. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { listenForMail, type SmtpListener } from '../../actions/email/smtp-listener.ts';
import { eventually } from '../../support/eventually.ts';
import { configuration, writeApp } from '../server/apps.ts';
import { startTestServer, type TestServer } from '../server/test-server.ts';

let server: TestServer;
let smtp: SmtpListener;

beforeAll(async () => {
  smtp = await listenForMail();
  server = await startTestServer({
    settings: new Map([
      ['oozie.email.smtp.host', '127.0.0.1'],
      ['oozie.email.smtp.port', String(smtp.port)],
    ]),
  });
});

beforeEach(() => {
  smtp.mails.length = 0;
});

afterAll(async () => {
  await server.close();
  smtp.close();
});

const succeeding =
  '<workflow-app xmlns="uri:oozie:workflow:1.0" name="w"><start to="e"/><end name="e"/>' +
  '</workflow-app>';
const killed = succeeding
  .replace('to="e"', 'to="k"')
  .replace('<end', '<kill name="k"><message>no</message></kill><end');

const HOUR_MS = 3_600_000;
const nowMs = Date.now();
const utc = (offsetHours: number) =>
  new Date(nowMs + offsetHours * HOUR_MS).toISOString().replace(/:\d\d\.\d+Z/, 'Z');

interface Written {
  readonly name: string;
  readonly info: Readonly<Record<string, string>>;
  readonly workflow?: string;
  /** Actions wait for it. */
  readonly data?: string;
}

/** Three hours ago, two, one and now. */
function coordinator({ name, info, data }: Written): string {
  const expected = Object.entries(info).map(([key, text]) => `<sla:${key}>${text}</sla:${key}>`);
  const zone = 'timezone="UTC"';
  const input = [
    `<datasets><dataset name="d" frequency="60" initial-instance="2020-01-01T00:00Z" ${zone}>`,
    `<uri-template>file://${data}</uri-template></dataset></datasets><input-events>`,
    '<data-in name="i" dataset="d"><instance>${coord:current(0)}</instance></data-in>',
    '</input-events>',
  ].join('');
  return [
    '<coordinator-app xmlns="uri:oozie:coordinator:0.5" xmlns:sla="uri:oozie:sla:0.2"',
    ` name="${name}" frequency="60" start="${utc(-3)}" end="${utc(0.5)}" ${zone}>`,
    data === undefined ? '' : input,
    '<action><workflow><app-path>${workflow}</app-path></workflow>',
    `<sla:info>${expected.join('')}</sla:info></action></coordinator-app>`,
  ].join('');
}

async function submit(
  written: Written,
  properties: Readonly<Record<string, string>> = {},
): Promise<string> {
  const app = writeApp(written.workflow ?? succeeding, { 'coordinator.xml': coordinator(written) });
  return await post({
    workflow: `file://${app}`,
    'oozie.coord.application.path': `file://${app}`,
    ...properties,
  });
}

async function post(properties: Readonly<Record<string, string>>): Promise<string> {
  const answer = await fetch(`${server.url}/oozie/v2/jobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/xml' },
    body: configuration({ 'user.name': 'bob', ...properties }),
  });
  const body = (await answer.json()) as { id?: string; errorMessage?: string };
  if (body.id === undefined) throw new Error(body.errorMessage);
  return body.id;
}

type Summary = Readonly<Record<string, unknown>>;

async function summaries(filter: string, query = ''): Promise<Summary[]> {
  const answer = await fetch(
    `${server.url}/oozie/v2/sla?filter=${encodeURIComponent(filter)}${query}`,
  );
  return ((await answer.json()) as { slaSummaryList: Summary[] }).slaSummaryList;
}

const untilListed = (filter: string, expected: readonly unknown[]) =>
  eventually(async () => {
    expect(await summaries(filter)).toEqual(expected);
    return true;
  });

const nominal = { 'nominal-time': '${coord:nominalTime()}' };

test('each action is watched from its materialisation to its end', async () => {
  const info = { ...nominal, 'should-start': '${30 * MINUTES}', 'should-end': '${5 * HOURS}' };
  const id = await submit({ name: 'hourly', info });
  const action = (number: number) => ({
    ...{ id: `${id}@${number}`, parentId: id, appName: 'hourly', user: 'bob' },
    ...{ appType: 'COORDINATOR_ACTION', jobStatus: 'SUCCEEDED', slaStatus: 'MET' },
    ...{ slaAlertStatus: 'Enabled', expectedDuration: 4.5 * HOUR_MS },
  });
  const late = { eventStatus: 'START_MISS,DURATION_MET,END_MET' };
  await untilListed(`parent_id=${id}`, [
    ...[1, 2, 3].map((number) => expect.objectContaining({ ...action(number), ...late })),
    expect.objectContaining({ ...action(4), eventStatus: 'START_MET,DURATION_MET,END_MET' }),
  ]);
  const [first] = await summaries(`id=${id}@1`);
  expect(first).toMatchObject({ nominalTime: Date.parse(`${utc(-3).slice(0, -1)}:00Z`) });
});

test('one that does not come is missed, and told of to whom it may concern', async () => {
  const told = { 'alert-events': 'end_miss', 'alert-contact': 'ops@example.org' };
  const info = { ...nominal, 'should-end': '${90 * MINUTES}', ...told };
  const id = await submit({ name: 'waits', info, data: '/nowhere/at/all' });
  await eventually(() => smtp.mails.length === 2);
  const text = smtp.mails.map((mail) => mail.text.replaceAll('=\n', '')).join('\n');
  expect(text).toContain(`Job ID : ${id}@1`);
  expect(text).toContain(`Job ID : ${id}@2`);
  expect(text).toContain(`Parent Job ID : ${id}`);
  const missed = { jobStatus: 'WAITING', slaStatus: 'MISS', eventStatus: 'END_MISS' };
  const open = { jobStatus: 'WAITING', slaStatus: 'NOT_STARTED', eventStatus: '' };
  const expected = [missed, missed, open, open].map((one) => expect.objectContaining(one));
  await untilListed(`parent_id=${id}`, expected);
});

test('a killed workflow misses its end, and meets it when it is run again', async () => {
  const info = { ...nominal, 'should-end': '${9 * HOURS}' };
  const written = { name: 'reborn', info, workflow: killed };
  const app = writeApp(killed, { 'coordinator.xml': coordinator(written) });
  const path = `file://${app}`;
  const id = await post({ workflow: path, 'oozie.coord.application.path': path });
  const of = (jobStatus: string, slaStatus: string) =>
    expect.objectContaining({ jobStatus, slaStatus });
  await untilListed(`id=${id}@1`, [of('KILLED', 'MISS')]);

  writeFileSync(`${app}/workflow.xml`, succeeding);
  const answer = await fetch(
    `${server.url}/oozie/v2/job/${id}?action=coord-rerun&type=action&scope=1`,
    { method: 'PUT', headers: { 'content-type': 'application/xml' } },
  );
  expect(answer.status).toBe(200);
  await untilListed(`id=${id}@1`, [of('SUCCEEDED', 'MET')]);
});

test('what cannot be expected fails the coordinator, as it does in a real server', async () => {
  const id = await submit({ name: 'odd', info: { 'nominal-time': 'soon', 'should-end': '1' } });
  await eventually(async () => {
    const answer = await fetch(`${server.url}/oozie/v2/job/${id}?show=status`);
    return (await answer.text()).includes('FAILED');
  });
  expect(await summaries(`parent_id=${id}`)).toEqual([]);
});

test('nobody is told of what the properties of the job switch off', async () => {
  const info = { ...nominal, 'should-end': '${9 * HOURS}' };
  const id = await submit({ name: 'quiet', info }, { 'oozie.sla.disable.alerts': '1,3' });
  const switches = ['Disabled', 'Enabled', 'Disabled', 'Enabled'];
  const expected = switches.map((slaAlertStatus) => expect.objectContaining({ slaAlertStatus }));
  await untilListed(`parent_id=${id}`, expected);
});

test('the actions of a bundle are found by its name and by its id', async () => {
  const info = { ...nominal, 'should-end': '${9 * HOURS}' };
  const files = Object.fromEntries(
    ['one', 'two'].map((name) => [`${name}.xml`, coordinator({ name: 'any', info })]),
  );
  const app = writeApp(succeeding, {
    ...files,
    'bundle.xml': [
      '<bundle-app xmlns="uri:oozie:bundle:0.2" name="pair">',
      ...Object.keys(files).map(
        (file) =>
          `<coordinator name="${file}"><app-path>\${workflow}/${file}</app-path></coordinator>`,
      ),
      '</bundle-app>',
    ].join(''),
  });
  const path = `file://${app}`;
  const id = await post({ workflow: path, 'oozie.bundle.application.path': path });
  await eventually(async () => (await summaries('bundle=pair')).length === 8);
  const listed = await summaries(`bundle=${id}`, '&sortby=parentId');
  const names = listed.map(({ appName }) => appName);
  expect(names).toEqual([...names].sort());
  expect(new Set(names)).toEqual(new Set(['one.xml', 'two.xml']));
  expect(await summaries('bundle=pair;app_name=one.xml')).toHaveLength(4);
  expect(await summaries('bundle=nothing')).toEqual([]);
});

/** A command as clients send it. @returns the status, and the code of an error */
async function command(id: string, query: string) {
  const answer = await fetch(`${server.url}/oozie/v2/job/${id}?${query}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/xml' },
  });
  return [answer.status, answer.headers.get('oozie-error-code')];
}

const change = (value: string) => `action=sla-change&value=${encodeURIComponent(value)}`;

/** Four actions that wait for their data, two of them at a time. */
async function submitWaiting(name: string): Promise<string> {
  const info = {
    ...nominal,
    'should-start': '10',
    'should-end': '${5 * HOURS}',
    'max-duration': '5',
  };
  const written = { name, info, data: '/nowhere/at/all' };
  const app = writeApp(succeeding, {
    'coordinator.xml': coordinator(written).replace(
      '<datasets>',
      '<controls><timeout>-1</timeout><throttle>2</throttle></controls><datasets>',
    ),
  });
  const path = `file://${app}`;
  const id = await post({ workflow: path, 'oozie.coord.application.path': path });
  await eventually(async () => (await summaries(`parent_id=${id}`)).length === 2);
  return id;
}

const switchesOf = async (id: string) =>
  (await summaries(`parent_id=${id}`)).map(({ slaAlertStatus }) => slaAlertStatus);

/** Makes room for the next action. */
async function untilThird(id: string): Promise<void> {
  await command(id, 'action=kill&type=action&scope=1');
  await eventually(async () => (await summaries(`parent_id=${id}`)).length === 3);
}

test('alerts are switched off and on, for the actions to come, too', async () => {
  const id = await submitWaiting('switched');
  expect(await command(id, 'action=sla-disable')).toEqual([200, null]);
  expect(await switchesOf(id)).toEqual(['Disabled', 'Disabled']);
  expect(await command(id, 'action=sla-enable&action-list=2')).toEqual([200, null]);
  expect(await switchesOf(id)).toEqual(['Disabled', 'Enabled']);
  await untilThird(id);
  expect(await switchesOf(id)).toEqual(['Disabled', 'Enabled', 'Disabled']);
  const answer = await fetch(`${server.url}/oozie/v2/job/${id}`);
  const { conf } = (await answer.json()) as { conf: string };
  expect(conf).toMatch(/oozie.sla.disable.alerts<\/name>\s*<value>ALL</);
  expect(conf).toMatch(/oozie.sla.enable.alerts<\/name>\s*<value>2</);
  expect(await command(id, 'action=sla-enable')).toEqual([200, null]);
  expect(await switchesOf(id)).toEqual(['Enabled', 'Enabled', 'Enabled']);
});

test('what is expected is changed, of the actions to come, too', async () => {
  const id = await submitWaiting('changed');
  const minutesOf = async (number: number) => {
    const [found] = await summaries(`id=${id}@${number}`);
    const after = (name: string) => (Number(found?.[name]) - Number(found?.nominalTime)) / 60_000;
    return [after('expectedStart'), after('expectedEnd'), Number(found?.expectedDuration)];
  };
  expect(await minutesOf(1)).toEqual([10, 300, 300_000]);
  expect(await command(id, change('sla-should-end=${20 * MINUTES}'))).toEqual([200, null]);
  // As in Oozie, the duration is not what it was once something else is changed.
  expect(await minutesOf(1)).toEqual([10, 20, 600_000]);
  const both = change('sla-should-start=1;sla-max-duration=${2 * MINUTES}');
  expect(await command(id, both)).toEqual([200, null]);
  expect(await minutesOf(2)).toEqual([1, 20, 120_000]);
  expect(await command(id, `${change('sla-should-end=7')}&action-list=1`)).toEqual([200, null]);
  expect([await minutesOf(1), await minutesOf(2)]).toEqual([
    [1, 7, 360_000],
    [1, 20, 120_000],
  ]);
  await untilThird(id);
  expect(await minutesOf(3)).toEqual([1, 20, 120_000]);
});

test('commands for what there is not are refused', async () => {
  const id = await submitWaiting('refused');
  const none = id.replace(/^\d+/, '9999999');
  expect(await command(none, 'action=sla-disable')).toEqual([400, 'E0604']);
  expect(await command(id, 'action=sla-disable&action-list=x')).toEqual([400, 'E0302']);
  expect(await command(id, 'action=sla-disable&action-list=9')).toEqual([400, 'E0605']);
  expect(await command(id, change('sla-should-end=abc'))).toEqual([400, 'E1027']);
  expect(await command(id, change('sla-should-end=-5'))).toEqual([400, 'E1027']);
  expect(await command(id, change('sla-should-end='))).toEqual([400, 'E1027']);
  expect(await command(id, change('sla-should-end=${nope}'))).toEqual([400, 'E1027']);
  expect(await command(id, change('sla-nominal-time=x'))).toEqual([400, 'E1027']);
  expect(await command(id, change('sla-color=red'))).toEqual([400, 'E1027']);
});
