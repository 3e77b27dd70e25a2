/**
 * The private Redis-compatible server of one data directory: a child on a Unix socket, without TCP
 * port and without files of its own. It holds only what the database can restore, so a new one is
 * always empty, and one that a dead server left behind is ended rather than trusted.
 */
import type { ChildProcess } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { identifyProcess } from '../../../base/process/process-identity.ts';
import type { Clock } from '../../../base/time/clock.ts';
import { dataDirectoryError } from '../../data-directory/data-directory-error.ts';
import { endQueueChild, spawnQueueChild, whenAnswering } from './queue-child.ts';
import { endPredecessor } from './queue-predecessor.ts';

export interface QueueServerOptions {
  /** Absolute path of the server's binary. */
  readonly binary: string;
  /** Absolute, at most 107 bytes long. */
  readonly socketPath: string;
  /** File that says which process the child is. */
  readonly identityPath: string;
  /** The child's own messages are appended to it. */
  readonly logPath: string;
  readonly clock: Clock;
  /** Told when the child is created, long before it answers. */
  readonly onCreated?: (() => void) | undefined;
  /** Told when the child died by itself and when it could not be started again. */
  readonly onError: (error: HowdahError) => void;
}

/** Pause before a child that died by itself is started again, doubled each time it dies young. */
const RESTART_PAUSE_MS_MIN = 10;
const RESTART_PAUSE_MS_MAX = 5_000;
/** A child that lived this long counts as healthy again. */
const HEALTHY_AFTER_MS = 60_000;

/** @internal Started by `startQueueServer`. */
export class QueueServer {
  readonly #options: QueueServerOptions;
  #child: ChildProcess | undefined;
  #startedMs = 0;
  #restartPauseMs = RESTART_PAUSE_MS_MIN;
  #isStopping = false;
  readonly #killAtExit = () => this.#child?.kill('SIGKILL');

  constructor(options: QueueServerOptions) {
    this.#options = options;
  }

  get socketPath(): string {
    return this.#options.socketPath;
  }

  /** Process id of the child that runs now. */
  get processId(): number | undefined {
    return this.#child?.pid;
  }

  /**
   * @throws HowdahError HOWDAH_QUEUE_UNAVAILABLE when the child does not come up,
   *   HOWDAH_DISK_FULL or HOWDAH_DATA_DIRECTORY_UNUSABLE when its files cannot be written
   */
  async start(): Promise<void> {
    process.once('exit', this.#killAtExit);
    try {
      await endPredecessor(this.#options);
      await this.#launch();
    } catch (error) {
      process.removeListener('exit', this.#killAtExit);
      this.#child?.kill('SIGKILL');
      const { logPath } = this.#options;
      throw error instanceof HowdahError ? error : dataDirectoryError(logPath, error);
    }
  }

  /** Ends the child and removes its socket. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    process.removeListener('exit', this.#killAtExit);
    const child = this.#child;
    if (child !== undefined) await endQueueChild(child);
    rmSync(this.#options.socketPath, { force: true });
    rmSync(this.#options.identityPath, { force: true });
  }

  async #launch(): Promise<void> {
    const { identityPath, clock } = this.#options;
    const child = spawnQueueChild(this.#options);
    this.#child = child;
    this.#options.onCreated?.();
    this.#startedMs = clock.now();
    // Also keeps a failed spawn's error event from ending the process; `exit` never follows it.
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(`it ended with ${signal ?? `code ${code}`}`));
    });
    const identity = child.pid === undefined ? undefined : identifyProcess(child.pid);
    if (identity !== undefined) writeFileSync(identityPath, JSON.stringify(identity));
    const problem = await whenAnswering(this.#options, ended);
    if (problem !== undefined) {
      child.kill('SIGKILL');
      throw this.#unavailable(problem);
    }
    child.unref();
    void ended.then((cause) => this.#onChildEnd(cause));
  }

  #onChildEnd(cause: string): void {
    if (this.#isStopping) return;
    const { clock, onError } = this.#options;
    onError(this.#unavailable(`${cause}; starting it again`));
    const wasHealthy = clock.now() - this.#startedMs >= HEALTHY_AFTER_MS;
    if (wasHealthy) this.#restartPauseMs = RESTART_PAUSE_MS_MIN;
    clock.setTimer(this.#restartPauseMs, () => this.#restart());
    this.#restartPauseMs = Math.min(this.#restartPauseMs * 2, RESTART_PAUSE_MS_MAX);
  }

  #restart(): void {
    if (this.#isStopping) return;
    rmSync(this.#options.socketPath, { force: true });
    this.#launch().catch((error) => this.#onChildEnd(String(error.message ?? error)));
  }

  #unavailable(problem: string): HowdahError {
    const { binary, socketPath, logPath } = this.#options;
    return new HowdahError('HOWDAH_QUEUE_UNAVAILABLE', [socketPath, problem], {
      mend: `see ${logPath} for what ${binary} said`,
    });
  }
}

/** Starts the server and resolves once it answers. */
export async function startQueueServer(options: QueueServerOptions): Promise<QueueServer> {
  const server = new QueueServer(options);
  await server.start();
  return server;
}
