/** Whatever is sent, the answer is a clear refusal: never a 500, a stack trace or a hang. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../server/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

const id = fc.constantFrom('0000000-261121045808831-oozie-root-W', 'x', '..', 'a@b', '@', 'a%00b');
const word = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), id);
const parameters = fc.array(
  fc.tuple(
    fc.constantFrom(
      ...['action', 'show', 'filter', 'offset', 'len', 'jobtype', 'timezone', 'logfilter'],
      ...['external-id', 'bulk', 'file', 'user', 'user.name', 'status', 'length', 'attempt'],
    ),
    fc.oneof(
      word,
      fc.constantFrom('info', 'log', 'start', 'kill', 'status=RUNNING', 'name=a;b=c', '-1', '1e9'),
    ),
  ),
  { maxLength: 4 },
);
const path = fc.oneof(
  fc.tuple(fc.constantFrom('/oozie/v0/job/', '/oozie/v1/job/', '/oozie/v2/job/'), word),
  fc.tuple(fc.constantFrom('/oozie/v1/jobs', '/oozie/v2/jobs', '/oozie/v2/validate')),
  fc.tuple(fc.constant('/api/v1/jobs/'), word, fc.constantFrom('', '/log', '/kill', '/definition')),
  fc.tuple(
    fc.constant('/api/v1/jobs/'),
    id,
    fc.constant('/actions/'),
    word,
    fc.constant('/stdout'),
  ),
  fc.tuple(fc.constantFrom('/api/v1/jobs', '/api/v1/validate', '/api/v1/status', '/', '/oozie/')),
);
const body = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.json(),
  fc.constantFrom(
    '<configuration/>',
    '<configuration><property/></configuration>',
    '{"text":"<a"}',
  ),
  fc
    .string()
    .map((value) => `<configuration><property><name>${value}</name></property></configuration>`),
  fc.dictionary(fc.string(), fc.string()).map((properties) => JSON.stringify({ properties })),
);
const request = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'),
  path: path.map((parts) =>
    parts.map((part, at) => (at % 2 === 1 ? escaped(part) : part)).join(''),
  ),
  parameters,
  type: fc.constantFrom('application/xml', 'application/json', 'text/plain', 'nonsense', ''),
  body,
});

/** As `encodeURIComponent`, which throws for halves of surrogate pairs. */
function escaped(part: string): string {
  return encodeURIComponent(part.toWellFormed());
}

test('random requests', async () => {
  await fc.assert(
    fc.asyncProperty(request, async ({ method, path, parameters, type, body }) => {
      const query = new URLSearchParams(parameters);
      const hasBody = method === 'POST' || method === 'PUT';
      const answer = await fetch(`${server.url}${path}?${query}`, {
        method,
        headers: type === '' ? {} : { 'content-type': type },
        ...(hasBody && { body }),
      });
      const text = await answer.text();
      expect(answer.status).toBeLessThan(500);
      expect(text).not.toMatch(/\n {4}at |node:internal/);
    }),
    { numRuns: 500 },
  );
});
