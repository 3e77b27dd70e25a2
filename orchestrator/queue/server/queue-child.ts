/** The queue server's child process: how it is started, awaited and ended. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../../../base/time/clock.ts';
import { answersPing } from './queue-probe.ts';

export interface QueueChildOptions {
  readonly binary: string;
  readonly socketPath: string;
  readonly logPath: string;
  readonly clock: Clock;
}

/** The child is up within milliseconds; a machine that swaps gets this long. */
const START_TIMEOUT_MS = 10_000;
/** Between two looks at a starting child. */
const PROBE_PAUSE_MS = 1;

/** Starts the binary in a process group of its own, its messages going to the log. */
export function spawnQueueChild({ binary, socketPath, logPath }: QueueChildOptions): ChildProcess {
  const log = openSync(logPath, 'a', 0o600);
  try {
    return spawn(
      binary,
      [
        ...['--port', '0', '--unixsocket', socketPath, '--unixsocketperm', '700'],
        ...['--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'],
        ...['--daemonize', 'no', '--loglevel', 'warning', '--dir', dirname(logPath)],
      ],
      // A group of its own: Ctrl-C in the terminal must not end it before its clients.
      { detached: true, stdio: ['ignore', log, log] },
    );
  } finally {
    closeSync(log);
  }
}

/**
 * Resolves with undefined once the server answers, else with what went wrong.
 *
 * @param ended resolves with the cause when the child is gone
 */
export async function whenAnswering(
  { socketPath, clock }: QueueChildOptions,
  ended: Promise<string>,
): Promise<string | undefined> {
  let failure: string | undefined;
  void ended.then((cause) => {
    failure = cause;
  });
  const deadlineMs = clock.now() + START_TIMEOUT_MS;
  while (!(await answersPing(socketPath, START_TIMEOUT_MS))) {
    if (failure !== undefined) return failure;
    if (clock.now() >= deadlineMs) return `it did not answer within ${START_TIMEOUT_MS} ms`;
    await new Promise<void>((resolve) => {
      clock.setTimer(PROBE_PAUSE_MS, resolve);
    });
  }
  return undefined;
}

/**
 * Kills the child and resolves when it is gone. It has nothing to save, and an orderly end takes
 * it up to a tenth of a second.
 */
export function endQueueChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.ref();
    child.kill('SIGKILL');
  });
}
