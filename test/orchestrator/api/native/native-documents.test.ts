/** Graphs, logs and the description of our own interface, and whom it does not serve. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readServerSentEvents } from '../../../../orchestrator/cli/server-sent-events.ts';
import { eventually } from '../../../support/eventually.ts';
import { oneAction, shell, writeApp } from '../../server/apps.ts';
import { startTestServer, type TestServer } from '../../server/test-server.ts';

let server: TestServer;
let id: string;

beforeAll(async () => {
  server = await startTestServer();
  id = await run(writeApp(oneAction(shell('echo out; exit 3'))));
  await ended(id);
});

afterAll(() => server.close());

async function run(app: string, properties: Record<string, string> = {}): Promise<string> {
  const answer = await fetch(`${server.url}/api/v1/jobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      properties: {
        'user.name': 'bob',
        'oozie.wf.application.path': `file://${app}`,
        ...properties,
      },
    }),
  });
  return ((await answer.json()) as { id: string }).id;
}

function ended(jobId: string) {
  return eventually(async () => {
    const { status } = (await (await get(`/jobs/${jobId}`)).json()) as { status: string };
    return status !== 'RUNNING' && status !== 'PREP';
  });
}

async function get(path: string): Promise<Response> {
  return await fetch(`${server.url}/api/v1${path}`);
}

test('a job as a graph', async () => {
  expect(await (await get(`/jobs/${id}/graph`)).json()).toEqual({
    nodes: [
      { name: ':start:', kind: 'start', type: null, status: 'OK' },
      { name: 'work', kind: 'action', type: 'shell', status: 'ERROR' },
      { name: 'end', kind: 'end', type: null, status: null },
      { name: 'failed', kind: 'kill', type: null, status: 'OK' },
    ],
    edges: [
      { from: ':start:', to: 'work', transition: null, isTaken: true },
      { from: 'work', to: 'end', transition: 'ok', isTaken: false },
      { from: 'work', to: 'failed', transition: 'error', isTaken: true },
    ],
  });
});

test.each([
  ['svg', 'image/svg+xml', '<svg'],
  ['dot', 'text/plain', 'digraph {'],
  ['png', 'image/png', '\uFFFDPNG'],
])('a job drawn as %s', async (format, type, beginning) => {
  const answer = await get(`/jobs/${id}/graph?format=${format}`);
  expect(answer.headers.get('content-type')).toBe(type);
  expect((await answer.text()).startsWith(beginning)).toBe(true);
});

describe('a log', () => {
  test('is filtered', async () => {
    const all = await (await get(`/jobs/${id}/log`)).text();
    expect(all).toContain('job status=KILLED');
    expect(all).not.toContain('oozieaudit');
    const warnings = await (await get(`/jobs/${id}/log?level=WARN&level=ERROR`)).text();
    expect(warnings).not.toContain(' INFO ');
    const ofAction = await (await get(`/jobs/${id}/log?action=work&limit=1`)).text();
    expect(ofAction.match(/ACTION\[/g)).toEqual(['ACTION[']);
    expect(ofAction).toContain(`ACTION[${id}@work]`);
    expect((await get(`/jobs/${id}/log?level=LOUD`)).status).toBe(400);
  });

  test('is followed to its end', async () => {
    const slow = await run(writeApp(oneAction(shell('sleep 0.2'))));
    const answer = await get(`/jobs/${slow}/log/events`);
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const events = [];
    for await (const event of readServerSentEvents(answer.body as never)) events.push(event);
    const texts = events
      .filter(({ name }) => name === 'log')
      .map(({ data }) => (JSON.parse(data) as { text: string }).text);
    expect(events.at(-1)).toMatchObject({ name: 'end', data: '{"status":"SUCCEEDED"}' });
    expect(texts.join('')).toBe(await (await get(`/jobs/${slow}/log`)).text());
    expect(texts.length).toBeGreaterThan(3);
  });

  test('of nobody', async () => {
    expect((await get('/jobs/x/log/events')).status).toBe(404);
  });
});

test('the description of the interface', async () => {
  const document = (await (await get('/openapi.json')).json()) as { paths: object };
  expect(Object.keys(document.paths)).toContain('/api/v1/jobs/{id}/graph');
});

describe('lists', () => {
  const list = async (query: string) =>
    (await (await get(`/jobs?${query}`)).json()) as { total: number };

  test('by ids and times', async () => {
    expect(await list(`id=${id}`)).toMatchObject({ total: 1 });
    expect(await list(`id=${id}&createdToMs=0`)).toMatchObject({ total: 0 });
    expect(await list(`id=${id}&createdFromMs=0&sortBy=lastModifiedTime`)).toMatchObject({
      total: 1,
    });
    expect((await get('/jobs?createdFromMs=1e300')).status).toBe(400);
  });
});

describe('pages of other sites', () => {
  /** `fetch` would not let us send these. */
  function kill(headers: Record<string, string>): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const url = `${server.url}/api/v1/jobs/${id}/kill`;
      const outgoing = request(url, { method: 'POST', headers }, (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode));
      });
      outgoing.once('error', reject).end();
    });
  }

  test.each([
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://evil.example', host: 'evil.example' }, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'none' }, 200],
    [{}, 200],
  ])('%o: %d', async (headers, status) => {
    expect(await kill(headers)).toBe(status);
  });

  test('our own may', async () => {
    expect(await kill({ origin: server.url })).toBe(200);
  });
});
