/** Starts the wrapper of an attempt's command as a child of this process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import type { Socket } from 'node:net';
import {
  ATTEMPT_MARKER,
  type AttemptFiles,
  attemptFiles,
  workDirectoryOf,
} from './attempt-files.ts';
import { PREPARED_WRAPPER_SCRIPT, SHELL, WRAPPER_SCRIPT } from './wrapper-script.ts';

/** All that is needed to start a wrapper; plain data, which can be sent to another process. */
export interface SpawnRequest {
  /** The attempt's directory. */
  readonly directory: string;
  /** The command, with a slash in it, and its arguments. */
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
}

/** What a wrapper is prepared with before anybody knows for which attempt. */
export interface PrepareRequest {
  /** To be created; it becomes the attempt's by getting its name. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A wrapper that was started. */
export interface Wrapper {
  readonly pid: number;
  readonly ended: Promise<WrapperEnd>;
  /** Lets this process end while the wrapper goes on. */
  release(): void;
}

export type WrapperEnd =
  /** The status is undefined if a signal ended it. */
  | { readonly kind: 'exited'; readonly status: number | undefined }
  /** Nobody will tell how it ends; its record will. */
  | { readonly kind: 'out-of-sight' };

/**
 * Starts the wrapper in a session and process group of its own.
 *
 * Node's own spawn and no library above it: with one of these for every shell action, the 1.7 ms
 * that execa adds to each start (3 ms against 1.3 ms for /bin/true) would be half of the time that
 * an action takes.
 *
 * @throws NodeJS.ErrnoException when the process cannot be created
 */
export async function spawnWrapper(request: SpawnRequest): Promise<Wrapper> {
  const { directory, words, environment, workingDirectory } = request;
  const files = attemptFiles(directory);
  const output = openOutput(files);
  try {
    const child = spawn(SHELL, ['-c', WRAPPER_SCRIPT, 'howdah-wrapper', files.record, ...words], {
      cwd: workingDirectory,
      env: { ...environment, [ATTEMPT_MARKER]: directory },
      detached: true,
      stdio: ['ignore', output.stdout, output.stderr],
    });
    return { pid: await pidOf(child), ended: endOf(child), release: () => child.unref() };
  } finally {
    closeSync(output.stdout);
    closeSync(output.stderr);
  }
}

/** A wrapper that waits for its order. */
export interface PreparedWrapper extends Wrapper {
  /**
   * Where it reads the order. When all who hold it have closed it before the order's end, the
   * wrapper ends and has run nothing.
   */
  readonly input: Socket;
}

/**
 * Makes an attempt's directory and starts a wrapper in it that waits for its order.
 *
 * @throws NodeJS.ErrnoException when directory or process cannot be created
 */
export async function prepareWrapper(request: PrepareRequest): Promise<PreparedWrapper> {
  const { directory, environment } = request;
  const workDirectory = workDirectoryOf(directory);
  mkdirSync(directory);
  mkdirSync(workDirectory);
  const output = openOutput(attemptFiles(directory));
  try {
    const child = spawn(SHELL, ['-c', PREPARED_WRAPPER_SCRIPT], {
      cwd: workDirectory,
      env: { ...environment, [ATTEMPT_MARKER]: directory },
      detached: true,
      stdio: ['pipe', output.stdout, output.stderr],
    });
    const input = child.stdin as Socket;
    return { pid: await pidOf(child), ended: endOf(child), release: () => child.unref(), input };
  } finally {
    closeSync(output.stdout);
    closeSync(output.stderr);
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

function pidOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    if (child.pid === undefined) child.once('error', reject);
    else resolve(child.pid);
  });
}

function endOf(child: ChildProcess): Promise<WrapperEnd> {
  return new Promise((resolve) => {
    child.once('exit', (status) => resolve({ kind: 'exited', status: status ?? undefined }));
  });
}
