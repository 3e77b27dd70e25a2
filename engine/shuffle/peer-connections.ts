/**
 * A process's connections to peers that answer requests: one for each address, opened when it is
 * needed, and opened again after it was lost.
 */
import type { Clock } from '../../base/time/clock.ts';
import type { FrameConnection } from '../rpc/frame-connection.ts';
import { type Reply, RequestLine } from '../rpc/request-line.ts';
import { connectRpc } from '../rpc/rpc-client.ts';
import type { BlockAddress } from './block-request.ts';

export interface PeerConnectionsOptions {
  readonly secret: Uint8Array;
  /** `spark.network.crypto.enabled`; a peer may ask for it, too. */
  readonly encrypts: boolean;
  readonly clock: Clock;
  /** `spark.shuffle.io.connectionTimeout`: who does not answer for so long is given up. */
  readonly connectionTimeoutMs: number;
}

interface Peer<Request> {
  readonly connection: FrameConnection;
  readonly line: RequestLine<Request>;
}

export class PeerConnections<Request> {
  private readonly options: PeerConnectionsOptions;
  private readonly peers = new Map<string, Promise<Peer<Request>>>();

  constructor(options: PeerConnectionsOptions) {
    this.options = options;
  }

  /** Rejects when the peer is not there, ends or does not answer in time. */
  async ask(address: BlockAddress, request: Request): Promise<unknown> {
    const key = `${address.host}:${address.port}`;
    const { clock, connectionTimeoutMs } = this.options;
    const silence = Promise.withResolvers<never>();
    const timer = clock.setTimer(connectionTimeoutMs, () => {
      this.giveUp(key);
      silence.reject(new Error(`${key} has not answered for ${connectionTimeoutMs} ms`));
    });
    try {
      return await Promise.race([this.askConnected(address, key, request), silence.promise]);
    } finally {
      timer.cancel();
    }
  }

  private async askConnected(
    address: BlockAddress,
    key: string,
    request: Request,
  ): Promise<unknown> {
    let peer = this.peers.get(key);
    if (peer === undefined) {
      peer = this.connect(address, key);
      this.peers.set(key, peer);
      peer.catch(() => this.peers.delete(key));
    }
    return (await peer).line.ask(request);
  }

  /** Somebody who is stopped, or a machine that is gone, closes no connection. */
  private giveUp(key: string): void {
    const peer = this.peers.get(key);
    this.peers.delete(key);
    peer?.then(({ connection }) => connection.destroy()).catch(() => {});
  }

  private async connect(address: BlockAddress, key: string): Promise<Peer<Request>> {
    const line = new RequestLine<Request>((number, request) =>
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
      { encrypts: this.options.encrypts },
    );
    return { connection, line };
  }
}
