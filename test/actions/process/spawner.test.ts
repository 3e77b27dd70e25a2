import { writeFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { ProcessRunner } from '../../../actions/process/process-runner.ts';
import { readProcessTable } from '../../../actions/process/process-table.ts';
import { Spawner } from '../../../actions/process/spawner.ts';
import { identifyProcess } from '../../../base/process/process-identity.ts';
import { ManualClock } from '../../../base/time/manual-clock.ts';
import { systemClock } from '../../../base/time/system-clock.ts';
import { eventually } from '../../support/eventually.ts';
import { attemptDirectory, processesOf, shellLine, stdoutOf } from './process-fixture.ts';

const closing: { close(): void }[] = [];

afterEach(() => {
  for (const one of closing.splice(0)) one.close();
});

function newSpawner(clock = systemClock): Spawner {
  const spawner = new Spawner(clock);
  closing.push(spawner);
  return spawner;
}

const request = (directory: string, line: string) => ({
  directory,
  words: ['/bin/sh', '-c', line],
  environment: {},
  workingDirectory: directory,
});

const untilTold = (directory: string) =>
  `echo running; while ! test -e ${directory}/go; do sleep 0.01; done; exit 7`;

test('starts wrappers and tells their ends', async () => {
  const spawner = newSpawner();
  await spawner.start();
  const directories = Array.from({ length: 10 }, attemptDirectory);
  const wrappers = await Promise.all(
    directories.map((directory, index) =>
      spawner.spawn(request(directory, `echo ${index}; exit ${index}`)),
    ),
  );
  const ends = await Promise.all(wrappers.map(({ ended }) => ended));
  expect(ends).toEqual(directories.map((_, status) => ({ kind: 'exited', status })));
  expect(directories.map(stdoutOf)).toEqual(directories.map((_, index) => `${index}\n`));
});

test('tells why a wrapper cannot be started', async () => {
  const spawner = newSpawner();
  await spawner.start();
  const directory = attemptDirectory();
  const missing = { ...request(directory, 'true'), workingDirectory: `${directory}/none` };
  await expect(spawner.spawn(missing)).rejects.toMatchObject({ code: 'ENOENT' });
  const unwritable = request(`${directory}/none`, 'true');
  await expect(spawner.spawn(unwritable)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('is given up when it has had nothing to do for a minute, and started again', async () => {
  const clock = new ManualClock();
  const spawner = newSpawner(clock);
  await spawner.start();
  const directory = attemptDirectory();
  const pid = spawner.pid as number;
  const wrapper = await spawner.spawn(request(directory, untilTold(directory)));
  clock.advance(120_000);
  expect(spawner.isReady).toBe(true);
  writeFileSync(`${directory}/go`, '');
  expect(await wrapper.ended).toEqual({ kind: 'exited', status: 7 });
  clock.advance(60_000);
  expect(spawner.isReady).toBe(false);
  await eventually(() => identifyProcess(pid) === undefined);
  await spawner.start();
  expect(spawner.isReady).toBe(true);
});

test('ends with its server', async () => {
  const spawner = newSpawner();
  await spawner.start();
  const pid = spawner.pid as number;
  spawner.close();
  await eventually(() => identifyProcess(pid) === undefined);
});

test('when it is killed, running commands are followed by their records', async () => {
  const runner = new ProcessRunner();
  closing.push(runner);
  await runner.warmUp();
  const directory = attemptDirectory();
  const running = await runner.start(directory, shellLine(directory, untilTold(directory)));
  await eventually(() => stdoutOf(directory) === 'running\n');
  process.kill(parentOf(running.pid), 'SIGKILL');
  const other = attemptDirectory();
  const next = await runner.start(other, shellLine(other, 'exit 3'));
  expect((await next.ended).exitCode).toBe(3);
  writeFileSync(`${directory}/go`, '');
  expect((await running.ended).exitCode).toBe(7);
});

test('when it is killed, running commands can be killed still', async () => {
  const runner = new ProcessRunner({ killGraceMs: 100 });
  closing.push(runner);
  await runner.warmUp();
  const directory = attemptDirectory();
  const running = await runner.start(directory, shellLine(directory, untilTold(directory)));
  await eventually(() => stdoutOf(directory) === 'running\n');
  process.kill(parentOf(running.pid), 'SIGKILL');
  await running.kill();
  expect(processesOf(directory)).toEqual([]);
});

function parentOf(pid: number): number {
  const row = readProcessTable().find((candidate) => candidate.pid === pid);
  return row?.parentPid as number;
}

test('does not outlive its server, whenever that goes, with wrappers that wait', async () => {
  for (const delayMs of [0, 1, 2, 4, 8]) {
    const spawner = newSpawner();
    await spawner.start();
    const pid = spawner.pid ?? 0;
    const directories = [attemptDirectory(), attemptDirectory()].map((parent) => `${parent}/ahead`);
    const preparing = directories.map((directory) =>
      spawner.prepare({ directory, environment: {} }).catch(() => undefined),
    );
    await new Promise((resolve) => systemClock.setTimer(delayMs, () => resolve(undefined)));
    spawner.close();
    for (const wrapper of await Promise.all(preparing)) wrapper?.end();
    await eventually(() => identifyProcess(pid) === undefined);
    await eventually(() => directories.flatMap(processesOf).length === 0);
  }
});
