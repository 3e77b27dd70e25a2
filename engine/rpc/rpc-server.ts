/** Listens for peers that know the secret: on loopback, unless it is told another address. */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { FrameConnection, type FrameHandlers, type FrameLimits } from './frame-connection.ts';
import { acceptHandshake } from './handshake.ts';

const LOOPBACK = '127.0.0.1';

export interface RpcServerOptions {
  /** Or those of several applications: a peer knows one of them. */
  readonly secret: Uint8Array | (() => Iterable<Uint8Array>);
  /**
   * Gives the handlers of a new connection, whose peer is known to be one of ours.
   * @param secret which the peer knows
   */
  readonly onConnection: (connection: () => FrameConnection, secret: Uint8Array) => FrameHandlers;
  readonly limits?: FrameLimits;
}

export class RpcServer {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  constructor(options: RpcServerOptions) {
    this.server = createServer((socket) => {
      this.sockets.add(socket);
      socket.on('error', () => {});
      socket.once('close', () => this.sockets.delete(socket));
      const { secret } = options;
      acceptHandshake(socket, typeof secret === 'function' ? secret() : [secret]).then(
        (known) => {
          let connection: FrameConnection;
          const handlers = options.onConnection(() => connection, known);
          connection = new FrameConnection(socket, handlers, options.limits);
          connection.unref();
          socket.resume();
        },
        () => socket.destroy(),
      );
    });
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
}
