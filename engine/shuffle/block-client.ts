/** An executor's way to shuffle blocks that others serve: asked for again when a request fails. */
import type { BlockAddress, BlockRequest, BlockResponse } from './block-request.ts';
import { PeerConnections, type PeerConnectionsOptions } from './peer-connections.ts';

export interface BlockClientOptions extends PeerConnectionsOptions {
  /** Rejects for an executor whose blocks nobody serves. */
  readonly addressOf: (executorId: string) => Promise<BlockAddress>;
  /** `spark.shuffle.io.maxRetries`. */
  readonly retriesMax: number;
  /** `spark.shuffle.io.retryWait`. */
  readonly retryWaitMs: number;
}

export class BlockClient {
  private readonly options: BlockClientOptions;
  private readonly peers: PeerConnections<BlockRequest>;

  constructor(options: BlockClientOptions) {
    this.options = options;
    this.peers = new PeerConnections(options);
  }

  /** Rejects when the blocks could not be had after all retries. */
  async fetch(request: BlockRequest): Promise<BlockResponse> {
    const { retriesMax, retryWaitMs, clock, addressOf } = this.options;
    for (let retry = 0; ; retry += 1) {
      try {
        const address = await addressOf(request.executorId);
        return (await this.peers.ask(address, request)) as BlockResponse;
      } catch (error) {
        if (retry >= retriesMax) {
          throw error;
        }
        await new Promise<void>((resolve) => clock.setTimer(retryWaitMs, resolve));
      }
    }
  }
}
