/** The script itself, as a process: exit codes, what is shown, signals, and real Spark's part. */
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';

const script = fileURLToPath(new URL('../../../../bin/spark-submit.sh', import.meta.url));
const hint = 'Run with --help for usage help or --verbose for debug output';

let directory: string;

beforeAll(() => {
  directory = temporaryDirectory();
});

function app(name: string, text: string): string {
  const file = join(directory, name);
  writeFileSync(file, text);
  return file;
}

function submit(words: readonly string[], environment: Record<string, string> = {}) {
  return execa(script, words, {
    reject: false,
    env: { XDG_CACHE_HOME: join(directory, 'cache'), SPARK_HOME: '', ...environment },
  });
}

describe('an application', () => {
  test('runs in this process and finds its arguments', async () => {
    const file = app(
      'arguments.ts',
      'const own: string[] = process.argv.slice(2); console.log(own.join("|"), import.meta.main);',
    );
    const result = await submit(['--master', 'local[2]', file, 'a', '--b', 'c d']);
    expect(result).toMatchObject({ stdout: 'a|--b|c d true', stderr: '', exitCode: 0 });
  });

  test('is found through a symbolic link to the script, from any directory', async () => {
    const link = join(directory, 'linked-submit');
    symlinkSync(script, link);
    const file = app('linked.mjs', 'console.log("ran");');
    const result = await execa(link, [file], {
      cwd: '/',
      env: { XDG_CACHE_HOME: join(directory, 'cache') },
    });
    expect(result.stdout).toBe('ran');
  });

  test.each([
    ['process.exit(7)', 7],
    ['process.exitCode = 3', 3],
    ['await Promise.resolve()', 0],
  ])('%s ends with exit code %i', async (text, exitCode) => {
    expect((await submit([app(`exit${exitCode}.ts`, text)])).exitCode).toBe(exitCode);
  });

  test('that throws shows its file and line first, and nothing of ours', async () => {
    const file = app(
      'throws.ts',
      'interface A { b: number }\nfunction f(a: A): void {\n  throw new TypeError(`bad ${a.b}`);\n}\nf({ b: 1 });\n',
    );
    const { stderr, exitCode } = await submit([file]);
    expect(stderr.split('\n')).toEqual([
      `${file}:3:9: TypeError: bad 1`,
      `    at f (${file}:3:9)`,
      expect.stringContaining(`${file}:5:1`),
    ]);
    expect(exitCode).toBe(1);
  });

  test.each([
    [
      'a promise that nobody awaits',
      'Promise.reject(new Error("lost"));',
      /lost\.ts:1:\d+: Error: lost/,
    ],
    [
      'a later turn of the event loop',
      'setTimeout(() => { throw new Error("late"); }, 1);',
      /lost\.ts:1:\d+: Error: late/,
    ],
    ['something that is no error', 'throw "text";', /^Thrown: text/],
    [
      'a cause',
      'throw new Error("outer", { cause: new Error("inner") });',
      /Error: outer\n.*\nCaused by: .*Error: inner/,
    ],
  ])('that fails by %s', async (_name, text, shown) => {
    const { stderr, exitCode } = await submit([app('lost.ts', text)]);
    expect(stderr).toMatch(shown);
    expect(stderr).not.toMatch(/node:internal|engine\/deploy/);
    expect(exitCode).toBe(1);
  });

  test('with mistakes in it names each place', async () => {
    const file = app('broken.ts', 'const a = 1;\nconst b = (;\n');
    const syntax = await submit([file]);
    expect(syntax.stderr).toMatch(
      /^Error: The program cannot be bundled: .*broken\.ts:2:12: |broken\.ts:2:12: /,
    );
    expect(syntax.exitCode).toBe(1);
    const missing = await submit([
      app('missing.ts', "import { x } from './nowhere.ts';\nconsole.log(x);\n"),
    ]);
    expect(missing.stderr).toMatch(/missing\.ts:1:\d+: Could not resolve "\.\/nowhere\.ts"/);
    expect(missing.exitCode).toBe(1);
  });

  test('goes on when nobody reads its output', async () => {
    const marker = join(directory, 'marker');
    const file = app(
      'pipe.ts',
      `import { writeFileSync } from 'node:fs';
      for (let i = 0; i < 200; i++) { console.log('x'.repeat(1000)); await new Promise((go) => setImmediate(go)); }
      writeFileSync(${JSON.stringify(marker)}, 'done');`,
    );
    const { exitCode } = await execa(
      'sh',
      ['-c', `"$1" "$2" | true; test "$(cat "$3")" = done`, 'sh', script, file, marker],
      {
        reject: false,
        env: { XDG_CACHE_HOME: join(directory, 'cache') },
      },
    );
    expect(exitCode).toBe(0);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('is stopped by %s with exit code %i', async (signal, exitCode) => {
    const file = app('waits.ts', 'console.log("ready"); setInterval(() => {}, 1000);');
    const child = execa(script, [file], {
      reject: false,
      env: { XDG_CACHE_HOME: join(directory, 'cache') },
    });
    for await (const line of child) {
      expect(line).toBe('ready');
      child.kill(signal);
    }
    expect((await child).exitCode).toBe(exitCode);
  });
});

describe('refused', () => {
  test.each([
    [['--blarg'], "Unrecognized option '--blarg'."],
    [['--master', 'local'], 'Must specify a primary resource (JAR or Python or R file)'],
    [['/nowhere/app.ts'], 'Application file /nowhere/app.ts does not exist'],
    [
      ['--master', 'mesos', 'a.ts'],
      'Master must either be yarn or start with spark, k8s, or local',
    ],
    [['--master', 'local[0]', 'a.ts'], 'Asked to run locally with 0 threads'],
    [['--master', 'local[x]', 'a.ts'], "Could not parse Master URL: 'local[x]'"],
  ])('%j', async (words, message) => {
    const result = await submit(words);
    expect(result).toMatchObject({ stderr: `Error: ${message}\n${hint}`, exitCode: 1 });
  });

  test('an empty command line shows the usage', async () => {
    const { stderr, exitCode } = await submit([]);
    expect(stderr).toMatch(/^Usage: spark-submit \[options\]/);
    expect(exitCode).toBe(1);
  });
});

describe('an application for Apache Spark', () => {
  function fakeSpark(name: string): string {
    const bin = join(directory, name, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'spark-submit'), '#!/bin/sh\necho "spark got: $*"\nexit 42\n');
    chmodSync(join(bin, 'spark-submit'), 0o755);
    return join(directory, name);
  }

  test.each(['app.jar', 'app.py', 'app.R'])('%s goes to SPARK_HOME as it is', async (resource) => {
    const words = ['--master', 'yarn', '--class', 'A', resource, 'x'];
    const result = await submit(words, { SPARK_HOME: fakeSpark('home') });
    expect(result).toMatchObject({ stdout: `spark got: ${words.join(' ')}`, exitCode: 42 });
  });

  test('is never handed to ourselves, and its absence is told', async () => {
    const own = join(directory, 'own');
    mkdirSync(own, { recursive: true });
    symlinkSync(script, join(own, 'spark-submit'));
    const path = `${own}:${process.env.PATH ?? ''}`;
    const missing = await submit(['app.jar'], { PATH: path });
    expect(missing.stderr).toMatch(/^Error: app\.jar needs Apache Spark, .*SPARK_HOME/);
    expect(missing.exitCode).toBe(1);
    const found = await submit(['app.jar'], { PATH: `${path}:${join(fakeSpark('path'), 'bin')}` });
    expect(found.stdout).toBe('spark got: app.jar');
  });
});
