/**
 * An executor's connections to those who serve blocks: one for each address, opened when it is
 * needed, and opened again when a request fails.
 */
import type { Clock } from '../../base/time/clock.ts';
import type { FrameConnection } from '../rpc/frame-connection.ts';
import { type Reply, RequestLine } from '../rpc/request-line.ts';
import { connectRpc } from '../rpc/rpc-client.ts';
import type { BlockAddress, BlockRequest, BlockResponse } from './block-request.ts';

export interface BlockClientOptions {
  readonly secret: Uint8Array;
  readonly clock: Clock;
  /** Rejects for an executor whose blocks nobody serves. */
  readonly addressOf: (executorId: string) => Promise<BlockAddress>;
  /** `spark.shuffle.io.maxRetries`. */
  readonly retriesMax: number;
  /** `spark.shuffle.io.retryWait`. */
  readonly retryWaitMs: number;
  /** `spark.shuffle.io.connectionTimeout`: who does not answer for so long is given up. */
  readonly connectionTimeoutMs: number;
}

interface Peer {
  readonly connection: FrameConnection;
  readonly line: RequestLine<BlockRequest>;
}

export class BlockClient {
  private readonly options: BlockClientOptions;
  private readonly peers = new Map<string, Promise<Peer>>();

  constructor(options: BlockClientOptions) {
    this.options = options;
  }

  /** Rejects when the blocks could not be had after all retries. */
  async fetch(request: BlockRequest): Promise<BlockResponse> {
    const { retriesMax, retryWaitMs, clock } = this.options;
    for (let retry = 0; ; retry += 1) {
      try {
        return await this.fetchOnce(request);
      } catch (error) {
        if (retry >= retriesMax) {
          throw error;
        }
        await new Promise<void>((resolve) => clock.setTimer(retryWaitMs, resolve));
      }
    }
  }

  private async fetchOnce(request: BlockRequest): Promise<BlockResponse> {
    const address = await this.options.addressOf(request.executorId);
    const key = `${address.host}:${address.port}`;
    const { clock, connectionTimeoutMs } = this.options;
    const silence = Promise.withResolvers<never>();
    const timer = clock.setTimer(connectionTimeoutMs, () => {
      this.giveUp(key);
      silence.reject(new Error(`${key} has not answered for ${connectionTimeoutMs} ms`));
    });
    try {
      return await Promise.race([this.ask(address, key, request), silence.promise]);
    } finally {
      timer.cancel();
    }
  }

  private async ask(
    address: BlockAddress,
    key: string,
    request: BlockRequest,
  ): Promise<BlockResponse> {
    let peer = this.peers.get(key);
    if (peer === undefined) {
      peer = this.connect(address, key);
      this.peers.set(key, peer);
      peer.catch(() => this.peers.delete(key));
    }
    return (await (await peer).line.ask(request)) as BlockResponse;
  }

  /** Somebody who is stopped, or a machine that is gone, closes no connection. */
  private giveUp(key: string): void {
    const peer = this.peers.get(key);
    this.peers.delete(key);
    peer?.then(({ connection }) => connection.destroy()).catch(() => {});
  }

  private async connect(address: BlockAddress, key: string): Promise<Peer> {
    const line = new RequestLine<BlockRequest>((number, request) =>
      connection.send({ number, request }),
    );
    const connection = await connectRpc(
      address.port,
      this.options.secret,
      {
        onMessage: (message) => {
          const { number, reply } = message as { number: number; reply: Reply };
          line.receive(number, reply);
        },
        onClose: (error) => {
          this.peers.delete(key);
          line.end(`The connection to ${key} was lost${error ? `: ${error.message}` : ''}`);
        },
      },
      address.host,
    );
    return { connection, line };
  }
}
