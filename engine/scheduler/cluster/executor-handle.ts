/** An executor process as its driver sees it. */
import type { DriverMessage, ExecutorRequest } from '../../executor/cluster-protocol.ts';
import type { FrameConnection } from '../../rpc/frame-connection.ts';
import { RequestLine } from '../../rpc/request-line.ts';
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
  /** Where others ask for the blocks that it keeps. */
  peerAddress: BlockAddress | undefined;
  lastHeardMs: number;
  /** Why it had to end, where it said so itself. */
  lostReason: string | undefined;
  /** Whether the driver has ended it: its tasks have not failed then. */
  isRemoved = false;
  /** What it was asked and has not answered. */
  readonly requests = new RequestLine<ExecutorRequest>((number, request) =>
    this.send({ type: 'request', number, request }),
  );

  constructor(executorId: string, nowMs: number) {
    this.executorId = executorId;
    this.lastHeardMs = nowMs;
  }

  /** Rejects when it ends; one that has not registered has nothing to do. */
  async ask(request: ExecutorRequest): Promise<unknown> {
    return this.connection === undefined ? undefined : this.requests.ask(request);
  }

  send(message: DriverMessage): void {
    this.connection?.send(message);
  }
}
