/** The process of an attempt that this server has started. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { ProcessSpecification } from '../contract/action-type.ts';
import { ATTEMPT_MARKER, type AttemptFiles, attemptFiles } from './attempt-files.ts';
import { commandLine } from './command-line.ts';
import { readExitCode } from './process-record.ts';
import { AttemptProcess, type ProcessOrigin } from './running-process.ts';
import { CLAIM_FAILED_STATUS, SHELL, WRAPPER_SCRIPT } from './wrapper-script.ts';

/**
 * Starts the wrapper in a session and process group of its own.
 *
 * Node's own spawn and no library above it: with one of these for every shell action, the 1.7 ms
 * that execa adds to each start (3 ms against 1.3 ms for /bin/true) would be half of the time that
 * an action takes.
 *
 * @throws NodeJS.ErrnoException when the process cannot be created
 */
export async function spawnWrapper(
  directory: string,
  specification: ProcessSpecification,
): Promise<ChildProcess> {
  const files = attemptFiles(directory);
  const { words, environment } = commandLine(specification);
  const output = openOutput(files);
  try {
    const child = spawn(SHELL, ['-c', WRAPPER_SCRIPT, 'howdah-wrapper', files.record, ...words], {
      cwd: specification.workingDirectory,
      env: { ...environment, [ATTEMPT_MARKER]: directory },
      detached: true,
      stdio: ['ignore', output.stdout, output.stderr],
    });
    if (child.pid === undefined) await failureToSpawn(child);
    return child;
  } finally {
    closeSync(output.stdout);
    closeSync(output.stderr);
  }
}

export class ChildAttemptProcess extends AttemptProcess {
  readonly #child: ChildProcess;

  /** @param onClaimRefused called when somebody else runs the command already */
  constructor(
    origin: Omit<ProcessOrigin, 'pid'>,
    child: ChildProcess,
    onClaimRefused: (process: ChildAttemptProcess) => void,
  ) {
    super({ ...origin, pid: child.pid as number });
    this.#child = child;
    child.once('exit', (status) => {
      const isRefusal =
        status === CLAIM_FAILED_STATUS && readExitCode(this.files.record) === undefined;
      if (isRefusal) onClaimRefused(this);
      else void this.wrapperEnded(status ?? undefined);
    });
  }

  release(): void {
    this.#child.unref();
  }

  /** Its number is kept for it until it has been reaped, and the group's end is seen right then. */
  protected isGroupCertain(): boolean {
    return true;
  }
}

function openOutput(files: AttemptFiles): { readonly stdout: number; readonly stderr: number } {
  const stdout = openSync(files.stdout, 'a');
  try {
    return { stdout, stderr: openSync(files.stderr, 'a') };
  } catch (error) {
    closeSync(stdout);
    throw error;
  }
}

function failureToSpawn(child: ChildProcess): Promise<never> {
  return new Promise((_, reject) => {
    child.once('error', reject);
  });
}
