/** `howdah server`: runs until it is told to stop. */
import { systemClock } from '../../../base/time/system-clock.ts';
import { errorLines } from '../error-lines.ts';
import { exitCodes } from '../exit-code.ts';
import { parseDefinitions } from '../run-properties.ts';
import type { Terminal } from '../terminal.ts';

export interface ServerCommandOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly host: string;
  readonly redis?: string;
  readonly database?: string;
  readonly config?: string;
  readonly define: readonly string[];
}

/** Longer than closing ever takes; beyond it something hangs, and what runs survives us anyway. */
const CLOSE_TIMEOUT_MS = 10_000;

export async function serverCommand(
  options: ServerCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const { startServer } = await import('../../server/start-server.ts');
  const stopped = whenTold();
  const { readSettings } = await import('../../server/read-settings.ts');
  const server = await startServer({
    dataDirectory: options.dataDir,
    port: options.port,
    host: options.host,
    queueUrl: options.redis,
    databaseUrl: options.database,
    settings: readSettings(options.config, parseDefinitions(options.define)),
    keepsLog: true,
  });
  terminal.out(`howdah is ready at ${server.url}`);
  const lost = await Promise.race([stopped, server.lost]);
  if (lost !== undefined) for (const line of errorLines(lost)) terminal.err(line);
  const timer = systemClock.setTimer(CLOSE_TIMEOUT_MS, () => process.exit(exitCodes.failed));
  await server.close().catch((error: unknown) => {
    if (lost === undefined) throw error;
  });
  timer.cancel();
  return lost === undefined ? exitCodes.ok : exitCodes.failed;
}

/** Resolves with the first signal; the second ends the process at once. */
function whenTold(): Promise<void> {
  return new Promise((resolve) => {
    let count = 0;
    const onSignal = () => {
      count++;
      if (count > 1) process.exit(exitCodes.failed);
      resolve();
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
}
