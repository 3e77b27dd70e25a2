/** An executor's process, as whoever started it sees it: the driver, or a worker. */
import { type ChildProcess, spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { siblingModule } from '../../base/sibling-module.ts';
import { END_LINE, type ExecutorConfiguration, type ExecutorStart } from './cluster-protocol.ts';

export interface ExecutorEnd {
  /** Undefined where the process could not be started, or a signal ended it. */
  readonly exitStatus: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  readonly message: string;
}

export interface ExecutorProcessOptions {
  /** With the application's settings, or without where the driver is to be asked for them. */
  readonly configuration: ExecutorConfiguration | ExecutorStart;
  /** File descriptors of its output and its errors; where this process's go otherwise. */
  readonly output?: readonly [number, number];
  readonly workingDirectory?: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** Called once. */
  readonly onEnd: (end: ExecutorEnd) => void;
}

export class ExecutorProcess {
  private readonly child: ChildProcess;

  /** It ends with this process: the executor holds the other end of a pipe to it. */
  constructor(options: ExecutorProcessOptions) {
    const { configuration, output = ['inherit', 'inherit'] as const } = options;
    const main = siblingModule(import.meta.url, './executor-main');
    this.child = spawn(process.execPath, [main, dirname(configuration.directory)], {
      stdio: ['pipe', ...output],
      cwd: options.workingDirectory,
      env: { ...process.env, ...options.environment },
    });
    this.child.stdin?.on('error', () => {});
    this.child.stdin?.write(`${JSON.stringify(configuration)}\n`);
    let isOver = false;
    const end = (found: ExecutorEnd) => {
      if (!isOver) {
        isOver = true;
        options.onEnd(found);
      }
    };
    this.child.once('error', ({ message }) =>
      end({ exitStatus: undefined, signal: undefined, message }),
    );
    this.child.once('exit', (code, signal) =>
      end({
        exitStatus: code ?? undefined,
        signal: signal ?? undefined,
        message: exitReason(code, signal),
      }),
    );
    this.child.unref();
    (this.child.stdin as unknown as { unref?(): void } | null)?.unref?.();
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** It removes its files, unless they stay with a shuffle service, and ends by itself. */
  end(): void {
    this.child.stdin?.end(END_LINE);
  }

  /** Ends the process at once. */
  kill(): void {
    this.child.kill('SIGKILL');
  }
}

function exitReason(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `Command exited with code ${code}` : `Command was ended by ${signal}`;
}
