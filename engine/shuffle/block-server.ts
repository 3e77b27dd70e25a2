/** Serves the blocks below an application's directory to peers that know its secret. */
import type { FrameConnection, FrameHandlers } from '../rpc/frame-connection.ts';
import { RpcServer } from '../rpc/rpc-server.ts';
import type { BlockRequest } from './block-request.ts';
import { serveBlocks } from './serve-blocks.ts';

export interface NumberedRequest {
  readonly number: number;
  readonly request: BlockRequest;
}

/** @param encrypts always; a peer may ask for it otherwise */
export function startBlockServer(root: string, secret: Uint8Array, encrypts: boolean): RpcServer {
  return new RpcServer({
    secret,
    encrypts,
    onConnection: (connection) => blockHandlers(connection, () => root),
  });
}

/**
 * One request at a time for each peer: nothing more is read until its answer is on its way.
 * @param rootOf the directory that an executor has its own in
 */
export function blockHandlers(
  connection: () => FrameConnection,
  rootOf: (executorId: string) => string,
): FrameHandlers {
  return {
    onMessage: (message) => {
      const { number, request } = message as NumberedRequest;
      const value = serveBlocks(rootOf(request.executorId), request);
      connection().send({ number, reply: { value } });
      return connection().drained();
    },
    onClose: () => {},
  };
}
