/** Notifications of a whole server's jobs; what is told, and when, is recorded from a real Oozie. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { configuration, shell, writeApp } from '../server/apps.ts';
import { startTestServer, type TestServer } from '../server/test-server.ts';

let server: TestServer;
let listener: Server;
let listenerUrl: string;
let told: string[] = [];

beforeAll(async () => {
  listener = createServer((request, response) => {
    told.push(request.url ?? '');
    response.end();
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  listenerUrl = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  server = await startTestServer();
});

afterEach(() => {
  told = [];
});

afterAll(async () => {
  await server.close();
  listener.closeAllConnections();
  listener.close();
});

async function start(definition: string, more: Readonly<Record<string, string>> = {}) {
  const answer = await fetch(`${server.url}/oozie/v2/jobs?action=start`, {
    method: 'POST',
    headers: { 'content-type': 'application/xml' },
    body: configuration({
      'user.name': 'bob',
      'oozie.wf.application.path': `file://${writeApp(definition)}`,
      'oozie.wf.workflow.notification.url': `${listenerUrl}/job?s=$status&amp;p=$parentId`,
      'oozie.wf.action.notification.url': `${listenerUrl}/action?n=$nodeName&amp;s=$status`,
      ...more,
    }),
  });
  return ((await answer.json()) as { id: string }).id;
}

const workflow = (body: string) =>
  `<workflow-app xmlns="uri:oozie:workflow:1.0" name="app">${body}</workflow-app>`;

const action = (name: string, work: string, ok: string, error = 'k') =>
  `<action name="${name}">${work}<ok to="${ok}"/><error to="${error}"/></action>`;

test('every node and every status of the job is told, in order', async () => {
  const missing = '<fs><chmod path="file:///none/at-all" permissions="755"/></fs>';
  await start(
    workflow(
      `<start to="f"/><fork name="f"><path start="a"/><path start="b"/></fork>${action('a', '<fs/>', 'j')}${action('b', '<fs/>', 'j')}<join name="j" to="d"/>` +
        `<decision name="d"><switch><case to="c">\${false}</case><default to="c"/></switch></decision>${action('c', missing, 'e')}<kill name="k"><message>bad</message></kill><end name="e"/>`,
    ),
  );

  await eventually(() => told.includes('/job?s=KILLED&p='));
  expect(told.toSorted()).toEqual(
    [
      '/job?s=RUNNING&p=',
      '/action?n=:start:&s=T:f',
      '/action?n=f&s=T:*',
      '/action?n=a&s=T:j',
      '/action?n=b&s=T:j',
      '/action?n=j&s=T:d',
      '/action?n=d&s=T:c',
      '/action?n=c&s=T:k',
      '/action?n=k&s=T:null',
      '/job?s=KILLED&p=',
    ].toSorted(),
  );
  expect(told.indexOf('/action?n=f&s=T:*')).toBeLessThan(told.indexOf('/action?n=a&s=T:j'));
});

test('external work is told when it starts, a failure beyond repair as such', async () => {
  const failing = '<fs><delete path="${nothing}"/></fs>';
  await start(
    workflow(
      `<start to="a"/>${action('a', shell('true'), 'u')}${action('u', failing, 'e')}` +
        '<kill name="k"><message>bad</message></kill><end name="e"/>',
    ),
  );

  await eventually(() => told.includes('/job?s=FAILED&p='));
  expect(told.filter((url) => url.startsWith('/action'))).toEqual([
    '/action?n=:start:&s=T:a',
    '/action?n=a&s=S:RUNNING',
    '/action?n=a&s=T:u',
    '/action?n=u&s=S:FAILED',
  ]);
});

test('a job that suspends itself as it starts is told to run first', async () => {
  const id = await start(
    workflow(
      `<start to="a"/>${action('a', '<fs/>', 'e')}<kill name="k"><message>m</message></kill><end name="e"/>`,
    ),
    { 'oozie.suspend.on.nodes': 'a', 'oozie.wf.action.notification.url': '' },
  );
  await eventually(() => told.includes('/job?s=SUSPENDED&p='));
  await fetch(`${server.url}/oozie/v2/job/${id}?action=resume`, { method: 'PUT' });

  await eventually(() => told.includes('/job?s=SUCCEEDED&p='));
  expect(told).toEqual([
    '/job?s=RUNNING&p=',
    '/job?s=SUSPENDED&p=',
    '/job?s=RUNNING&p=',
    '/job?s=SUCCEEDED&p=',
  ]);
});
