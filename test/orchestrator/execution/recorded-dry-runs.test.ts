/** Every recorded workflow definition, dry run: the verdict and code are a real Oozie's. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { recordedExamples, recordedWorkflows } from '../definition/recorded-cases.ts';
import { configuration } from '../server/apps.ts';
import { startTestServer, type TestServer } from '../server/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

/** Answered differently on purpose; ARCHITECTURE.md says more. */
const different: ReadonlyMap<string, string> = new Map([
  ['act-sla-badnominal', 'a dry run finds what a submission would refuse'],
  ['shell-no-jt', 'actions need no job tracker here'],
  ['shell-nn-only', 'actions need no job tracker here'],
  ['java-no-jt', 'actions need no job tracker here'],
]);

const cases = [...recordedWorkflows(), ...recordedExamples()].filter(
  ({ id }) => !different.has(id),
);

describe('dry runs', () => {
  test.each(cases.map((one) => [one.id, one] as const))('%s', async (_, one) => {
    const app = temporaryDirectory();
    writeFileSync(join(app, 'workflow.xml'), one.xml);
    const answer = await fetch(`${server.url}/oozie/v2/jobs?action=dryrun`, {
      method: 'POST',
      headers: { 'content-type': 'application/xml' },
      body: configuration({
        ...one.props,
        'user.name': 'root',
        'oozie.wf.application.path': `file://${app}`,
      }),
    });
    const { status, code } = one.dryrun;
    expect([answer.status, answer.headers.get('oozie-error-code') ?? undefined]).toEqual([
      status,
      code,
    ]);
  });
});

/** What a real Oozie answered: the definition is evaluated as it writes it, and must stay XML. */
describe('texts of expressions', () => {
  const properties = { amp: 'a &amp; b', n: '1' };

  test.each([
    ['${1 > 2}', /Failed to parse the expression \[<workflow-app .*\$\{1 &gt; 2\}/],
    ["${wf:conf('amp')}", /^E0803: IO error, Error on line \d/],
    ['<![CDATA[${1 < 2}]]>', undefined],
    ["<![CDATA[${wf:conf('amp')}]]>", undefined],
    ['${amp}<!-- ${nope} -->', undefined],
  ])('%s', async (text, message) => {
    const app = temporaryDirectory();
    const definition =
      '<workflow-app xmlns="uri:oozie:workflow:0.5" name="a"><start to="k"/><kill name="k">' +
      `<message>${text}</message></kill><end name="e"/></workflow-app>`;
    writeFileSync(join(app, 'workflow.xml'), definition);
    const answer = await fetch(`${server.url}/oozie/v2/jobs?action=dryrun`, {
      method: 'POST',
      headers: { 'content-type': 'application/xml' },
      body: configuration({
        ...properties,
        'user.name': 'root',
        'oozie.wf.application.path': `file://${app}`,
      }),
    });
    const found = answer.headers.get('oozie-error-message');
    if (message === undefined) expect(found).toBeNull();
    else expect(found).toMatch(message);
  });
});
