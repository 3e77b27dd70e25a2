/** Attempts with real processes for the tests of the runner. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe } from 'vitest';
import type { ProcessSpecification } from '../../../actions/contract/action-type.ts';
import { ATTEMPT_MARKER } from '../../../actions/process/attempt-files.ts';
import {
  ProcessRunner,
  type ProcessRunnerOptions,
} from '../../../actions/process/process-runner.ts';
import { hasEnvironment, readProcessTable } from '../../../actions/process/process-table.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const directories = new Set<string>();

// A failed test must leave nothing behind; what carries the mark was started by these tests.
afterAll(() => {
  for (const directory of directories) {
    for (const { pid } of processesOf(directory)) process.kill(pid, 'SIGKILL');
  }
});

/** Describes the same for both ways in which a runner starts processes. */
export function describeRunners(
  options: ProcessRunnerOptions,
  suite: (runner: ProcessRunner) => void,
): void {
  describe('without a spawner', () => suite(new ProcessRunner({ ...options, usesSpawner: false })));
  describe('with a spawner', () => {
    const runner = new ProcessRunner(options);
    beforeAll(() => runner.warmUp());
    afterAll(() => runner.close());
    suite(runner);
  });
}

/** The directory of a fresh attempt. */
export function attemptDirectory(): string {
  const directory = temporaryDirectory();
  directories.add(directory);
  return directory;
}

/** The living processes that carry the attempt's mark. */
export function processesOf(directory: string) {
  return readProcessTable().filter(({ pid }) => hasEnvironment(pid, ATTEMPT_MARKER, directory));
}

export function specification(
  directory: string,
  command: string,
  ...rest: string[]
): ProcessSpecification {
  return {
    command,
    arguments: rest,
    environment: { PATH: process.env.PATH ?? '/usr/bin:/bin' },
    workingDirectory: directory,
  };
}

/** A specification that runs a line of shell. */
export function shellLine(directory: string, line: string): ProcessSpecification {
  return specification(directory, '/bin/sh', '-c', line);
}

/** Writes an executable script below the directory. */
export function script(directory: string, name: string, text: string): string {
  mkdirSync(directory, { recursive: true });
  const path = `${directory}/${name}`;
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
}

export function stdoutOf(directory: string): string {
  return readFileSync(`${directory}/stdout`, 'utf8');
}

export function stderrOf(directory: string): string {
  return readFileSync(`${directory}/stderr`, 'utf8');
}
