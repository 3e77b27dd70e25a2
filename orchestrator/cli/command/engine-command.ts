/** `howdah submit`, `master` and `worker`: the engine's own programs. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { siblingModule } from '../../../base/sibling-module.ts';

/** Signals that the terminal sends to us and that are the program's to handle. */
const forwardedSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export type EngineProgram = 'submit' | 'master' | 'worker';

/**
 * The orchestrator imports nothing of the engine, so its entries run as processes of their own.
 *
 * @param words those behind the program's name
 * @returns the program's exit status
 */
export function engineCommand(program: EngineProgram, words: readonly string[]): Promise<number> {
  const entry = siblingModule(import.meta.url, `../../../engine/deploy/${program}/main`);
  const child = spawn(process.execPath, [entry, ...words], { stdio: 'inherit' });
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of forwardedSignals) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const one of forwardedSignals) process.off(one, forward);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
