/** Listens for peers that know the secret: on loopback, unless it is told another address. */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../../base/time/clock.ts';
import { FrameConnection, type FrameHandlers, type FrameLimits } from './frame-connection.ts';
import { acceptHandshake } from './handshake.ts';

const LOOPBACK = '127.0.0.1';

/**
 * Peers that have not proved themselves yet. Ours take milliseconds; of more the one that has taken
 * longest gives way, so that nobody keeps us from our own by opening connections.
 */
const HANDSHAKES_MAX = 512;

export interface RpcServerOptions {
  /** Or those of several applications: a peer knows one of them. */
  readonly secret: Uint8Array | (() => Iterable<Uint8Array>);
  /**
   * Gives the handlers of a new connection, whose peer is known to be one of ours.
   * @param secret which the peer knows
   */
  readonly onConnection: (connection: () => FrameConnection, secret: Uint8Array) => FrameHandlers;
  /** Somebody who is none of ours, or has given up. @param address where from */
  readonly onRefused?: (address: string, reason: string) => void;
  readonly limits?: FrameLimits;
  /** For how long a peer may take to prove itself; the machine's own unless it is given. */
  readonly clock?: Clock;
  /** `spark.network.crypto.enabled`; a peer may ask for it, too. */
  readonly encrypts?: boolean;
}

export class RpcServer {
  private readonly server: Server;
  private readonly options: RpcServerOptions;
  private readonly sockets = new Set<Socket>();
  /** Those that have not proved themselves yet, the first that came first. */
  private readonly strangers = new Set<Socket>();

  constructor(options: RpcServerOptions) {
    this.options = options;
    this.server = createServer((socket) => void this.receive(socket));
  }

  /**
   * @param port 0 for any that is free
   * @returns the port
   */
  listen(port = 0, host = LOOPBACK): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, () => {
        this.server.unref();
        resolve((this.server.address() as AddressInfo).port);
      });
    });
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) {
      socket.destroy();
    }
  }

  private async receive(socket: Socket): Promise<void> {
    const { secret, encrypts = false, onRefused, clock } = this.options;
    const address = socket.remoteAddress ?? 'a connection that is gone';
    this.track(socket);
    this.admit(socket);
    try {
      const secrets = typeof secret === 'function' ? secret() : [secret];
      const known = await acceptHandshake(socket, secrets, encrypts, clock);
      this.strangers.delete(socket);
      this.open(known.socket, known.secret);
    } catch (error) {
      this.strangers.delete(socket);
      onRefused?.(address, (error as Error).message);
    }
  }

  private admit(socket: Socket): void {
    this.strangers.add(socket);
    const [slowest] = this.strangers;
    if (this.strangers.size > HANDSHAKES_MAX && slowest !== undefined) {
      this.strangers.delete(slowest);
      slowest.destroy();
    }
  }

  private open(socket: Socket, secret: Uint8Array): void {
    let connection: FrameConnection;
    const handlers = this.options.onConnection(() => connection, secret);
    this.track(socket);
    connection = new FrameConnection(socket, handlers, this.options.limits);
    connection.unref();
    socket.resume();
  }

  private track(socket: Socket): void {
    if (!this.sockets.has(socket)) {
      this.sockets.add(socket);
      socket.on('error', () => {});
      socket.once('close', () => this.sockets.delete(socket));
    }
  }
}
