/** A server on which children are run again by their parents only. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { configuration, oneAction, writeApp } from '../server/apps.ts';
import { startTestServer, type TestServer } from '../server/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ settings: new Map([['oozie.wf.rerun.disablechild', 'true']]) });
});

afterAll(() => server.close());

function send(method: string, path: string, properties?: Readonly<Record<string, string>>) {
  return fetch(`${server.url}/oozie/v2/${path}`, {
    method,
    ...(properties && {
      headers: { 'content-type': 'application/xml' },
      body: configuration(properties),
    }),
  });
}

interface Job {
  readonly status: string;
  readonly run: number;
  readonly actions: readonly { readonly name: string; readonly externalId: string }[];
}

function untilKilled(id: string, run: number): Promise<Job> {
  return eventually(async () => {
    const job = (await (await send('GET', `job/${id}?show=info`)).json()) as Job;
    expect(job).toMatchObject({ status: 'KILLED', run });
    return job;
  });
}

test('refuses to run a child again by itself', async () => {
  const child = writeApp(oneAction('<fs><mkdir path="relative"/></fs>'));
  const parent = writeApp(
    oneAction(`<sub-workflow><app-path>file://${child}</app-path></sub-workflow>`),
  );
  const properties = { 'user.name': 'ann', 'oozie.wf.application.path': `file://${parent}` };
  const submitted = await send('POST', 'jobs?action=start', properties);
  const { id } = (await submitted.json()) as { id: string };
  const { actions } = await untilKilled(id, 0);
  const childId = actions.find(({ name }) => name === 'work')?.externalId ?? '';

  const rerun = { 'oozie.wf.rerun.failnodes': 'true' };
  const refused = await send('PUT', `job/${childId}?action=rerun`, rerun);
  expect(refused.status).toBe(400);
  expect(refused.headers.get('oozie-error-message')).toBe(
    'E0755: Workflow Job Rerun Error: Rerun is not allowed through child workflow, ' +
      `please re-run through the parent ${id}`,
  );

  expect((await send('PUT', `job/${id}?action=rerun`, rerun)).status).toBe(200);
  await untilKilled(id, 1);
  await untilKilled(childId, 1);
});
