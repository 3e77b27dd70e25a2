import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  type AttachResult,
  ProcessRunner,
  type RunningProcess,
} from '../../../actions/process/process-runner.ts';
import { currentBootId } from '../../../base/process/process-identity.ts';
import { eventually } from '../../support/eventually.ts';
import { attemptDirectory, processesOf, shellLine, stdoutOf } from './process-fixture.ts';

const runner = new ProcessRunner({ killGraceMs: 100 });

/** A command that says that it runs and goes on until a file tells it to end. */
const untilTold = (directory: string) =>
  `echo running; while ! test -e ${directory}/go; do sleep 0.01; done; echo done; exit 7`;

const tell = (directory: string) => writeFileSync(`${directory}/go`, '');

const isRunning = (directory: string) => eventually(() => stdoutOf(directory).includes('running'));

describe('after the server was killed', () => {
  test('a running command is taken up and its end is seen', async () => {
    const directory = attemptDirectory();
    await startAndKillHost(directory, untilTold(directory));
    const process = expectRunning(await runner.attach(directory));
    tell(directory);
    expect((await process.ended).exitCode).toBe(7);
    expect(stdoutOf(directory)).toBe('running\ndone\n');
  });

  test('a command that ended meanwhile is taken up with its status and output', async () => {
    const directory = attemptDirectory();
    await startAndKillHost(directory, untilTold(directory));
    tell(directory);
    await eventually(() => processesOf(directory).length === 0);
    expect(await runner.attach(directory)).toEqual({
      kind: 'ended',
      pid: Number.parseInt(readFileSync(`${directory}/process`, 'utf8'), 10),
      exit: { exitCode: 7, stdoutPath: `${directory}/stdout`, stderrPath: `${directory}/stderr` },
    });
    expect(stdoutOf(directory)).toBe('running\ndone\n');
  });

  test('a running command is killed with all that it has started', async () => {
    const directory = attemptDirectory();
    await startAndKillHost(directory, `sleep 100 & ${untilTold(directory)}`);
    const process = expectRunning(await runner.attach(directory));
    await process.kill();
    expect(processesOf(directory)).toEqual([]);
    expect((await process.ended).exitCode).not.toBe(0);
  });

  test('starting it again gives the process that runs, and runs nothing twice', async () => {
    const directory = attemptDirectory();
    await startAndKillHost(directory, untilTold(directory));
    const again = await runner.start(directory, shellLine(directory, 'echo twice'));
    tell(directory);
    expect((await again.ended).exitCode).toBe(7);
    expect(stdoutOf(directory)).toBe('running\ndone\n');
  });

  test('killing what a second start gave ends the process of the first', async () => {
    const directory = attemptDirectory();
    await startAndKillHost(directory, untilTold(directory));
    const again = await runner.start(directory, shellLine(directory, 'echo twice'));
    await again.kill();
    expect(processesOf(directory)).toEqual([]);
    expect(stdoutOf(directory)).toBe('running\n');
  });
});

describe('an attempt', () => {
  test('that nobody has begun was never started', async () => {
    const directory = attemptDirectory();
    expect(await runner.attach(directory)).toEqual({ kind: 'never-started' });
    const sameBoot = { claimedBootId: currentBootId() };
    expect(await runner.attach(directory, sameBoot)).toEqual({ kind: 'never-started' });
  });

  test('of an earlier boot that has no claim may have lost it', async () => {
    const attached = await runner.attach(attemptDirectory(), { claimedBootId: 'another' });
    expect(attached.kind).toBe('unknown');
  });

  test('runs once, however many start it', async () => {
    const directory = attemptDirectory();
    const line = 'echo once; sleep 0.05; exit 4';
    const processes = await Promise.all(
      Array.from({ length: 8 }, () => runner.start(directory, shellLine(directory, line))),
    );
    const exits = await Promise.all(processes.map(({ ended }) => ended));
    expect(exits.map(({ exitCode }) => exitCode)).toEqual(new Array(8).fill(4));
    expect(stdoutOf(directory)).toBe('once\n');
  });

  test('whose server lets go of it goes on', async () => {
    const directory = attemptDirectory();
    const earlier = new ProcessRunner();
    await earlier.start(directory, shellLine(directory, untilTold(directory)));
    await isRunning(directory);
    earlier.close();
    const process = expectRunning(await runner.attach(directory));
    tell(directory);
    expect((await process.ended).exitCode).toBe(7);
  });
});

describe('a wrapper that was killed', () => {
  const rest = '0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 999 0';
  const claim = `4194000 ${currentBootId()}\n4194000 (sh) S 1 4194000 4194000 ${rest}\n`;

  test('while it wrote its claim had executed nothing, and the claim can be taken', async () => {
    const [bootEnd, end] = [claim.indexOf('\n') + 1, claim.length];
    for (const length of [0, 1, 7, bootEnd - 1, bootEnd, bootEnd + 9, end - 1]) {
      const directory = attemptDirectory();
      writeFileSync(`${directory}/process`, claim.slice(0, length));
      expect(await runner.attach(directory)).toEqual({ kind: 'never-started' });
      const process = await runner.start(directory, shellLine(directory, 'echo now'));
      expect((await process.ended).exitCode).toBe(0);
      expect(stdoutOf(directory)).toBe('now\n');
    }
  });

  test('after its claim has left an unknown outcome, until the status is whole', async () => {
    for (const record of ['', '0', '12', 'x\n', '12\n']) {
      const directory = attemptDirectory();
      writeFileSync(`${directory}/process`, claim + record);
      const attached = await runner.attach(directory);
      expect(attached.kind).toBe(record === '12\n' ? 'ended' : 'unknown');
    }
  });

  test('by a power loss has left an unknown outcome', async () => {
    const directory = attemptDirectory();
    writeFileSync(`${directory}/process`, claim.replace(currentBootId(), 'earlier'));
    expect(await runner.attach(directory)).toEqual({
      kind: 'unknown',
      reason: 'the machine was restarted while its process was running',
    });
  });

  test('under its server leaves the command running, and its outcome unknown', async () => {
    const directory = attemptDirectory();
    const running = await runner.start(directory, shellLine(directory, untilTold(directory)));
    await isRunning(directory);
    process.kill(running.pid, 'SIGKILL');
    const attached = expectRunning(await runner.attach(directory));
    expect(processesOf(directory).length).toBeGreaterThan(0);
    tell(directory);
    const unknown = { exitCode: undefined, doubt: 'outcome-unknown' };
    expect(await running.ended).toMatchObject(unknown);
    expect(await attached.ended).toMatchObject(unknown);
    expect(stdoutOf(directory)).toBe('running\ndone\n');
    expect((await runner.attach(directory)).kind).toBe('unknown');
  });

  test('with its command leaves an unknown outcome', async () => {
    const directory = attemptDirectory();
    const running = await runner.start(directory, shellLine(directory, untilTold(directory)));
    await isRunning(directory);
    process.kill(-running.pid, 'SIGKILL');
    expect(await running.ended).toMatchObject({ exitCode: undefined, doubt: 'outcome-unknown' });
    expect((await runner.attach(directory)).kind).toBe('unknown');
  });
});

test('a claim names the process that holds it', async () => {
  const directory = attemptDirectory();
  const running = await runner.start(directory, shellLine(directory, 'true'));
  await running.ended;
  const [first, second] = readFileSync(`${directory}/process`, 'utf8').split('\n');
  expect(first).toBe(`${running.pid} ${currentBootId()}`);
  expect(second).toContain(`${running.pid} (sh) `);
});

function expectRunning(attached: AttachResult): RunningProcess {
  expect(attached.kind).toBe('running');
  return (attached as Extract<AttachResult, { kind: 'running' }>).process;
}

/** Lets another Node.js process start the attempt, and kills that process once it has. */
async function startAndKillHost(directory: string, line: string): Promise<void> {
  const path = fileURLToPath(new URL('./runner-host.ts', import.meta.url));
  const host: ChildProcess = spawn(process.execPath, [path, directory, line], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await isRunning(directory);
  const gone = new Promise((resolve) => host.once('exit', resolve));
  host.kill('SIGKILL');
  await gone;
}
