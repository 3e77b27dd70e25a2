/** Who may use our own interface: the settings, the cookie and the rules are those of Oozie's. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiClient } from '../../../../orchestrator/cli/api-client.ts';
import { oneAction, writeApp } from '../../server/apps.ts';
import { startTestServer, type TestServer } from '../../server/test-server.ts';

let server: TestServer;
const rule = 'oozie.service.ProxyUserService.proxyuser.amy';

beforeAll(async () => {
  server = await startTestServer({
    settings: new Map([
      ['oozie.authentication.simple.anonymous.allowed', 'false'],
      ...[`${rule}.hosts`, `${rule}.groups`].map((name) => [name, '*'] as const),
    ]),
  });
});

afterAll(() => server.close());

const get = (path: string, headers = {}) => fetch(`${server.url}/api/v1${path}`, { headers });

async function submit(query: string): Promise<Response> {
  const path = `file://${writeApp(oneAction('<fs/>'))}`;
  return await fetch(`${server.url}/api/v1/jobs?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      properties: { 'user.name': 'zoe', 'oozie.wf.application.path': path },
      start: false,
    }),
  });
}

async function ownerOf(answer: Response): Promise<string> {
  const { id } = (await answer.json()) as { id: string };
  const job = await get(`/jobs/${id}?user.name=amy`);
  return ((await job.json()) as { user: string }).user;
}

test('nobody is let in without a name', async () => {
  for (const path of ['/status', '/jobs', '/openapi.json', '/nowhere']) {
    const answer = await get(path);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({
      error: { code: 'HOWDAH_UNAUTHENTICATED', mend: expect.stringContaining('user.name') },
    });
  }
});

test('a name gives a cookie, and the cookie is enough', async () => {
  const named = await get('/status?user.name=amy');
  expect(named.status).toBe(200);
  const cookie = named.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect((await get('/status', { cookie })).status).toBe(200);
  expect((await get('/status', { cookie: cookie.replace('u=amy', 'u=bob') })).status).toBe(401);
});

test('a job belongs to its caller, or to whom the caller acts for', async () => {
  expect(await ownerOf(await submit('user.name=amy'))).toBe('amy');
  expect(await ownerOf(await submit('user.name=amy&doAs=bob'))).toBe('bob');
  const refused = await submit('user.name=bob&doAs=amy');
  expect(refused.status).toBe(401);
  expect(await refused.json()).toMatchObject({ error: { code: 'E1400' } });
});

test('the command line names its user, and runs jobs for the one in the properties', async () => {
  const client = new ApiClient(server.url);
  expect((await client.status()).url).toBe(server.url);
  const path = `file://${writeApp(oneAction('<fs/>'))}`;
  const properties = new Map([
    ['user.name', 'zoe'],
    ['oozie.wf.application.path', path],
  ]);
  const { id } = await client.submit(properties);
  expect((await client.job(id)).user).toBe('zoe');
  client.close();
  const nameless = new ApiClient(server.url, '');
  await expect(nameless.status()).rejects.toThrow();
  nameless.close();
});
