/** The numbered feed of service levels, in the form in which a real Oozie writes it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import { configuration, writeApp } from '../../server/apps.ts';
import { startTestServer, type TestServer } from '../../server/test-server.ts';
import { errorOf, requestSender } from './send-request.ts';

let server: TestServer;
let id: string;
const send = requestSender(() => server.url);

const app =
  '<workflow-app xmlns="uri:oozie:workflow:0.5" xmlns:sla="uri:oozie:sla:0.2" name="watched">' +
  '<start to="end"/><end name="end"/><sla:info>' +
  '<sla:nominal-time>2020-01-01T00:00Z</sla:nominal-time>' +
  '<sla:should-start>${5 * MINUTES}</sla:should-start>' +
  '<sla:should-end>${10 * MINUTES}</sla:should-end>' +
  '<sla:notification-msg>a &lt; b</sla:notification-msg></sla:info></workflow-app>';

beforeAll(async () => {
  server = await startTestServer();
  const path = `file://${writeApp(app)}`;
  const body = configuration({ 'user.name': 'amy', 'oozie.wf.application.path': path });
  const submitted = await send('POST', '/v2/jobs?action=start', { body });
  ({ id } = JSON.parse(submitted.body) as { id: string });
});

afterAll(() => server.close());

const feed = async (query: string) => (await send('GET', `/v1/sla?${query}`)).body;

test('a job is told with its registration and how it is now', async () => {
  const text = await eventually(async () => {
    const body = await feed('gt-sequence-id=0');
    return body.includes('<job-status>SUCCEEDED</job-status>') ? body : undefined;
  });
  expect(text.split('\r\n').slice(0, 12)).toEqual([
    '<sla-message>',
    '  <event>',
    expect.stringMatching(/^ {4}<sequence-id>\d+<\/sequence-id>$/),
    '    <registration>',
    `      <sla-id>${id}</sla-id>`,
    '      <app-type>WORKFLOW_JOB</app-type>',
    '      <app-name>watched</app-name>',
    '      <user>amy</user>',
    '      <group />',
    '      <parent-sla-id>null</parent-sla-id>',
    '      <expected-start>2020-01-01T00:05Z</expected-start>',
    '      <expected-end>2020-01-01T00:10Z</expected-end>',
  ]);
  expect(text).toContain('<notification-msg>a &lt; b</notification-msg>');
  const last = /<last-sequence-id>(\d+)</.exec(text)?.[1];
  const rest = `<sla-message>\r\n  <last-sequence-id>${last}</last-sequence-id>\r\n</sla-message>\r\n`;
  expect(await feed(`gt-sequence-id=${last}`)).toBe(rest);
  expect(await feed('gt-sequence-id=0&filter=appname=other')).not.toContain('<event>');
  expect(await feed(`gt-sequence-id=0&filter=jobid=${id};appname=watched`)).toContain('<event>');
  expect(await feed('gt-sequence-id=0&max-events=0')).not.toContain('<event>');
});

test.each([
  ['', 'E0401: Missing configuration property [gt-sequence-id parameter is not specified in'],
  ['gt-sequence-id=x', 'E0307: Runtime error [For input string: "x"]'],
  ['gt-sequence-id=0&max-events=x', 'E0307: Runtime error [For input string: "x"]'],
  ['gt-sequence-id=0&max-events=-1', 'E0603: SQL error in operation, The query range from 0 to -1'],
  ['gt-sequence-id=0&filter=x', 'E0401: Missing configuration property [elements must be'],
  ['gt-sequence-id=0&filter=x=y', 'E0401: Missing configuration property [invalid/unsupported'],
])('refuses %s', async (query, message) => {
  const answer = await send('GET', `/v1/sla?${query}`);
  expect(errorOf(answer)[0]).toBe(400);
  expect(errorOf(answer)[2]).toContain(message);
});
