/** Credentials on a whole server: handed to the command, and nowhere to be seen. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { configuration, shell, writeApp } from '../server/apps.ts';
import { startTestServer, type TestServer } from '../server/test-server.ts';

const FILE_SECRET = 'p4ss-from-the-file';
const COMMAND_SECRET = 'token-of-the-vault';
const ENVIRONMENT_SECRET = 'environment-secret';

let server: TestServer;
let directory: string;
let lines: string;

beforeAll(async () => {
  directory = temporaryDirectory();
  lines = join(directory, 'seen');
  const secretsFile = join(directory, 'warehouse.properties');
  const text = `WAREHOUSE_PASSWORD=${FILE_SECRET}\nwarehouse.password=${FILE_SECRET}\n`;
  writeFileSync(secretsFile, text, { mode: 0o600 });
  const vault = join(directory, 'vault');
  const script = `#!/bin/sh\necho "VAULT_TOKEN=${COMMAND_SECRET}"\nenv | grep CREDENTIAL_ | sort\n`;
  writeFileSync(vault, `${script}sed 1,2d >&2\n`, { mode: 0o700 });
  writeFileSync(join(directory, 'broken'), '#!/bin/sh\necho leaked-half; exit 3\n', {
    mode: 0o700,
  });
  process.env.HOWDAH_TEST_SECRET = ENVIRONMENT_SECRET;
  server = await startTestServer({
    settings: new Map([
      [
        'oozie.credentials.credentialclasses',
        'file=file,vault=command,env=environment,broken=command,hcat=org.apache.oozie.HCatCredentials',
      ],
      ['howdah.credentials.file.file', secretsFile],
      ['howdah.credentials.vault.command', vault],
      ['howdah.credentials.broken.command', join(directory, 'broken')],
      ['howdah.credentials.env.variables', 'API_KEY=HOWDAH_TEST_SECRET'],
    ]),
  });
});

afterEach(() => writeFileSync(lines, ''));

afterAll(async () => {
  delete process.env.HOWDAH_TEST_SECRET;
  await server.close();
});

function app(cred: string, script: string): string {
  const credentials = ['file', 'vault', 'env', 'broken', 'hcat', 'unknown']
    .map(
      (type) =>
        `<credential name="${type}-credential" type="${type}">` +
        '<property><name>jdbc.url</name><value>jdbc:${host}</value></property></credential>',
    )
    .join('');
  return writeApp(
    [
      '<workflow-app xmlns="uri:oozie:workflow:1.0" name="app">',
      `<credentials>${credentials}</credentials>`,
      '<start to="work"/>',
      `<action name="work" cred="${cred}">${shell(script)}<ok to="end"/><error to="failed"/></action>`,
      '<kill name="failed"><message>no</message></kill><end name="end"/></workflow-app>',
    ].join(''),
  );
}

interface Ended {
  readonly id: string;
  readonly status: string;
  readonly actions: readonly Record<string, string>[];
}

async function start(appDirectory: string, more: Readonly<Record<string, string>> = {}) {
  const answer = await fetch(`${server.url}/oozie/v2/jobs?action=start`, {
    method: 'POST',
    headers: { 'content-type': 'application/xml' },
    body: configuration({
      'user.name': 'bob',
      host: 'warehouse.example',
      'oozie.wf.application.path': `file://${appDirectory}`,
      ...more,
    }),
  });
  return ((await answer.json()) as { id: string }).id;
}

async function run(appDirectory: string, more: Readonly<Record<string, string>> = {}) {
  const id = await start(appDirectory, more);
  return await eventually(async () => {
    const job = (await (await fetch(`${server.url}/oozie/v2/job/${id}?show=info`)).json()) as Ended;
    return ['SUCCEEDED', 'KILLED', 'FAILED'].includes(job.status) ? job : undefined;
  });
}

const work = (job: Ended) => job.actions.find((action) => action.name === 'work');

const script = (tail = '') =>
  `env | grep -E 'WAREHOUSE_PASSWORD|VAULT_TOKEN|API_KEY' | sort > ${lines}; ` +
  `cat action.xml >> ${lines}; env; echo "$WAREHOUSE_PASSWORD" >&2; ${tail}`;

test('gets the secrets of every kind of provider, and the properties as written', async () => {
  const job = await run(app('file-credential, VAULT-credential,env-credential', script()));

  expect(job.status).toBe('SUCCEEDED');
  const seen = readFileSync(lines, 'utf8');
  expect(seen).toContain(`API_KEY=${ENVIRONMENT_SECRET}\n`);
  expect(seen).toContain(`VAULT_TOKEN=${COMMAND_SECRET}\n`);
  expect(seen).toContain(`WAREHOUSE_PASSWORD=${FILE_SECRET}\n`);
  expect(seen).toContain('<name>jdbc.url</name><value>jdbc:warehouse.example</value>');
  expect(seen).toContain(`<name>warehouse.password</name><value>${FILE_SECRET}</value>`);
});

test('no view, log or file of the job shows a secret', async () => {
  const capturing = app('file-credential,vault-credential', script('echo "k=$VAULT_TOKEN"')).trim();
  const job = await run(capturing);
  const attempt = join(server.dataDirectory, 'jobs', job.id, 'work@0-1');
  const views = await Promise.all(
    [
      `/oozie/v2/job/${job.id}?show=info`,
      `/oozie/v2/job/${job.id}@work?show=info`,
      `/oozie/v2/job/${job.id}?show=log`,
      `/api/v1/jobs/${job.id}`,
      `/api/v1/jobs/${job.id}/actions/work/stdout`,
      `/api/v1/jobs/${job.id}/actions/work/stderr`,
    ].map(async (path) => (await fetch(server.url + path)).text()),
  );
  const files = ['stdout', 'stderr', 'work/action.xml'].map((file) =>
    readFileSync(join(attempt, file), 'utf8'),
  );

  const everything = [...views, ...files].join('\n');
  expect(everything).not.toContain(FILE_SECRET);
  expect(everything).not.toContain(COMMAND_SECRET);
  expect(files[0]).toContain(`VAULT_TOKEN=${'*'.repeat(COMMAND_SECRET.length)}`);
});

test('nor does who looks on while the command runs', async () => {
  const id = await start(app('file-credential', 'echo "it is $WAREHOUSE_PASSWORD"; sleep 60'));
  const output = await eventually(async () => {
    const path = `/api/v1/jobs/${id}/actions/work/stdout`;
    const answer = await fetch(server.url + path);
    return answer.ok ? await answer.text() : undefined;
  });
  await fetch(`${server.url}/oozie/v2/job/${id}?action=kill`, { method: 'PUT' });
  expect(output).toBe(`it is ${'*'.repeat(FILE_SECRET.length)}\n`);
});

test('the command is told what it is asked for', async () => {
  const ask = `env | grep ^CREDENTIAL_ | sort > ${lines}`;
  const job = await run(app('vault-credential', ask));

  expect(readFileSync(lines, 'utf8')).toBe(
    [
      `CREDENTIAL_ACTION_ID=${job.id}@work`,
      `CREDENTIAL_JOB_ID=${job.id}`,
      'CREDENTIAL_NAME=vault-credential',
      'CREDENTIAL_TYPE=vault',
      'CREDENTIAL_USER=bob',
      '',
    ].join('\n'),
  );
});

test.each([
  ['nobody', 'JA021', 'Could not load credentials with name [nobody]]'],
  ['unknown-credential', 'JA020', 'of type [unknown] with name [unknown-credential]]'],
  ['hcat-credential', 'JA020', 'of type [hcat] with name [hcat-credential]]'],
  ['broken-credential', 'E0510', 'broken ended with exit status 3'],
])('%s ends in %s', async (cred, code, message) => {
  const job = await run(app(cred, 'true'));

  expect(job.status).toBe('KILLED');
  expect(work(job)).toMatchObject({ status: 'ERROR', errorCode: code });
  expect(work(job)?.errorMessage).toContain(message);
  expect(work(job)?.errorMessage).not.toContain('leaked');
});

test('oozie.credentials.skip leaves them out', async () => {
  const job = await run(app('nobody', `env > ${lines}`), { 'oozie.credentials.skip': 'true' });

  expect(job.status).toBe('SUCCEEDED');
  expect(readFileSync(lines, 'utf8')).not.toContain('WAREHOUSE_PASSWORD');
});
