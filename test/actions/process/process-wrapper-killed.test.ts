/** Kills wrappers at whatever point of their life they are, and checks what is said of it. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ProcessExit } from '../../../actions/contract/action-type.ts';
import type { ProcessRunner } from '../../../actions/process/process-runner.ts';
import { attemptDirectory, describeRunners, processesOf, shellLine } from './process-fixture.ts';

/** A life takes about two milliseconds; kills are spread over three. */
const KILLS = 60;
const SPREAD_MS = 3;

describeRunners({}, (runner) => {
  test('whenever it is killed, the command runs once at most and no end is invented', async () => {
    const seen = new Map<string, number>();
    for (let kill = 0; kill < KILLS; kill++) {
      const directory = attemptDirectory();
      const line = `echo x >>${directory}/effect; exit 5`;
      const running = await runner.start(directory, shellLine(directory, line));
      spin((kill / KILLS) * SPREAD_MS);
      killIfThere(running.pid);
      const exit = await running.ended;
      const told = await tellOf(runner, directory, exit);
      seen.set(told, (seen.get(told) ?? 0) + 1);
      expect(processesOf(directory)).toEqual([]);
    }
    expect([...seen.values()].reduce((sum, count) => sum + count)).toBe(KILLS);
  });
});

/** Checks that what is said of the attempt is true. */
async function tellOf(
  runner: ProcessRunner,
  directory: string,
  exit: ProcessExit,
): Promise<string> {
  const attached = await runner.attach(directory);
  const effects = countEffects(directory);
  switch (attached.kind) {
    case 'ended':
      expect(attached.exit.exitCode).toBe(5);
      expect(effects).toBe(1);
      break;
    case 'never-started': {
      expect(effects).toBe(0);
      expect(exit).toMatchObject({ exitCode: undefined, doubt: 'never-executed' });
      const line = `echo x >>${directory}/effect; exit 5`;
      const again = await runner.start(directory, shellLine(directory, line));
      expect((await again.ended).exitCode).toBe(5);
      expect(countEffects(directory)).toBe(1);
      break;
    }
    case 'unknown':
      expect(effects).toBeLessThanOrEqual(1);
      expect(exit).toMatchObject({ exitCode: undefined, doubt: 'outcome-unknown' });
      break;
    default:
      throw new Error(`Nothing may run any more: ${attached.kind}`);
  }
  return attached.kind;
}

function countEffects(directory: string): number {
  const path = `${directory}/effect`;
  return existsSync(path) ? readFileSync(path, 'utf8').length / 2 : 0;
}

/** Waits busily, to a fraction of a millisecond. */
function spin(durationMs: number): void {
  const end = performance.now() + durationMs;
  while (performance.now() < end);
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
