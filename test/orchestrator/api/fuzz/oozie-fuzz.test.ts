/** Whatever is sent to any of Oozie's endpoints: no 500, no hang, no stack trace. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import { configuration, oneAction, writeApp } from '../../server/apps.ts';
import { startTestServer, type TestServer } from '../../server/test-server.ts';
import { requestSender } from '../oozie/send-request.ts';
import { KNOWN_JOB, oozieRequest } from './oozie-requests.ts';
import { type RawAnswer, sendRaw } from './raw-request.ts';

let server: TestServer;
let id: string;
const send = requestSender(() => server.url);

beforeAll(async () => {
  server = await startTestServer();
  const app = writeApp(oneAction(`<fs><mkdir path="file://${server.dataDirectory}/made"/></fs>`));
  const properties = { 'user.name': 'bob', 'oozie.wf.application.path': `file://${app}` };
  const { body } = await send('POST', '/v2/jobs?action=start', { body: configuration(properties) });
  ({ id } = JSON.parse(body) as { id: string });
  await eventually(async () =>
    (await send('GET', `/v2/job/${id}?show=status`)).body.includes('SUCCEEDED'),
  );
});

afterAll(() => server.close());

const stackTrace = /\n\s+at |node:internal|\.ts:\d+:\d+\)/;

/** The resource that says it is not there. */
const unavailable = 'InstrumentationService is not running';

function judge(answer: RawAnswer | undefined): void {
  // The server may close the connection on what is no HTTP at all.
  if (answer === undefined) return;
  expect(answer.text).not.toMatch(stackTrace);
  if (!answer.text.includes(unavailable)) expect(answer.status).toBeLessThan(500);
}

test('requests that are nearly right', async () => {
  await fc.assert(
    fc.asyncProperty(oozieRequest, async ({ line, fields, content }) => {
      const head = [line.replaceAll(KNOWN_JOB, id), ...fields].join('\r\n');
      const bytes = Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), content]);
      judge(await sendRaw(server.url, bytes));
    }),
    { numRuns: 1_000 },
  );
});

test('bytes that are no requests', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (bytes) => {
      judge(await sendRaw(server.url, bytes));
    }),
    { numRuns: 200 },
  );
});

test('headers beyond the limit', async () => {
  const head = `GET /oozie/versions?x=${'x'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`;
  expect((await sendRaw(server.url, Buffer.from(head)))?.status).toBe(431);
});

test('the server is well afterwards', async () => {
  expect((await send('GET', `/v2/job/${id}?show=status`)).body).toBe('{"status":"SUCCEEDED"}');
});
