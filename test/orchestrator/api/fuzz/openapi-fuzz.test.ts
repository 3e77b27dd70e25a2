/**
 * Requests made from the OpenAPI document, right and wrong: each is answered as the document says,
 * with a status that it names and a body that fits its schema.
 */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import { oneAction, writeApp } from '../../server/apps.ts';
import { startTestServer, type TestServer } from '../../server/test-server.ts';
import { type Schema, valueOfSchema } from './value-of-schema.ts';

interface Content {
  readonly [type: string]: { readonly schema: Schema };
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: 'path' | 'query';
    readonly required?: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

const { paths } = JSON.parse(
  readFileSync(new URL('../../../../schemas/openapi.json', import.meta.url), 'utf8'),
) as { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    ...{ path, method, operation },
    id: operation.operationId,
  })),
);

const ajv = new Ajv2020({ strict: false });
let server: TestServer;
let job: string;

beforeAll(async () => {
  server = await startTestServer();
  const app = writeApp(oneAction(`<fs><mkdir path="file://${server.dataDirectory}/made"/></fs>`));
  const properties = { 'user.name': 'bob', 'oozie.wf.application.path': `file://${app}` };
  const answer = await fetch(`${server.url}/api/v1/jobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ properties }),
  });
  ({ id: job } = (await answer.json()) as { id: string });
  // Streams of events end at once for a job that has ended.
  await eventually(async () => {
    const shown = await fetch(`${server.url}/api/v1/jobs/${job}`);
    return ((await shown.json()) as { status: string }).status === 'SUCCEEDED';
  });
});

afterAll(() => server.close());

interface Call {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

function callsOf({ parameters = [], requestBody }: Operation): fc.Arbitrary<Call> {
  const at = (place: 'path' | 'query') =>
    fc.record(
      Object.fromEntries(
        parameters
          .filter((one) => one.in === place)
          .map(({ name, schema }) => [
            name,
            // Most calls are about a job that there is.
            name === 'id' && place === 'path'
              ? fc.oneof({ weight: 3, arbitrary: fc.constant('JOB') }, valueOfSchema(schema))
              : valueOfSchema(schema),
          ]),
      ),
      place === 'path' ? {} : { requiredKeys: [] },
    );
  const schema = requestBody?.content['application/json']?.schema;
  return fc.record({
    path: at('path'),
    query: at('query'),
    body: schema === undefined ? fc.constant(undefined) : valueOfSchema(schema),
  });
}

function urlOf(template: string, { path, query }: Call): string {
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent((path[name] === 'JOB' ? job : asText(path[name])).toWellFormed()),
  );
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, asText(one)]),
  );
  return `${server.url}${filled}?${new URLSearchParams(pairs)}`;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

test.each(operations)('$id', async ({ path, method, operation }) => {
  await fc.assert(
    fc.asyncProperty(callsOf(operation), async (call) => {
      const answer = await fetch(urlOf(path, call), {
        method: method.toUpperCase(),
        ...(call.body !== undefined && {
          body: JSON.stringify(call.body),
          headers: { 'content-type': 'application/json' },
        }),
      });
      const text = await answer.text();
      expect(answer.status, text).toBeLessThan(500);
      const described = operation.responses[answer.status] ?? operation.responses['4XX'];
      if (answer.status < 400)
        expect(Object.keys(operation.responses)).toContain(`${answer.status}`);
      const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
      const schema = described?.content?.[type]?.schema;
      if (type === 'application/json' && schema !== undefined) {
        expect(ajv.validate(schema, JSON.parse(text)), `${text} ${ajv.errorsText()}`).toBe(true);
      }
    }),
    { numRuns: 40 },
  );
});
