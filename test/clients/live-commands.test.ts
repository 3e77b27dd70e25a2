/** The real `oozie` against jobs that run: an app of a cluster, and commands while it waits. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { oneAction, shell, writeApp } from '../orchestrator/server/apps.ts';
import { startTestServer, type TestServer } from '../orchestrator/server/test-server.ts';
import { eventually } from '../support/eventually.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { OozieCommandLine } from './oozie-command-line.ts';

const example = fileURLToPath(new URL('../fixture/oozie/examples/shell/', import.meta.url));

let server: TestServer;
let oozie: OozieCommandLine;

beforeAll(async () => {
  const cluster = join(temporaryDirectory(), 'cluster');
  const app = join(cluster, 'user', 'root', 'examples', 'apps', 'shell');
  mkdirSync(app, { recursive: true });
  cpSync(example, app, { recursive: true });
  const rule = 'oozie.service.ProxyUserService.proxyuser.root';
  server = await startTestServer({
    settings: new Map([
      ['howdah.name-node.map', `hdfs://localhost:8020=${cluster}`],
      [`${rule}.hosts`, '*'],
      [`${rule}.groups`, '*'],
    ]),
  });
  oozie = OozieCommandLine.start({
    url: `${server.url}/oozie`,
    homeDirectory: temporaryDirectory(),
  });
});

afterAll(async () => {
  await oozie.close();
  await server.close();
});

const idOf = (stdout: string) => /^job: (\S+)/m.exec(stdout)?.[1] ?? '';

const rowOf = (stdout: string, node: string) =>
  stdout
    .split('\n')
    .find((line) => line.includes(`@${node} `))
    ?.split(/\s+/)
    .slice(1, 5);

async function untilStatus(id: string, status: string): Promise<string> {
  return await eventually(async () => {
    const stdout = await oozie.succeed('job', '-info', id);
    return stdout.includes(`Status        : ${status}`) ? stdout : undefined;
  });
}

async function runShell(script: string): Promise<string> {
  const app = writeApp(oneAction(shell(script)));
  const properties = join(app, 'job.properties');
  writeFileSync(properties, `oozie.wf.application.path=file://${app}\n`);
  return idOf(await oozie.succeed('job', '-config', properties, '-run'));
}

describe('an app of a cluster', () => {
  test('is run with the properties that it always had', async () => {
    const properties = join(example, 'job.properties');
    expect(await oozie.succeed('job', '-config', properties, '-dryrun')).toBe('OK\n');
    const id = idOf(await oozie.succeed('job', '-config', properties, '-run'));
    const stdout = await untilStatus(id, 'SUCCEEDED');
    expect(stdout).toContain('App Path      : hdfs://localhost:8020/user/root/examples/apps/shell');
    expect(rowOf(stdout, 'shell-node')?.[0]).toBe('OK');
    expect(rowOf(stdout, 'end')?.[0]).toBe('OK');
  });
});

describe('a job that runs', () => {
  test('is suspended, resumed, looked at and killed', async () => {
    const id = await runShell('exec sleep 300');
    await untilStatus(id, 'RUNNING');
    const again = await oozie.run('job', '-start', id);
    expect(again).toMatchObject({ exitCode: 255 });
    expect(again.stderr).toMatch(/^Error: E0801 : E0801: /);
    await oozie.succeed('job', '-suspend', id);
    await untilStatus(id, 'SUSPENDED');
    await oozie.succeed('job', '-resume', id);
    await untilStatus(id, 'RUNNING');
    const verbose = await oozie.succeed('job', '-info', id, '-verbose');
    expect(verbose).toContain(`/api/v1/jobs/${id}/actions/work/stdout`);
    const listed = await oozie.succeed('jobs', '-filter', `id=${id};status=RUNNING`);
    expect(listed).toContain(id);
    const killed = await oozie.succeed('jobs', '-kill', '-filter', `id=${id}`);
    expect(killed).toContain('the following jobs have been killed');
    expect(rowOf(await untilStatus(id, 'KILLED'), 'work')?.[0]).toBe('KILLED');
    expect(await oozie.succeed('job', '-poll', id, '-verbose')).toBe('KILLED\n');
  });

  test('has logs', async () => {
    const id = await runShell('echo said; exit 3');
    await untilStatus(id, 'KILLED');
    const log = await oozie.succeed('job', '-log', id);
    for (const line of log.trimEnd().split('\n')) {
      expect(line).toMatch(
        /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} +[A-Z]+ \S+:\d+ - SERVER\[.*\] USER\[root\] GROUP\[-\] TOKEN\[\] APP\[app\] JOB\[.*\] ACTION\[.*\] /,
      );
    }
    const warnings = await oozie.succeed('job', '-log', id, '-logfilter', 'loglevel=WARN;limit=1');
    expect(warnings.trimEnd().split('\n')).toHaveLength(1);
    expect(await oozie.succeed('job', '-errorlog', id)).toContain(' WARN ');
    const audit = await oozie.succeed('job', '-auditlog', id);
    expect(audit).toContain(
      `USER [root], GROUP [null], APP [app], JOBID [${id}], OPERATION [start]`,
    );
  });

  test('of which one action failed is run again from there', async () => {
    const flag = join(temporaryDirectory(), 'flag');
    const id = await runShell(`test -e ${flag}`);
    await untilStatus(id, 'KILLED');
    writeFileSync(flag, '');
    await oozie.succeed('job', '-rerun', id, '-Doozie.wf.rerun.failnodes=true');
    const stdout = await untilStatus(id, 'SUCCEEDED');
    expect(stdout).toContain('Run           : 1');
    const audit = await oozie.succeed('job', '-auditlog', id);
    expect(audit).toContain('OPERATION [rerun]');
  });
});

describe('the server', () => {
  test('is told what to do by its administrator', async () => {
    expect(await oozie.succeed('admin', '-systemmode', 'NOWEBSERVICE')).toBe(
      'System mode: NOWEBSERVICE\n',
    );
    const refused = await oozie.run('job', '-kill', 'x');
    expect(refused.stderr).toBe('Error: E0002 : System is in safe mode\n');
    await oozie.succeed('admin', '-systemmode', 'NORMAL');
  });

  test.each([
    ['-configuration', 'oozie.authentication.type : simple'],
    ['-osenv', 'PATH : '],
    ['-javasysprops', 'os.name : '],
    ['-queuedump', '[Server Queue Dump]:'],
    ['-metrics', 'jobstatus.RUNNING : '],
    ['-version', 'Oozie server build version: {'],
    ['-shareliblist', '[Available ShareLib]'],
    ['-sharelibupdate', '[ShareLib update status]'],
  ])('tells with admin %s', async (option, expected) => {
    expect(await oozie.succeed('admin', option)).toContain(expected);
  });
});
