/** Connects to a server of the same application. */
import { connect } from 'node:net';
import { FrameConnection, type FrameHandlers, type FrameLimits } from './frame-connection.ts';
import { offerHandshake } from './handshake.ts';

const LOOPBACK = '127.0.0.1';

/** @throws Error when nobody listens, or somebody who does not know the secret */
export async function connectRpc(
  port: number,
  secret: Uint8Array,
  handlers: FrameHandlers,
  host = LOOPBACK,
  limits?: FrameLimits,
): Promise<FrameConnection> {
  const socket = connect(port, host);
  await offerHandshake(socket, secret);
  const connection = new FrameConnection(socket, handlers, limits);
  socket.resume();
  return connection;
}
