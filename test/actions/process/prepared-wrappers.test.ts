/** Wrappers started ahead run what they are told exactly as those that are started for it. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PreparedWrappers } from '../../../actions/process/prepared-wrappers.ts';
import { ProcessRunner } from '../../../actions/process/process-runner.ts';
import { readProcessTable } from '../../../actions/process/process-table.ts';
import { Spawner } from '../../../actions/process/spawner.ts';
import { wrapperOrder } from '../../../actions/process/wrapper-order.ts';
import { ManualClock } from '../../../base/time/manual-clock.ts';
import { systemClock } from '../../../base/time/system-clock.ts';
import { eventually } from '../../support/eventually.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { script, stdoutOf } from './process-fixture.ts';

const root = temporaryDirectory();
const preparedDirectory = join(root, 'prepared');
const ahead = new ProcessRunner({ preparedDirectory });
const afresh = new ProcessRunner({ usesSpawner: false });
/** Prints its arguments. */
const printer = script(root, 'print', '#!/bin/sh\nprintf "<%s>" "$@"\n');

let count = 0;

beforeAll(async () => {
  await ahead.warmUp();
});

afterAll(() => {
  ahead.close();
  afresh.close();
});

function newDirectory(): string {
  return join(root, 'attempts', String(count++), 'attempt');
}

/** Resolves once there is one to claim. */
async function prepared(): Promise<void> {
  if (ahead.preparedCount === 0) await (await start(ahead, newDirectory(), ['/bin/true'])).ended;
  await eventually(() => ahead.preparedCount > 0);
}

async function start(
  runner: ProcessRunner,
  directory: string,
  [command = '', ...rest]: readonly string[],
  environment: Record<string, string> = {},
) {
  if (!existsSync(directory)) runner.makeDirectory(directory);
  const workingDirectory = join(directory, 'work');
  mkdirSync(workingDirectory, { recursive: true });
  return await runner.start(directory, {
    command,
    arguments: rest,
    environment: { PATH: process.env.PATH ?? '', ...environment },
    workingDirectory,
  });
}

async function printed(runner: ProcessRunner, words: string[], environment: object) {
  const text = async (command: string[]) => {
    const directory = newDirectory();
    const running = await start(runner, directory, command, { ...environment });
    expect((await running.ended).exitCode).toBe(0);
    return stdoutOf(directory).replaceAll(directory, 'DIRECTORY');
  };
  const variables = (await text(['/usr/bin/env', '-0'])).split('\0').sort();
  return { variables, words: await text([printer, ...words]) };
}

test('gives a command its words and its environment, and nothing else', async () => {
  const text = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0'));
  const names = fc.stringMatching(
    /^(?:IFS|PATH|HOME|HTTP_PROXY|PWD|[a-z_][a-z_.]{0,5}|howdah_(?:line|record|boot))$/,
  );
  const environments = fc.dictionary(names, text, { maxKeys: 4, noNullPrototype: true });
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 4 }), environments, async (words, environment) => {
      await prepared();
      const given = await printed(ahead, words, environment);
      expect(given).toEqual(await printed(afresh, words, environment));
    }),
    { numRuns: 30 },
  );
});

test('is used, and its directory becomes the attempt’s with all that is in it', async () => {
  await prepared();
  const [first = ''] = readdirSync(preparedDirectory).sort((a, b) => Number(a) - Number(b));
  const directory = newDirectory();
  const running = await start(ahead, directory, ['/bin/sh', '-c', 'cat; echo; pwd; exit 7']);
  expect((await running.ended).exitCode).toBe(7);
  expect(stdoutOf(directory)).toBe(`\n${directory}/work\n`);
  expect(existsSync(join(preparedDirectory, first))).toBe(false);
  expect(readFileSync(join(directory, 'process'), 'utf8')).toMatch(
    new RegExp(`^${running.pid} .*\n${running.pid} .*\n7\n$`),
  );
});

test('of an attempt that comes to nothing ends and has run nothing', async () => {
  await prepared();
  const directory = newDirectory();
  ahead.makeDirectory(directory);
  const [wrapper] = workingIn(join(directory, 'work'));
  expect(wrapper).toBeDefined();
  ahead.discard(directory);
  await eventually(() => workingIn(join(directory, 'work')).length === 0);
  expect(existsSync(join(directory, 'process'))).toBe(false);
});

test('that was killed before its order gives way to another', async () => {
  await prepared();
  const directory = newDirectory();
  ahead.makeDirectory(directory);
  for (const { pid } of workingIn(join(directory, 'work'))) process.kill(pid, 'SIGKILL');
  const running = await start(ahead, directory, ['/bin/sh', '-c', 'echo ran']);
  // Unless its end was not seen yet: then nothing was executed, and nothing says that it was.
  const { doubt } = await running.ended;
  expect(stdoutOf(directory)).toBe(doubt === 'never-executed' ? '' : 'ran\n');
});

test('runs nothing any more once what has prepared it is gone', async () => {
  const spawner = new Spawner(systemClock);
  const wrappers = new PreparedWrappers(spawner, join(root, 'orphans'), process.env);
  await spawner.start();
  wrappers.refill();
  await eventually(() => wrappers.count === 2);
  const directory = newDirectory();
  wrappers.claim(directory);
  const workDirectory = join(directory, 'work');
  expect(workingIn(workDirectory)).toHaveLength(1);
  process.kill(spawner.pid ?? 0, 'SIGKILL');
  await eventually(() => wrappers.count === 0 && workingIn(workDirectory).length === 0);
  const request = {
    directory,
    words: ['/bin/true'],
    environment: {},
    workingDirectory: workDirectory,
  };
  expect(wrappers.run(request)).toBeUndefined();
  expect(existsSync(join(directory, 'process'))).toBe(false);
});

test('that has its attempt is not given up when nothing else happens', async () => {
  const clock = new ManualClock();
  const runner = new ProcessRunner({ clock, preparedDirectory: join(root, 'patient') });
  await runner.warmUp();
  await (await start(runner, newDirectory(), ['/bin/true'])).ended;
  await eventually(() => runner.preparedCount > 0);
  const directory = newDirectory();
  runner.makeDirectory(directory);
  const [wrapper] = workingIn(join(directory, 'work'));
  clock.advance(600_000);
  const running = await start(runner, directory, ['/bin/sh', '-c', 'exit 5']);
  expect([running.pid, (await running.ended).exitCode]).toEqual([wrapper?.pid, 5]);
  runner.close();
});

test('is waited for while it writes its record, which another server finds incomplete', async () => {
  await prepared();
  const directory = newDirectory();
  ahead.makeDirectory(directory);
  writeFileSync(join(directory, 'process'), '4194000 ');
  const attaching = afresh.attach(directory);
  expect(existsSync(join(directory, 'process'))).toBe(true);
  ahead.discard(directory);
  expect(await attaching).toEqual({ kind: 'never-started' });
});

test('an order holds no line ends, and not much', () => {
  const environment = {};
  expect(wrapperOrder({}, '/d', { words: ['a\nb'], environment })).toBeUndefined();
  expect(wrapperOrder({}, '/d\n', { words: ['a'], environment })).toBeUndefined();
  expect(wrapperOrder({}, '/d', { words: ['a'], environment: { A: 'b\n' } })).toBeUndefined();
  expect(wrapperOrder({}, '/d', { words: ['a'.repeat(20_000)], environment })).toBeUndefined();
});

test('an order says what is different, and the directory once', () => {
  const environment = { B: '3', C: '4', D: '/d/work', E: '/d', F: 'in /d' };
  expect(wrapperOrder({ A: '1', B: '2', C: '4' }, '/d', { words: ['a'], environment })).toBe(
    '/d\n=B=3\n@D\n/work\n@E\n\n=F=in /d\n-A\n.a\n!\n',
  );
});

function workingIn(directory: string) {
  return readProcessTable().filter(({ pid }) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === directory;
    } catch {
      return false;
    }
  });
}
