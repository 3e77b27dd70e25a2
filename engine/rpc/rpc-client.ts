/** Connects to a server of the same application. */
import { connect } from 'node:net';
import { FrameConnection, type FrameHandlers, type FrameLimits } from './frame-connection.ts';
import { offerHandshake } from './handshake.ts';

const LOOPBACK = '127.0.0.1';

export interface ConnectOptions {
  readonly limits?: FrameLimits;
  /** `spark.network.crypto.enabled`; a server may ask for it, too. */
  readonly encrypts?: boolean;
}

/** @throws Error when nobody listens, or somebody who does not know the secret */
export async function connectRpc(
  port: number,
  secret: Uint8Array,
  handlers: FrameHandlers,
  host = LOOPBACK,
  { limits, encrypts = false }: ConnectOptions = {},
): Promise<FrameConnection> {
  const { socket } = await offerHandshake(connect(port, host), secret, encrypts);
  const connection = new FrameConnection(socket, handlers, limits);
  socket.resume();
  return connection;
}
