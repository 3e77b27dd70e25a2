/** An executor process as its driver sees it. */
import type { DriverMessage } from '../../executor/cluster-protocol.ts';
import type { FrameConnection } from '../../rpc/frame-connection.ts';
import type { BlockAddress } from '../../shuffle/block-request.ts';

export class ExecutorHandle {
  readonly executorId: string;
  readonly sentStages = new Set<string>();
  connection: FrameConnection | undefined;
  /** Known once it has registered. */
  slots = 0;
  /** Of its files, on its host. */
  directory: string | undefined;
  /** Where it serves its blocks, if it does. */
  blockAddress: BlockAddress | undefined;
  lastHeardMs: number;
  /** Why it had to end, where it said so itself. */
  lostReason: string | undefined;
  /** Whether the driver has ended it: its tasks have not failed then. */
  isRemoved = false;

  constructor(executorId: string, nowMs: number) {
    this.executorId = executorId;
    this.lastHeardMs = nowMs;
  }

  send(message: DriverMessage): void {
    this.connection?.send(message);
  }
}
