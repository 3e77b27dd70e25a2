/** `howdah submit …`: runs an application on the engine, through the engine's own entry. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { siblingModule } from '../../../base/sibling-module.ts';

/** Signals that the terminal sends to us and that are the application's to handle. */
const forwardedSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The orchestrator imports nothing of the engine, so its entry runs as a process of its own.
 *
 * @param submitArguments those of spark-submit
 * @returns the application's exit status
 */
export function submitCommand(submitArguments: readonly string[]): Promise<number> {
  const entry = siblingModule(import.meta.url, '../../../engine/deploy/submit/main');
  const child = spawn(process.execPath, [entry, ...submitArguments], { stdio: 'inherit' });
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
