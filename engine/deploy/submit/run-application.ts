/** Runs a TypeScript or JavaScript application in this process: client mode. */
import { systemClock } from '../../../base/time/system-clock.ts';
import { prepareProgram } from '../../closure/bundle/prepare-program.ts';
import { setCurrentProgram } from '../../closure/current-program.ts';
import { setSubmittedProperties } from '../../context/submitted-properties.ts';
import { hasShutdownHooks, runShutdownHooks } from '../shutdown-hooks.ts';
import { failureText } from './report-failure.ts';

export interface Application {
  /** Absolute path. */
  readonly file: string;
  readonly applicationArguments: readonly string[];
  readonly properties: ReadonlyMap<string, string>;
  readonly isVerbose: boolean;
}

const failureExitCode = 1;
/** Exit codes are 128 and the signal's number. */
const signalExitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
/** Longer than an executor takes to notice, shorter than those who stop processes wait for it. */
const shutdownLimitMs = 5_000;

/**
 * Resolves when the application's module has run to its end; the process goes on as long as the
 * program keeps it busy, then ends with the program's own `process.exitCode`. The application finds
 * its arguments in `process.argv.slice(2)`, as a script started by Node would.
 */
export async function runApplication(application: Application): Promise<void> {
  const { file, isVerbose } = application;
  process.argv = [process.execPath, file, ...application.applicationArguments];
  setSubmittedProperties(application.properties);
  const fail = (error: unknown) => {
    process.stderr.write(failureText(error, isVerbose));
    endProcess(failureExitCode);
  };
  ignoreClosedOutput();
  for (const [signal, exitCode] of Object.entries(signalExitCodes)) {
    process.once(signal, () => endProcess(exitCode));
  }
  process.on('uncaughtException', fail);
  process.on('beforeExit', () => {
    if (hasShutdownHooks()) {
      void runShutdownHooks();
    }
  });
  try {
    const program = await prepareProgram(file, process.env, systemClock);
    setCurrentProgram(program.location);
    process.setSourceMapsEnabled(true);
    await import(program.driverUrl);
  } catch (error) {
    fail(error);
  }
}

let isEnding = false;

function endProcess(exitCode: number): void {
  if (isEnding) {
    return;
  }
  isEnding = true;
  const exit = () => process.exit(exitCode);
  systemClock.setTimer(shutdownLimitMs, exit);
  runShutdownHooks().then(exit, exit);
}

/** Whoever reads our output may stop reading; the application's work goes on. */
function ignoreClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') {
        throw error;
      }
    });
  }
}
