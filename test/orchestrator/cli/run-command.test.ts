/** `howdah run`: every exit status and what is said with it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JobDetails, JobList } from '../../../orchestrator/api/native/views.ts';
import { eventually } from '../../support/eventually.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { oneAction, shell, writeApp } from '../server/apps.ts';
import { HowdahProcess, howdah, howdahServer, newDataDirectory } from './howdah-process.ts';

/** Node indents the lines of a stack by four. */
const stackTrace = /\n {4}at /;

async function storedJob(dataDirectory: string): Promise<JobDetails> {
  const list = await howdah(['jobs', '--json'], dataDirectory);
  const [job] = (JSON.parse(list.stdout) as JobList).jobs;
  const shown = await howdah(['job', job?.id ?? '', '--json'], dataDirectory);
  return JSON.parse(shown.stdout) as JobDetails;
}

describe('exit 0', () => {
  test('a job that succeeds: one line an action', async () => {
    const { code, stdout, stderr } = await howdah(['run', writeApp(oneAction(shell('true')))]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^job {7}\d{7}-\d{15}-\S+-W {2}http:\/\/127\.0\.0\.1:\d+$/);
    expect(lines.slice(1)).toEqual([
      expect.stringMatching(/^OK {8}:start: -> work {2}\d+\.\ds$/),
      expect.stringMatching(/^OK {8}work \(shell\) -> end {2}\d+\.\ds$/),
      expect.stringMatching(/^OK {8}end {2}\d+\.\ds$/),
      expect.stringMatching(/^SUCCEEDED \S+-W {2}\d+\.\ds$/),
    ]);
  });

  test('a definition in YAML, named by its file', async () => {
    const app = writeApp(
      [
        'workflow: hello',
        'start: greet',
        'actions:',
        '  greet: { shell: { exec: "true" }, ok: end, error: failed }',
        'kills: { failed: "no" }',
      ].join('\n'),
    );
    const { code, stdout } = await howdah(['run', join(app, 'workflow.yaml')]);
    expect([code, stdout]).toEqual([0, expect.stringContaining('OK        greet (shell) -> end')]);
  });

  test('properties: beside the app, with --config, with -D', async () => {
    const app = writeApp(oneAction(shell('echo "${one} ${two} ${three}" >&2; exit 1')), {
      'job.properties': 'one=file\ntwo=file\nthree=file\noozie.wf.application.path=/elsewhere\n',
    });
    const config = join(app, 'other.xml');
    writeFileSync(
      config,
      '<configuration><property><name>one</name><value>xml</value></property>' +
        '<property><name>two</name><value>xml</value></property></configuration>',
    );
    const output = async (words: readonly string[]) => {
      const dataDirectory = newDataDirectory();
      await howdah(['run', app, ...words], dataDirectory);
      const work = (await storedJob(dataDirectory)).actions.find(({ name }) => name === 'work');
      return readFileSync(join(work?.attempts?.[0]?.directory ?? '', 'stderr'), 'utf8').trim();
    };
    expect(await output([])).toBe('file file file');
    expect(await output(['-D', 'two=given'])).toBe('file given file');
    expect(await output(['--config', config, '-D', 'three=a=b'])).toBe('xml xml a=b');
  });

  test('the server of the data directory is used', async () => {
    const dataDirectory = newDataDirectory();
    const server = await howdahServer([], dataDirectory);
    const { code, stdout } = await howdah(
      ['run', writeApp(oneAction(shell('true')))],
      dataDirectory,
    );
    expect([code, stdout]).toEqual([0, expect.stringContaining(server.url)]);
  });

  test('two that begin at once share a server; who is left goes on alone', async () => {
    const dataDirectory = newDataDirectory();
    const count = join(temporaryDirectory(), 'count');
    const results = await Promise.all(
      ['0.3', '1', '2'].map((seconds) => {
        const app = writeApp(oneAction(shell(`echo ${seconds} >> ${count}; sleep ${seconds}`)));
        return howdah(['run', app], dataDirectory);
      }),
    );
    for (const { code, stderr } of results) expect([code, stderr]).toEqual([0, '']);
    expect(readFileSync(count, 'utf8').split('\n').sort()).toEqual(['', '0.3', '1', '2']);
  });

  test('a server that dies is replaced, and the job goes on', async () => {
    const dataDirectory = newDataDirectory();
    const server = await howdahServer([], dataDirectory);
    const gate = join(dataDirectory, 'gate');
    const count = join(dataDirectory, 'count');
    const script = `echo once >> ${count}; until [ -e ${gate} ]; do sleep 0.05; done`;
    const run = new HowdahProcess(['run', writeApp(oneAction(shell(script)))], dataDirectory);
    await eventually(() => existsSync(count));
    await server.kill();
    writeFileSync(gate, '');
    const { code, stdout, stderr } = await run.ended;
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('SUCCEEDED');
    expect(readFileSync(count, 'utf8')).toBe('once\n');
  });
});

describe('exit 1', () => {
  test.each([
    [
      'a kill node',
      shell('exit 3'),
      'KILLED',
      ['error: E0729: failed at work', '1: Main class', 'at node work', 'output: ', '--log'],
    ],
    [
      'a program that is not found',
      '<shell xmlns="uri:oozie:shell-action:1.0"><exec>no-such-program</exec></shell>',
      'KILLED',
      ['error: E0729: failed at work', 'JA018', 'no-such-program'],
    ],
    [
      'a program that is not executable',
      '<shell xmlns="uri:oozie:shell-action:1.0"><exec>/etc/passwd</exec></shell>',
      'KILLED',
      ['error: E0729: failed at work', 'JA018', '/etc/passwd', 'permission denied'],
    ],
    [
      'an expression that cannot be evaluated',
      shell('${nope}'),
      'FAILED',
      ['error: EL_ERROR: variable [nope] cannot be resolved', 'at node work'],
    ],
    [
      'a file operation that fails',
      '<fs><move source="file:///nope/a" target="file:///nope/b"/></fs>',
      'KILLED',
      ['error: E0729: failed at work', 'FS006'],
    ],
  ])('%s', async (_what, action, status, told) => {
    const { code, stdout, stderr } = await howdah(['run', writeApp(oneAction(action))]);
    expect(code).toBe(1);
    expect(stdout).toMatch(new RegExp(`^${status}`, 'm'));
    for (const text of told) expect(stderr.toLowerCase()).toContain(text.toLowerCase());
    expect(stderr).not.toMatch(stackTrace);
  });

  test('a spark application that throws', async () => {
    const spark = [
      '<spark xmlns="uri:oozie:spark-action:1.0"><master>local[2]</master>',
      '<name>x</name><jar>x.ts</jar></spark>',
    ].join('');
    const app = writeApp(oneAction(spark), {
      'x.ts': [
        "import { SparkConf, SparkContext } from 'howdah';",
        "const sc = new SparkContext(new SparkConf().setAppName('x'));",
        "await sc.parallelize([1], 1).map(() => { throw new Error('boom'); }).count();",
      ].join('\n'),
    });
    const { code, stdout, stderr } = await howdah(['run', app]);
    expect(code).toBe(1);
    expect(stdout).toContain('ERROR     work (spark) -> failed');
    expect(stderr).toMatch(/^error: E0729: failed at work\n.*x\.ts:3:\d+: Error: boom\n/);
    expect(stderr).not.toMatch(stackTrace);
  });

  test('a job that somebody killed', async () => {
    const dataDirectory = newDataDirectory();
    const app = writeApp(oneAction(shell('exec sleep 300')));
    const run = new HowdahProcess(['run', app], dataDirectory);
    const [, id = ''] = (await run.firstLine()).split(/\s+/);
    const killed = await howdah(['job', id, '--kill'], dataDirectory);
    expect(killed).toMatchObject({ code: 0, stdout: `accepted: kill ${id}\n` });
    expect(await run.ended).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('error: the job was KILLED from outside'),
    });
  });
});

describe('exit 2', () => {
  const valid = oneAction(shell('true'));
  test.each([
    [
      'malformed XML',
      valid.replace('</shell>', '</shel>'),
      /^error: E070[01]: .*\n {2}at .*\/workflow\.xml:3:\d+\n {2}mend: /,
    ],
    [
      'a wrong namespace',
      valid.replace('workflow:1.0', 'workflow:9.9'),
      /^error: E0701: .*\n {2}at .*:1:\d+\n {2}mend: /,
    ],
    [
      'an unknown node',
      valid.replace('ok to="end"', 'ok to="nope"'),
      /^error: E0708: .* node \[work\] transition \[nope\]\n {2}at .*:3:\d+\n {2}mend: /,
    ],
    ['a cycle', valid.replace('ok to="end"', 'ok to="work"'), /^error: E070[67]: /],
    [
      'a missing parameter',
      valid.replace(
        '<start',
        '<parameters><property><name>region</name></property></parameters><start',
      ),
      /^error: E0738: .*region/,
    ],
    [
      'malformed YAML',
      'workflow: [',
      /^error: HOWDAH_YAML_SYNTAX: .*\n {2}at .*\/workflow\.yaml:1:\d+\n {2}mend: /,
    ],
    ['another YAML', 'flow: x\n', /^error: HOWDAH_YAML_SCHEMA: .*\n {2}at .*\n {2}mend: /],
    ['an action type that no one knows', oneAction('<nope/>'), /^error: E0701: /],
  ])('%s', async (_what, definition, expected) => {
    const { code, stdout, stderr } = await howdah(['run', writeApp(definition)]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(expected);
    expect(stderr).not.toMatch(stackTrace);
  });

  test.each([
    ['no app', ['run', '/nope/app'], 'error: E0504: App directory [/nope/app] does not exist'],
    ['no app named', ['run'], "error: HOWDAH_USAGE: missing required argument 'app'"],
    ['an empty directory', ['run', '/proc/self/task'], 'error: E0307: '],
    [
      'no such file of properties',
      ['run', '.', '--config', '/nope'],
      'error: HOWDAH_USAGE: Cannot read /nope',
    ],
    ['-D without a value', ['run', '.', '-D', 'x'], 'error: HOWDAH_USAGE: -D x gives no value'],
    [
      'a data directory that is a file',
      ['run', '.', '--data-dir', '/dev/null'],
      'error: HOWDAH_DATA_DIRECTORY_UNUSABLE: ',
    ],
  ])('%s', async (_what, words, expected) => {
    const { code, stderr } = await howdah(words);
    expect(code).toBe(2);
    expect(stderr).toContain(expected);
    expect(stderr).toContain('\n  mend: ');
    expect(stderr).not.toMatch(stackTrace);
  });

  test('nothing is stored of what was refused', async () => {
    const dataDirectory = newDataDirectory();
    await howdah(['run', writeApp(valid.replace('ok to="end"', 'ok to="nope"'))], dataDirectory);
    expect(JSON.parse((await howdah(['jobs', '--json'], dataDirectory)).stdout)).toMatchObject({
      total: 0,
    });
  });
});

describe('signals', () => {
  const app = () => writeApp(oneAction(shell('exec sleep 300')));

  test('Ctrl-C kills the job of a server of our own', async () => {
    const dataDirectory = newDataDirectory();
    const run = new HowdahProcess(['run', app()], dataDirectory);
    await run.firstLine();
    run.child.kill('SIGINT');
    const { code, stdout, stderr } = await run.ended;
    expect([code, stderr]).toEqual([130, expect.stringMatching(/^killing \S+-W$/m)]);
    expect(stdout).toContain('KILLED');
    expect(await storedJob(dataDirectory)).toMatchObject({ status: 'KILLED' });
  });

  test('SIGTERM leaves the job to the next server', async () => {
    const dataDirectory = newDataDirectory();
    const run = new HowdahProcess(['run', app()], dataDirectory);
    const [, id = ''] = (await run.firstLine()).split(/\s+/);
    run.child.kill('SIGTERM');
    const { code, stderr } = await run.ended;
    expect([code, stderr]).toEqual([143, expect.stringContaining(`detached: job ${id} goes on`)]);
    expect(await storedJob(dataDirectory)).toMatchObject({ status: 'RUNNING' });
    await howdahServer([], dataDirectory);
    await howdah(['job', id, '--kill'], dataDirectory);
    await eventually(async () => (await storedJob(dataDirectory)).status === 'KILLED');
  });

  test('Ctrl-C leaves the job to a server that lives on', async () => {
    const dataDirectory = newDataDirectory();
    const server = await howdahServer([], dataDirectory);
    const run = new HowdahProcess(['run', app()], dataDirectory);
    const [, id = ''] = (await run.firstLine()).split(/\s+/);
    run.child.kill('SIGINT');
    const { code, stderr } = await run.ended;
    expect([code, stderr]).toEqual([
      130,
      expect.stringContaining(`detached: job ${id} goes on at ${server.url}`),
    ]);
    expect(await storedJob(dataDirectory)).toMatchObject({ status: 'RUNNING' });
    await howdah(['job', id, '--kill'], dataDirectory);
    await eventually(async () => (await storedJob(dataDirectory)).status === 'KILLED');
  });
});
