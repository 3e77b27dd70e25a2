/** An executor process as its driver sees it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { siblingModule } from '../../../base/sibling-module.ts';
import type { DriverMessage, ExecutorConfiguration } from '../../executor/cluster-protocol.ts';
import type { FrameConnection } from '../../rpc/frame-connection.ts';

export class ExecutorHandle {
  readonly executorId: string;
  readonly sentStages = new Set<string>();
  connection: FrameConnection | undefined;
  /** Where it serves its blocks, if it does. */
  blockPort: number | undefined;
  lastHeardMs: number;
  /** Why it had to end, where it said so itself. */
  lostReason: string | undefined;
  /** Whether the driver has ended it: its tasks have not failed then. */
  isRemoved = false;
  private readonly child: ChildProcess;

  /** @param onExit called once with what became of the process */
  constructor(
    configuration: ExecutorConfiguration,
    nowMs: number,
    onExit: (reason: string) => void,
  ) {
    this.executorId = configuration.executorId;
    this.lastHeardMs = nowMs;
    const main = siblingModule(import.meta.url, '../../executor/executor-main');
    this.child = spawn(process.execPath, [main, dirname(configuration.directory)], {
      stdio: ['pipe', 'inherit', 'inherit'],
    });
    this.child.stdin?.on('error', () => {});
    this.child.stdin?.write(`${JSON.stringify(configuration)}\n`);
    let isOver = false;
    const end = (reason: string) => {
      if (!isOver) {
        isOver = true;
        onExit(reason);
      }
    };
    this.child.once('error', (error) => end(error.message));
    this.child.once('exit', (code, signal) => end(exitReason(code, signal)));
    this.child.unref();
    (this.child.stdin as unknown as { unref?(): void } | null)?.unref?.();
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  send(message: DriverMessage): void {
    this.connection?.send(message);
  }

  /** Ends the process at once. */
  kill(): void {
    this.child.kill('SIGKILL');
  }
}

/** Exit statuses of signals are 128 and the signal's number, as a shell gives them. */
function exitReason(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `Command exited with code ${code}` : `Command was ended by ${signal}`;
}
