/** Our own interface on a whole server. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  JobDetails,
  JobList,
  ServerStatus,
  ValidationResult,
} from '../../../../orchestrator/api/native/views.ts';
import { ApiClient } from '../../../../orchestrator/cli/api-client.ts';
import { AnsweredError } from '../../../../orchestrator/cli/error-lines.ts';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';
import { oneAction, shell, writeApp } from '../../server/apps.ts';
import { startTestServer, type TestServer } from '../../server/test-server.ts';

let server: TestServer;
let client: ApiClient;

beforeAll(async () => {
  server = await startTestServer();
  client = new ApiClient(server.url);
});

afterAll(async () => {
  client.close();
  await server.close();
});

function run(app: string, more: Readonly<Record<string, string>> = {}) {
  const properties = { 'user.name': 'bob', 'oozie.wf.application.path': `file://${app}`, ...more };
  return client.submit(new Map(Object.entries(properties)));
}

async function follow(id: string, onFollowed = () => {}) {
  const events = [];
  for await (const event of client.events(id)) {
    if (event.name === 'snapshot') onFollowed();
    events.push(event);
  }
  return events;
}

async function get(path: string): Promise<Response> {
  return await fetch(`${server.url}/api/v1${path}`);
}

test('status', async () => {
  const status = (await (await get('/status')).json()) as ServerStatus;
  expect(status).toMatchObject({
    status: 'running',
    url: server.url,
    processId: process.pid,
    dataDirectory: server.dataDirectory,
  });
});

describe('a job', () => {
  test('is followed from its start to its end', async () => {
    const app = writeApp(oneAction(shell('echo to-out; echo to-err >&2')));
    const { id } = await run(app);
    const events = await follow(id);
    expect(events[0]?.name).toBe('snapshot');
    expect(events.at(-1)).toEqual({ name: 'end', data: { status: 'SUCCEEDED' } });
    const job = await client.job(id);
    expect(job).toMatchObject({ id, name: 'app', status: 'SUCCEEDED', user: 'bob' });
    const work = job.actions.find(({ name }) => name === 'work');
    expect(work).toMatchObject({ status: 'OK', transition: 'end', type: 'shell' });
    expect(work?.attempts).toHaveLength(1);
    expect(await (await get(`/jobs/${id}/actions/work/stdout`)).text()).toBe('to-out\n');
    expect(await (await get(`/jobs/${id}/actions/work/stderr`)).text()).toBe('to-err\n');
    expect(await (await get(`/jobs/${id}/definition`)).text()).toContain('<workflow-app');
    expect(await (await get(`/jobs/${id}/log`)).text()).toContain(`JOB[${id}]`);
  });

  test('that ended is followed at once', async () => {
    const { id } = await run(writeApp(oneAction('<fs/>')));
    await follow(id);
    expect((await follow(id)).map(({ name }) => name)).toEqual(['snapshot', 'end']);
  });

  test('events carry only what has changed', async () => {
    // The command ends after it is followed, or there might be nothing left to change.
    const gate = join(temporaryDirectory(), 'gate');
    const waiting = `until [ -e ${gate} ]; do sleep 0.01; done`;
    const { id } = await run(writeApp(oneAction(shell(waiting))));
    const told = (await follow(id, () => writeFileSync(gate, ''))).flatMap((event) =>
      event.name === 'change' ? event.data.actions.map((action) => JSON.stringify(action)) : [],
    );
    expect(told.length).toBeGreaterThan(1);
    expect(new Set(told).size).toBe(told.length);
  });

  test('two followers see the same end', async () => {
    const { id } = await run(writeApp(oneAction(shell('sleep 0.2'))));
    const ends = await Promise.all([follow(id), follow(id)]);
    for (const events of ends) expect(events.at(-1)?.name).toBe('end');
  });

  test('commands say plainly what they did', async () => {
    const { id } = await run(writeApp(oneAction(shell('exec sleep 300'))));
    expect(await client.command(id, 'resume')).toMatchObject({
      result: 'ignored',
      reason: expect.stringContaining('resume needs SUSPENDED'),
    });
    expect(await client.command(id, 'kill')).toEqual({ result: 'accepted' });
    expect((await follow(id)).at(-1)).toEqual({ name: 'end', data: { status: 'KILLED' } });
    expect(await client.command(id, 'kill')).toMatchObject({ result: 'ignored' });
  });

  test('is listed', async () => {
    const { id } = await run(writeApp(oneAction('<fs/>')));
    await follow(id);
    const list = (await (await get('/jobs?status=SUCCEEDED&length=1')).json()) as JobList;
    expect(list).toMatchObject({ offset: 1, length: 1 });
    expect(list.jobs.map((job) => job.id)).toEqual([id]);
  });
});

describe('validate', () => {
  async function validate(text: string): Promise<ValidationResult> {
    const answer = await fetch(`${server.url}/api/v1/validate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text, file: 'workflow.xml' }),
    });
    return (await answer.json()) as ValidationResult;
  }

  test('tells every problem with its place', async () => {
    const broken = oneAction('<fs/>')
      .replace('<ok to="end"/>', '<ok to="nope"/>')
      .replace('<error to="failed"/>', '<error to="nowhere"/>');
    const { valid, problems } = await validate(broken);
    expect(valid).toBe(false);
    const errors = problems.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code }) => code)).toEqual(['E0708', 'E0708']);
    for (const problem of errors) {
      expect(problem).toMatchObject({ file: 'workflow.xml', line: 3, column: expect.any(Number) });
      expect(problem.mend).toBeTruthy();
    }
  });

  test('a valid definition', async () => {
    expect(await validate(oneAction('<fs/>'))).toEqual({ valid: true, problems: [] });
  });
});

describe('refusals', () => {
  test('an unknown job', async () => {
    const failure = await client.job('nope').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AnsweredError);
    expect(failure).toMatchObject({ httpStatus: 404, view: { code: 'E0604' } });
  });

  test('a definition with an error', async () => {
    const broken = oneAction('<fs/>').replace('<ok to="end"/>', '<ok to="nope"/>');
    const failure = await run(writeApp(broken)).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      view: {
        code: 'E0708',
        line: 3,
        file: expect.stringContaining('workflow.xml'),
        mend: expect.any(String),
      },
    });
  });

  test.each([
    ['POST', '/jobs', '{', 400],
    ['POST', '/jobs', '{}', 400],
    ['POST', '/jobs', '{"properties":{"a":{}}}', 400],
    ['POST', '/jobs', '{"properties":{},"what":1}', 400],
    ['GET', '/jobs?length=0', undefined, 400],
    ['GET', '/jobs?length=100000', undefined, 400],
    ['GET', '/jobs?offset=x', undefined, 400],
    ['GET', `/jobs/${'x'.repeat(300)}`, undefined, 400],
    ['GET', '/nothing', undefined, 404],
    ['DELETE', '/jobs/x', undefined, 404],
    ['GET', '/jobs/x/actions/y/stdout', undefined, 404],
    ['GET', '/jobs/..%2f..%2fetc/log', undefined, 404],
  ])('%s %s %s', async (method, path, body, status) => {
    const answer = await fetch(`${server.url}/api/v1${path}`, {
      method,
      ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
    });
    expect(answer.status).toBe(status);
    const { error } = (await answer.json()) as { error: JobDetails };
    expect(error).toMatchObject({ code: expect.any(String), message: expect.any(String) });
    expect(JSON.stringify(error)).not.toMatch(/\n\s+at /);
  });
});
