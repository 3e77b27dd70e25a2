/** How a master or a worker runs as a process: until it is told to stop. */
import { HowdahError } from '../../base/error/howdah-error.ts';
import { KeepAlive } from '../context/keep-alive.ts';
import { type DaemonOption, type DaemonOptions, readDaemonOptions } from './daemon-options.ts';

export interface Daemon {
  /** Resolves when all that it started has ended. */
  stop(): Promise<void>;
}

export interface DaemonProgram {
  readonly usage: string;
  /** Options with a value that only it has. */
  readonly options: readonly DaemonOption[];
  /** @throws HowdahError for what cannot be used */
  readonly start: (options: DaemonOptions) => Promise<Daemon>;
}

const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;

export async function runDaemon(program: DaemonProgram, words: readonly string[]): Promise<void> {
  const keepAlive = new KeepAlive();
  try {
    const options = readDaemonOptions(words, program.options);
    if (options.wantsHelp) {
      process.stdout.write(program.usage);
      keepAlive.close();
      return;
    }
    keepAlive.acquire();
    stopWhenTold(await program.start(options));
  } catch (error) {
    keepAlive.close();
    process.stderr.write(`${describe(error)}\n`);
    const isUsage = error instanceof HowdahError && error.code === 'HOWDAH_USAGE';
    process.exitCode = isUsage ? exitCodes.usage : exitCodes.failed;
  }
}

/** The second signal ends the process at once. */
function stopWhenTold(daemon: Daemon): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (isStopping) {
        process.exit(exitCodes.failed);
      }
      isStopping = true;
      daemon.stop().then(
        () => process.exit(exitCodes.ok),
        () => process.exit(exitCodes.failed),
      );
    });
  }
}

function describe(error: unknown): string {
  if (error instanceof HowdahError) {
    const mend = error.mend === undefined ? '' : `\n  mend: ${error.mend}`;
    return `error: ${error.code}: ${error.message}${mend}`;
  }
  return `error: ${error instanceof Error ? error.message : String(error)}`;
}
