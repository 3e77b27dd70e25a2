import { expect, test } from 'vitest';
import { identifyProcess } from '../../../base/process/process-identity.ts';
import { eventually } from '../../support/eventually.ts';
import {
  attemptDirectory,
  describeRunners,
  processesOf,
  shellLine,
  stdoutOf,
} from './process-fixture.ts';

describeRunners({ killGraceMs: 60_000 }, (patientRunner) => {
  test('a command may end by itself when it is killed, and its status is recorded', async () => {
    const directory = attemptDirectory();
    const line = 'trap "echo cleaned; exit 9" TERM; echo up; while :; do sleep 0.01; done';
    const process = await patientRunner.start(directory, shellLine(directory, line));
    await eventually(() => stdoutOf(directory).startsWith('up'));
    await process.kill();
    expect((await process.ended).exitCode).toBe(9);
    expect(stdoutOf(directory)).toBe('up\ncleaned\n');
    expect(processesOf(directory)).toEqual([]);
  });
});

describeRunners({ killGraceMs: 100 }, (runner) => {
  test.each([
    ['ignores the signal', 'trap "" TERM; echo up; while :; do sleep 0.01; done', 1],
    ['has children', 'sleep 100 & sleep 100 | cat & echo up; wait', 3],
    ['has children in other sessions', 'setsid sleep 100 & setsid sleep 101 & echo up; wait', 2],
    ['forks again and again', 'echo up; while :; do sleep 100 & sleep 0.001; done', 3],
  ])('a command that %s is killed with all of its processes', async (_, line, atLeast) => {
    const directory = attemptDirectory();
    const process = await runner.start(directory, shellLine(directory, line));
    await eventually(() => stdoutOf(directory) === 'up\n');
    await eventually(() => processesOf(directory).length >= atLeast + 1);
    await process.kill();
    expect(processesOf(directory)).toEqual([]);
    expect((await process.ended).exitCode).not.toBe(0);
  });

  test('a child without the mark, in a session of its own, is known by its parent', async () => {
    const directory = attemptDirectory();
    // It ignores the first signal too, by which it loses its parent.
    const line = "env -i setsid sh -c 'echo $$; sleep 100' & echo up; wait";
    const running = await runner.start(directory, shellLine(directory, line));
    const pid = await eventually(() => Number(/^\d+$/m.exec(stdoutOf(directory))?.[0] ?? 0));
    await eventually(() => stdoutOf(directory).includes('up'));
    await running.kill();
    expect(identifyProcess(pid)).toBeUndefined();
  });

  test('killing twice, and killing what has ended, is fine', async () => {
    const directory = attemptDirectory();
    const running = await runner.start(directory, shellLine(directory, 'sleep 100'));
    await Promise.all([running.kill(), running.kill()]);
    await running.kill();
    expect((await running.ended).exitCode).not.toBe(0);
  });

  test('what a command leaves in its group ends with it', async () => {
    const directory = attemptDirectory();
    const running = await runner.start(directory, shellLine(directory, 'sleep 100 & exit 5'));
    expect((await running.ended).exitCode).toBe(5);
    expect(processesOf(directory)).toEqual([]);
  });
});
