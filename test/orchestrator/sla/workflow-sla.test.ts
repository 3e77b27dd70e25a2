/** Service levels of workflows on a whole server, with a mail server that listens. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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

const LONG_AGO = '2020-01-01T00:00Z';

function info(fields: Readonly<Record<string, string>>): string {
  const body = Object.entries(fields).map(([name, text]) => `<sla:${name}>${text}</sla:${name}>`);
  return `<sla:info>${body.join('')}</sla:info>`;
}

function workflow(ofAction: string, ofJob: string): string {
  return [
    '<workflow-app xmlns="uri:oozie:workflow:1.0" xmlns:sla="uri:oozie:sla:0.2" name="watched">',
    '<start to="a"/><action name="a"><fs/>',
    `<ok to="e"/><error to="e"/>${ofAction}</action><end name="e"/>${ofJob}</workflow-app>`,
  ].join('');
}

async function submit(definition: string, query = '?action=start') {
  const answer = await fetch(`${server.url}/oozie/v2/jobs${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/xml' },
    body: configuration({
      'user.name': 'bob',
      nominal: LONG_AGO,
      minutes: '30',
      'oozie.wf.application.path': `file://${writeApp(definition)}`,
    }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}

const jobLog = async (id: string) =>
  (await fetch(`${server.url}/oozie/v2/job/${id}?show=log`)).text();

test('who is to be told of a missed end is, for the job and for its action', async () => {
  const late = { 'nominal-time': '${nominal}', 'should-end': '${minutes * HOURS}' };
  const told = { ...late, 'alert-contact': 'ops@example.org, other', 'notification-msg': 'Hurry' };
  const { body } = await submit(workflow(info(late), info(told)));

  await eventually(() => smtp.mails.length === 1);
  const [mail] = smtp.mails;
  expect(mail?.recipients).toEqual(['ops@example.org', 'other']);
  expect(mail?.text).toContain(`OOZIE - SLA END_MISS`);
  expect(mail?.text.replaceAll('=\n', '')).toContain('Notification Message : Hurry');
  const log = await eventually(async () => {
    const text = await jobLog(body.id ?? '');
    return text.includes(`ACTION[${body.id}@a] SLA END_MISS`) ? text : undefined;
  });
  expect(log).toContain('ACTION[-] SLA END_MISS');
});

test('clients can list what was expected and what became of it', async () => {
  const late = { 'nominal-time': LONG_AGO, 'should-start': '5', 'should-end': '10' };
  const { body } = await submit(workflow('', info(late)));
  await eventually(async () => {
    const answer = await fetch(`${server.url}/oozie/v2/sla?filter=id=${body.id}`);
    const { slaSummaryList } = (await answer.json()) as { slaSummaryList: unknown[] };
    expect(slaSummaryList).toEqual([
      expect.objectContaining({
        ...{ id: body.id, appType: 'WORKFLOW_JOB', appName: 'watched', user: 'bob' },
        ...{ jobStatus: 'SUCCEEDED', slaStatus: 'MISS', slaAlertStatus: 'Enabled' },
        eventStatus: 'START_MISS,DURATION_MET,END_MISS',
        ...{ nominalTime: Date.parse(LONG_AGO.replace('Z', ':00Z')), expectedDuration: 300_000 },
      }),
    ]);
    return true;
  });
});

test('what nobody asked to be told is not told', async () => {
  const quiet = { 'nominal-time': LONG_AGO, 'should-end': '1', 'alert-events': 'start_miss' };
  const { body } = await submit(
    workflow('', info({ ...quiet, 'alert-contact': 'ops@example.org' })),
  );
  await eventually(async () => (await jobLog(body.id ?? '')).includes('SLA END_MISS'));
  expect(smtp.mails).toEqual([]);
});

test('a mail server that refuses is named in the log', async () => {
  const refused = { 'nominal-time': LONG_AGO, 'should-end': '1' };
  const { body } = await submit(workflow('', info({ ...refused, 'alert-contact': 'reject@x' })));
  await eventually(async () => (await jobLog(body.id ?? '')).includes('could not be sent'));
});

describe('is checked at submission', () => {
  const nominal = { 'nominal-time': LONG_AGO };

  test('a time that is none', async () => {
    const wrong = workflow(info({ 'nominal-time': 'x', 'should-end': '1' }), '');
    const { status, body } = await submit(wrong);
    expect(status).toBe(400);
    expect(body.errorMessage).toMatch(
      /^E0803: IO error, E1007: Unable to add record for SLA\. \[workflow \d{7}-\S+-W\], E0302: Invalid parameter \[x\]/,
    );
    expect(await submit(wrong, '?action=dryrun')).toMatchObject({ status: 201 });
  });

  test.each(['soon', '-5'])('minutes that are none: %s', async (minutes) => {
    const { status, body } = await submit(
      workflow('', info({ ...nominal, 'should-end': minutes })),
    );
    expect(status).toBe(400);
    expect(body.errorMessage).toContain('E1007');
  });

  test.each([
    ['${wf:id()}', "Function 'wf:id' not found"],
    ['${unknown}', 'variable [unknown] cannot be resolved'],
  ])('%s', async (expression, reason) => {
    const wrong = workflow('', info({ ...nominal, 'should-end': expression }));
    for (const query of ['?action=start', '?action=dryrun']) {
      const { status, body } = await submit(wrong, query);
      expect(status).toBe(400);
      expect(body.errorMessage).toBe(
        'E0803: IO error, E1004: Expression language evaluation error, ' +
          `Validation error :${reason}`,
      );
    }
  });
});
