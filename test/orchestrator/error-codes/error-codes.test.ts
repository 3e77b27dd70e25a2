/** Every error code that a workflow can raise, raised through the REST interface. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actionCodes } from '../../../base/error/action-codes.ts';
import { errorTable } from '../../../base/error/error-table.ts';
import { workflowCodes } from '../../../base/error/workflow-codes.ts';
import { eventually } from '../../support/eventually.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { errorOf, requestSender } from '../api/oozie/send-request.ts';
import { configuration, oneAction, shell, writeApp } from '../server/apps.ts';
import { startTestServer, type TestServer } from '../server/test-server.ts';
import { failingActions } from './failing-actions.ts';
import { refusedSubmissions, validWorkflow } from './refused-submissions.ts';

let server: TestServer;
const send = requestSender(() => server.url);
const directory = temporaryDirectory();
const actions = failingActions(`file://${directory}`);
const raised = new Set<string>();

beforeAll(async () => {
  const failing = join(directory, 'failing.sh');
  writeFileSync(failing, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  server = await startTestServer({
    settings: new Map([
      ['oozie.email.smtp.host', '127.0.0.1'],
      ['oozie.email.smtp.port', '1'],
      ['oozie.action.fs.glob.max', '2'],
      ['oozie.credentials.credentialclasses', 'failing=command'],
      ['howdah.credentials.failing.command', failing],
    ]),
  });
});

afterAll(() => server.close());

function submit(app: string, properties: Readonly<Record<string, string>> = {}, query = '') {
  const all = { 'user.name': 'bob', 'oozie.wf.application.path': `file://${app}`, ...properties };
  return send('POST', `/v2/jobs${query}`, { body: configuration(all) });
}

async function start(app: string, properties: Readonly<Record<string, string>> = {}) {
  const { body } = await submit(app, properties, '?action=start');
  return (JSON.parse(body) as { id: string }).id;
}

interface JobAnswer {
  readonly status: string;
  readonly actions: readonly Record<string, string>[];
}

async function ended(id: string): Promise<JobAnswer> {
  return await eventually(async () => {
    const job = JSON.parse((await send('GET', `/v2/job/${id}?show=info`)).body) as JobAnswer;
    return ['SUCCEEDED', 'KILLED', 'FAILED'].includes(job.status) ? job : undefined;
  });
}

describe('a submission is refused with', () => {
  test.each(refusedSubmissions)('$code when $because ($message)', async (refused) => {
    const { code, definition = validWorkflow, properties, files, message = '' } = refused;
    const answer = await submit(writeApp(definition, files), properties);

    const [status, answered, text] = errorOf(answer);
    expect([status >= 400, answered]).toEqual([true, code]);
    expect(text).toContain(message);
    for (const found of `${code} ${text}`.matchAll(/\bE\d{4}\b/g)) raised.add(found[0]);
  });
});

describe('an action fails with', () => {
  test.each(actions)('$code when $because', async ({ code, work, jobStatus, credentials }) => {
    const named = (name: string, type: string) => `<credential name="${name}" type="${type}"/>`;
    const block = `<credentials>${named('unserved', 'none')}${named('failing', 'failing')}</credentials>`;
    const definition = oneAction(work)
      .replace('<start', `${block}<start`)
      .replace('name="work"', `name="work"${credentials ? ` cred="${credentials}"` : ''}`);
    const job = await ended(await start(writeApp(definition)));

    expect(job.actions.find(({ name }) => name === 'work')).toMatchObject({ errorCode: code });
    expect(job.status).toBe(jobStatus);
    expect(job.actions.find(({ name }) => name === 'failed')?.errorCode).toBe(
      jobStatus === 'KILLED' ? 'E0729' : undefined,
    );
    raised.add(code).add('E0729');
  });
});

test('E0756 for the message of a kill node that cannot be evaluated', async () => {
  const definition = oneAction(shell('false')).replace('${wf:lastErrorNode()}', '${nope}');
  const job = await ended(await start(writeApp(definition)));
  const kill = job.actions.find(({ name }) => name === 'failed');
  expect([job.status, kill?.status, kill?.errorCode]).toEqual(['KILLED', 'ERROR', 'E0756']);
  raised.add('E0756');
});

test('SUBWF001 for a sub-workflow that lies too deep', async () => {
  const deep = { 'oozie.action.subworkflow.depth': '50' };
  const child = `<sub-workflow><app-path>file://${writeApp(validWorkflow)}</app-path></sub-workflow>`;
  const job = await ended(await start(writeApp(oneAction(child)), deep));
  expect(job.actions.find(({ name }) => name === 'work')?.errorCode).toBe('SUBWF001');
  raised.add('SUBWF001');
});

test('E0709 for a node that two paths reach, where that is not checked before', async () => {
  const fork = '<fork name="f"><path start="a"/><path start="b"/></fork>';
  const branch = (name: string) =>
    `<action name="${name}"><fs/><ok to="c"/><error to="k"/></action>`;
  const definition = [
    '<workflow-app xmlns="uri:oozie:workflow:1.0" name="app"><start to="f"/>',
    `${fork}${branch('a')}${branch('b')}`,
    `<action name="c">${shell('sleep 30')}<ok to="e"/><error to="k"/></action>`,
    '<kill name="k"><message>m</message></kill><end name="e"/></workflow-app>',
  ].join('');
  const id = await start(writeApp(definition), { 'oozie.wf.validate.ForkJoin': 'false' });
  expect((await ended(id)).status).toBe('FAILED');
  expect((await send('GET', `/v2/job/${id}?show=log`)).body).toContain('E0709');
  raised.add('E0709');
});

describe('a command is refused with', () => {
  const rerun = (id: string, properties: Readonly<Record<string, string>>) =>
    send('PUT', `/v2/job/${id}?action=rerun`, { body: configuration(properties) });

  test('E0604 and E0605 for what there is not', async () => {
    const none = '0000000-261121000000000-nobody-W';
    expect(errorOf(await send('GET', `/v2/job/${none}?show=info`))[1]).toBe('E0604');
    expect(errorOf(await send('GET', `/v2/job/${none}@a?show=info`))[1]).toBe('E0605');
  });

  test('E0801 and E0805 for a job that runs', async () => {
    const id = await start(writeApp(oneAction(shell('sleep 60'))));
    expect(errorOf(await send('PUT', `/v2/job/${id}?action=start`))[1]).toBe('E0801');
    expect(errorOf(await rerun(id, { 'oozie.wf.rerun.failnodes': 'true' }))[1]).toBe('E0805');
    await send('PUT', `/v2/job/${id}?action=kill`);
    expect((await ended(id)).status).toBe('KILLED');
    raised.add('E0801').add('E0805');
  });

  test('E0404, E0806 and E0807 for a rerun that says what is to be skipped wrongly', async () => {
    const id = await start(writeApp(oneAction(shell('sleep 60'))));
    await send('PUT', `/v2/job/${id}?action=kill`);
    await ended(id);
    const skip = (nodes: string) => rerun(id, { 'oozie.wf.rerun.skip.nodes': nodes });
    const both = { 'oozie.wf.rerun.skip.nodes': 'work', 'oozie.wf.rerun.failnodes': 'true' };
    expect(errorOf(await rerun(id, both))[1]).toBe('E0404');
    expect(errorOf(await skip('work'))[1]).toBe('E0806');
    expect(errorOf(await skip('nobody'))[1]).toBe('E0807');
    raised.add('E0806').add('E0807');
  });

  test('E0300, E0303 and E0420 for requests that are none', async () => {
    const body = '{}';
    const headers = { 'content-type': 'application/json' };
    expect(errorOf(await send('POST', '/v2/jobs', { body, headers }))[1]).toBe('E0300');
    const id = await start(writeApp(validWorkflow));
    expect(errorOf(await send('PUT', `/v2/job/${id}?action=dance`))[1]).toBe('E0303');
    expect(errorOf(await send('GET', '/v2/jobs?filter=color=red'))[1]).toBe('E0420');
  });
});

/**
 * The schema is always faster than these, and E0804 is said of defaults as E0808, as in Oozie.
 */
const neverFirst = new Set(['E0704', 'E0710', 'E0731', 'E0740', 'E0804']);

/** Raised only on a server that is set so: test/orchestrator/execution/child-reruns.test.ts. */
raised.add('E0755');

/**
 * What the definition cannot bring about by itself, and where each of them is raised instead. The
 * codes that nothing raises are Hadoop's: definitions name them, and `ALL`, for user retry.
 */
const notByDefinition: Readonly<Record<string, string>> = {
  JA001: 'nothing here: Hadoop meets an unknown host',
  JA002: 'nothing here: Hadoop denies access',
  JA006: 'nothing here: Hadoop is not reached',
  JA009: 'a machine without processes or files to spare: test/actions/process',
  JA017: 'nothing here: an application that YARN has lost',
  JA019: 'nothing here: a launcher that YARN could not start',
  EM002: 'a server without address of its own: test/actions/email',
  FS003: 'nothing here: a path that two file systems share',
  XML_ERROR: 'a value that is no text of XML: test/orchestrator/definition/el',
};

test('none of the codes of actions is left out', () => {
  const codes = Object.keys(actionCodes).filter((code) => !code.startsWith('HOWDAH'));
  const missing = codes.filter((code) => !raised.has(code) && !(code in notByDefinition));
  expect(missing).toEqual([]);
  expect(Object.keys(notByDefinition).filter((code) => raised.has(code))).toEqual([]);
});

test('none of the codes of workflows is left out', () => {
  const workflowOnes = Object.keys(workflowCodes).filter((code) => code.startsWith('E'));
  expect(workflowOnes.filter((code) => !raised.has(code) && !neverFirst.has(code))).toEqual([]);
  expect([...raised].filter((code) => !(code in errorTable))).toEqual([]);
});
