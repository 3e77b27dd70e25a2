/** Stands between a client and a server on loopback and keeps every byte that passes. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

const LOOPBACK = '127.0.0.1';

export interface ProxyOptions {
  /** What the client's bytes become; they may be changed in place. */
  readonly change?: (bytes: Buffer) => Buffer;
  /** Where it listens. */
  readonly host?: string;
  readonly port?: number;
  readonly targetHost?: string;
}

export class SniffingProxy {
  readonly port: number;
  private readonly server: Server;
  private readonly sockets: Set<Socket>;
  private readonly passed: Buffer[];

  private constructor(port: number, server: Server, sockets: Set<Socket>, passed: Buffer[]) {
    this.port = port;
    this.server = server;
    this.sockets = sockets;
    this.passed = passed;
  }

  static async start(targetPort: number, options: ProxyOptions = {}): Promise<SniffingProxy> {
    const { change = (bytes) => bytes, targetHost = LOOPBACK } = options;
    const sockets = new Set<Socket>();
    const passed: Buffer[] = [];
    const server = createServer((client) => {
      const target = connect(targetPort, targetHost);
      for (const [from, to, pass] of [
        [client, target, change],
        [target, client, (bytes: Buffer) => bytes],
      ] as const) {
        sockets.add(from);
        from.on('data', (bytes) => {
          passed.push(Buffer.from(bytes));
          to.write(pass(bytes));
        });
        from.on('error', () => to.destroy());
        from.once('close', () => {
          sockets.delete(from);
          to.destroy();
        });
      }
    });
    const { host = LOOPBACK, port: wanted = 0 } = options;
    await new Promise<void>((resolve) => server.listen(wanted, host, resolve));
    const { port } = server.address() as AddressInfo;
    return new SniffingProxy(port, server, sockets, passed);
  }

  /** Both directions, in the order in which they passed. */
  bytes(): Buffer {
    return Buffer.concat(this.passed);
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) {
      socket.destroy();
    }
  }
}
