/** `howdah validate`, `job`, `jobs`, `submit`, and the words around them. */

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type {
  JobDetails,
  JobList,
  ValidationResult,
} from '../../../orchestrator/api/native/views.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { oneAction, shell, writeApp } from '../server/apps.ts';
import { howdah, howdahPath, howdahServer, newDataDirectory } from './howdah-process.ts';

const { version } = JSON.parse(
  readFileSync(join(dirname(howdahPath), '..', 'package.json'), 'utf8'),
) as { version: string };

describe('validate', () => {
  const valid = oneAction('<fs/>');
  const broken = valid
    .replace('<ok to="end"/>', '<ok to="nope"/>')
    .replace('<error to="failed"/>', '<error to="nowhere"/>');

  test('a valid file', async () => {
    const app = writeApp(valid);
    const file = join(app, 'workflow.xml');
    expect(await howdah(['validate', file])).toEqual({
      code: 0,
      stdout: `valid: ${file}\n`,
      stderr: '',
    });
    expect(await howdah(['validate', app])).toMatchObject({ code: 0 });
  });

  test('all errors of all files', async () => {
    const [one, two] = [
      join(writeApp(broken), 'workflow.xml'),
      join(writeApp('<a'), 'workflow.xml'),
    ];
    const { code, stdout } = await howdah(['validate', one, two]);
    expect(code).toBe(1);
    const lines = stdout.split('\n').filter((line) => line.includes(': error '));
    expect(lines).toEqual([
      expect.stringMatching(`^${one}:3:\\d+: error E0708: Invalid transition, node \\[work\\]`),
      expect.stringMatching(`^${one}:3:\\d+: error E0708: Invalid transition, node \\[work\\]`),
      expect.stringMatching(`^${two}:1:\\d+: error E070[01]: `),
    ]);
  });

  test('as JSON', async () => {
    const { code, stdout } = await howdah(['validate', writeApp(broken), '--json']);
    const { valid: isValid, problems } = JSON.parse(stdout) as ValidationResult;
    expect([code, isValid]).toEqual([1, false]);
    expect(problems.filter(({ severity }) => severity === 'error')).toHaveLength(2);
    expect(problems[0]).toMatchObject({ code: 'E0708', line: 3, column: expect.any(Number) });
  });

  test('a warning is no error', async () => {
    const app = writeApp(
      valid.replace('<end', '<kill name="lost"><message>m</message></kill><end'),
    );
    const { code, stdout } = await howdah(['validate', app]);
    expect(code).toBe(0);
    expect(stdout).toContain('warning HOWDAH_UNREACHABLE_NODE');
  });

  test.each([['/nope.xml'], ['/proc']])('%s', async (file) => {
    const { code, stdout } = await howdah(['validate', file]);
    expect([code, stdout]).toEqual([1, expect.stringContaining(`${file}:1:1: error E0505: `)]);
  });
});

describe.each([
  ['with a server', true],
  ['without a server', false],
])('job and jobs %s', (_what, hasServer) => {
  let dataDirectory: string;
  let id: string;

  beforeAll(async () => {
    dataDirectory = newDataDirectory();
    const { stdout } = await howdahOnce(['run', writeApp(oneAction(shell('echo out; exit 1')))]);
    id = stdout.split(/\s+/)[1] ?? '';
  });

  async function ask(words: readonly string[]) {
    if (hasServer) await howdahServer([], dataDirectory);
    return await howdah(words, dataDirectory);
  }

  function howdahOnce(words: readonly string[]) {
    const result = spawnSync(process.execPath, [howdahPath, ...words], {
      encoding: 'utf8',
      env: { ...process.env, HOWDAH_DATA_DIR: dataDirectory },
    });
    return { stdout: result.stdout };
  }

  test('jobs', async () => {
    const { code, stdout } = await ask(['jobs']);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^ID +NAME +STATUS .*\\n${id} +app +KILLED `));
  });

  test('jobs, filtered', async () => {
    const { stdout } = await ask(['jobs', '--status', 'RUNNING', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ total: 0, jobs: [] } satisfies Partial<JobList>);
  });

  test('job', async () => {
    const { code, stdout } = await ask(['job', id]);
    expect(code).toBe(0);
    expect(stdout).toContain(`job      ${id}`);
    expect(stdout).toContain('status   KILLED');
    expect(stdout).toContain('ERROR     work (shell) -> failed');
  });

  test('job --json', async () => {
    const { stdout } = await ask(['job', id, '--json']);
    const job = JSON.parse(stdout) as JobDetails;
    const work = job.actions.find(({ name }) => name === 'work');
    expect(readFileSync(join(work?.attempts?.[0]?.directory ?? '', 'stdout'), 'utf8')).toBe(
      'out\n',
    );
  });

  test('job --log, --definition', async () => {
    expect(await ask(['job', id, '--log'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`JOB[${id}]`),
    });
    expect(await howdah(['job', id, '--definition'], dataDirectory)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('<workflow-app'),
    });
  });

  test('job --log --level, --graph', async () => {
    const { stdout } = await ask(['job', id, '--log', '--level', 'WARN', 'ERROR']);
    expect(stdout).toContain(' WARN ');
    expect(stdout).not.toContain(' INFO ');
    const dot = await howdah(['job', id, '--graph', 'dot'], dataDirectory);
    expect(dot.stdout).toContain('"work" ["shape"="rectangle","color"="red"]');
    const svg = await howdah(['job', id, '--graph', 'svg'], dataDirectory);
    expect(svg.stdout).toMatch(/^<svg /);
  });

  test('job --rerun, --log --follow', async () => {
    const { code, stdout, stderr } = await ask(['job', id, '--rerun', '--skip', 'nope']);
    if (!hasServer) {
      expect([code, stderr]).toEqual([1, expect.stringContaining('HOWDAH_SERVER_UNREACHABLE')]);
      return;
    }
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('E0807');
    const again = await howdah(['job', id, '--rerun', '--failed', '-D', 'a=b'], dataDirectory);
    expect(again).toMatchObject({ code: 0, stdout: `accepted: rerun ${id}\n` });
    const log = await howdah(['job', id, '--log', '--follow'], dataDirectory);
    expect(log.stdout.match(/job status=KILLED/g)).toHaveLength(2);
  });

  test.each([['--log'], ['--definition'], ['--json'], ['--graph', 'dot'], []])(
    'an unknown job %s',
    async (...words) => {
      const { code, stdout, stderr } = await ask(['job', 'nope', ...words]);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/^error: E0604: Job does not exist \[nope\]\n/);
    },
  );

  test('a command says what it did, or that nobody is there to do it', async () => {
    const { code, stdout, stderr } = await ask(['job', id, '--kill']);
    if (hasServer) {
      expect([code, stdout]).toEqual([0, expect.stringMatching(/^ignored: the job is KILLED; /)]);
    } else {
      expect([code, stderr]).toEqual([1, expect.stringContaining('HOWDAH_SERVER_UNREACHABLE')]);
      expect(stderr).toContain('mend: start one with: howdah server');
    }
  });
});

test('nothing has run yet', async () => {
  expect(await howdah(['jobs'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ID/) });
  expect(await howdah(['job', 'x'])).toMatchObject({
    code: 1,
    stderr: 'error: E0604: Job does not exist [x]\n',
  });
});

describe('words', () => {
  test('--version', async () => {
    expect(await howdah(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('--help', async () => {
    const { code, stdout } = await howdah(['--help']);
    expect(code).toBe(0);
    for (const command of ['server', 'run', 'validate', 'job', 'jobs', 'submit']) {
      expect(stdout).toContain(`  ${command} `);
    }
  });

  test.each([
    [[], 'Usage: howdah'],
    [['nope'], "error: HOWDAH_USAGE: unknown command 'nope'"],
    [['job'], "error: HOWDAH_USAGE: missing required argument 'id'"],
    [['job', 'x', '--log', '--kill'], 'error: HOWDAH_USAGE: --log and --kill exclude each other'],
    [['job', 'x', '--level', 'WARN'], '--level says nothing without --log'],
    [['job', 'x', '--kill', '--failed'], '--failed says nothing without --rerun'],
    [['job', 'x', '--graph', 'pdf'], 'Allowed choices are dot, svg'],
    [['jobs', '--length', '0'], 'It must be at least 1'],
    [['jobs', '--status', 'running'], 'Allowed choices are PREP, RUNNING, SUSPENDED'],
    [['validate'], "error: HOWDAH_USAGE: missing required argument 'file'"],
  ])('%j', async (words, told) => {
    const { code, stderr } = await howdah(words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(told)]);
  });
});

describe('on an older Node', () => {
  const pretend = "Object.defineProperty(process.versions, 'node', { value: '20.1.0' });";

  function runOlder(path: string) {
    const preload = join(temporaryDirectory(), 'older.mjs');
    writeFileSync(preload, pretend);
    return spawnSync(process.execPath, ['--import', preload, path, '--version'], {
      encoding: 'utf8',
    });
  }

  test('the newer one of the package is taken', () => {
    expect(runOlder(howdahPath)).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('or one line says what is needed', () => {
    const bin = join(temporaryDirectory(), 'bin');
    mkdirSync(bin);
    cpSync(howdahPath, join(bin, 'howdah.mjs'));
    const { status, stderr } = runOlder(join(bin, 'howdah.mjs'));
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^error: HOWDAH_USAGE: Node 20\.1\.0 is too old, Node 24 is needed\n {2}mend: /,
    );
  });
});
