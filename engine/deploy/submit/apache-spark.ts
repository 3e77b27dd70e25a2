/** Hands an application over to a real Apache Spark. */
import { spawn } from 'node:child_process';
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { constants as osConstants } from 'node:os';
import { delimiter, join } from 'node:path';
import { packageRoot } from '../../../base/package-root.ts';
import { SubmitError } from './submit-error.ts';

const forwardedSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs Apache Spark's spark-submit with the same words.
 * @returns its exit code, 128 + n when signal n ended it
 * @throws SubmitError when there is no Apache Spark on this machine
 */
export async function runOnApacheSpark(
  words: readonly string[],
  primaryResource: string,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const command = findSparkSubmit(environment);
  if (command === undefined) {
    throw new SubmitError(
      `${primaryResource} needs Apache Spark, and none was found: set SPARK_HOME to ` +
        'its directory or put its spark-submit on PATH',
    );
  }
  const child = spawn(command, words, { stdio: 'inherit', env: environment });
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of forwardedSignals) {
    process.on(signal, forward);
  }
  return new Promise((resolve, reject) => {
    child.once('error', (error) =>
      reject(new SubmitError(`${command} cannot be run: ${error.message}`)),
    );
    child.once('exit', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : osConstants.signals[signal]));
    });
  });
}

/** `$SPARK_HOME/bin/spark-submit`, else the first on PATH that is not our own script. */
export function findSparkSubmit(environment: NodeJS.ProcessEnv): string | undefined {
  const { SPARK_HOME: home, PATH: path } = environment;
  const candidates = [
    ...(home ? [join(home, 'bin', 'spark-submit')] : []),
    ...(path ?? '')
      .split(delimiter)
      .filter(Boolean)
      .map((directory) => join(directory, 'spark-submit')),
  ];
  return candidates.find((candidate) => isExecutable(candidate) && !isOurs(candidate));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isOurs(path: string): boolean {
  return (
    realpathSync(path) ===
    realpathSync(join(packageRoot(import.meta.url), 'bin', 'spark-submit.sh'))
  );
}
