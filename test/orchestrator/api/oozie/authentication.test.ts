/** Who calls: cookies, `user.name` and `doAs`; answers are those of a real Oozie 5.2.1. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configuration, oneAction, writeApp } from '../../server/apps.ts';
import { startTestServer, type TestServer } from '../../server/test-server.ts';
import { errorOf, requestSender } from './send-request.ts';

const rule = (user: string, kind: string) =>
  `oozie.service.ProxyUserService.proxyuser.${user}.${kind}`;

let server: TestServer;
const send = requestSender(() => server.url);

beforeAll(async () => {
  server = await startTestServer({
    settings: new Map([
      [rule('hue', 'hosts'), '127.0.0.1, localhost'],
      [rule('hue', 'groups'), '*'],
      [rule('far', 'hosts'), '192.0.2.1'],
      [rule('far', 'groups'), '*'],
      [rule('picky', 'hosts'), '*'],
      [rule('picky', 'groups'), 'a-group-of-nobody'],
    ]),
  });
});

afterAll(() => server.close());

async function cookieOf(user: string): Promise<string> {
  const { headers } = await send('OPTIONS', `/v2/jobs?user.name=${user}`);
  return headers.get('set-cookie')?.split(';')[0] ?? '';
}

async function ownerOfNewJob(query: string, headers: Record<string, string> = {}): Promise<string> {
  const app = writeApp(oneAction('<fs><mkdir path="file:///tmp"/></fs>'));
  const body = configuration({
    'user.name': 'bob',
    'oozie.wf.application.path': `file://${app}`,
  });
  const { id } = JSON.parse((await send('POST', `/v2/jobs${query}`, { body, headers })).body);
  return JSON.parse((await send('GET', `/v2/job/${id}`)).body).user;
}

describe('the handshake', () => {
  test.each(['/versions', '/v2/jobs', '/v2/job/x?show=info', '/nothing/here'])(
    'OPTIONS %s gives a cookie to whoever names himself',
    async (path) => {
      const nobody = await send('OPTIONS', path);
      expect([nobody.status, nobody.headers.get('set-cookie')]).toEqual([200, null]);
      const separator = path.includes('?') ? '&' : '?';
      const amy = await send('OPTIONS', `${path}${separator}user.name=amy`);
      expect(amy.status).toBe(200);
      expect(amy.headers.get('set-cookie')).toMatch(
        /^hadoop\.auth="u=amy&p=amy&t=simple&e=\d{13}&s=[\w+/]{43}="; Path=\/; HttpOnly$/,
      );
    },
  );

  test('a callback has none', async () => {
    expect(errorOf(await send('OPTIONS', '/callback'))).toEqual([
      ...[400, 'E0301', 'E0301: Invalid resource []'],
    ]);
  });

  test('the secret is readable by its owner only', async () => {
    await cookieOf('amy');
    const { mode } = statSync(join(server.dataDirectory, 'auth-secret'));
    expect(mode & 0o777).toBe(0o600);
  });
});

describe('the owner of a job', () => {
  test('is named by the cookie, with and without quotes', async () => {
    const cookie = await cookieOf('amy');
    expect(await ownerOfNewJob('', { cookie })).toBe('amy');
    expect(await ownerOfNewJob('', { cookie: `a=b; ${cookie.replaceAll('"', '')}` })).toBe('amy');
  });

  test('is not who a forged cookie says', async () => {
    const cookie = (await cookieOf('amy')).replaceAll('amy', 'eve');
    expect(await ownerOfNewJob('', { cookie })).toBe('bob');
    const nonsense = 'hadoop.auth="u=eve&p=eve&t=simple&e=9999999999999&s=xx"';
    expect(await ownerOfNewJob('', { cookie: nonsense })).toBe('bob');
  });

  test('is who is acted for', async () => {
    expect(await ownerOfNewJob('?user.name=hue&doAs=joe')).toBe('joe');
  });
});

describe('acting for somebody', () => {
  const hint =
    "If you're attempting to use user-impersonation via a proxy user, please make sure that " +
    'oozie.service.ProxyUserService.proxyuser.#USER#.hosts and ' +
    'oozie.service.ProxyUserService.proxyuser.#USER#.groups are configured correctly';

  test.each([
    ['doAs=joe', 400, 'E1603', `proxyUser cannot be null, ${hint}`],
    ['user.name=hue&doAs=', 400, 'E1603', 'doAsUser cannot be empty'],
    ['user.name=amy&doAs=joe', 401, 'E1400', 'User [amy] not defined as proxyuser'],
    ['user.name=far&doAs=joe', 401, 'E1400', 'Unauthorized host [127.0.0.1] for proxyuser [far]'],
    [
      'user.name=picky&doAs=joe',
      401,
      'E1400',
      'Unauthorized proxyuser [picky] for user [joe], not in proxyuser groups',
    ],
  ])('%s is refused', async (query, ...expected) => {
    expect(errorOf(await send('GET', `/v2/admin/status?${query}`))).toEqual(expected);
  });

  test('is allowed by the rules', async () => {
    expect((await send('GET', '/versions?user.name=hue&doAs=joe')).status).toBe(200);
  });
});

test.each(['', 'a%26b', 'a%3Bb', 'a%22b', 'a%0Ab', 'x'.repeat(300)])(
  'no token can hold the name %.20s',
  async (name) => {
    const answer = await send('GET', `/v2/admin/status?user.name=${name}`);
    expect(errorOf(answer)).toEqual([
      ...[400, 'E1603', "userName is NULL, empty or contains a '&'"],
    ]);
  },
);

test('where nobody is let in unnamed', async () => {
  const strict = await startTestServer({
    settings: new Map([['oozie.authentication.simple.anonymous.allowed', 'false']]),
  });
  try {
    const ask = requestSender(() => strict.url);
    const refused = await ask('GET', '/v2/admin/status');
    expect([refused.status, refused.body]).toEqual([
      401,
      '{"errorMessage":"Authentication required","httpStatusCode":401}',
    ]);
    expect(refused.headers.get('www-authenticate')).toBe('PseudoAuth');
    expect(refused.headers.get('set-cookie')).toBe('hadoop.auth=; Path=/; HttpOnly');
    expect((await ask('GET', '/callback?id=x&status=OK')).status).toBe(200);
    expect((await ask('OPTIONS', '/versions')).status).toBe(401);
    expect((await ask('GET', '/v2/admin/status?user.name=amy')).status).toBe(200);
  } finally {
    await strict.close();
  }
});
