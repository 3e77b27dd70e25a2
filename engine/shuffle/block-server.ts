/** Serves the blocks below an application's directory to peers that know its secret. */
import { RpcServer } from '../rpc/rpc-server.ts';
import type { BlockRequest } from './block-request.ts';
import { serveBlocks } from './serve-blocks.ts';

export interface NumberedRequest {
  readonly number: number;
  readonly request: BlockRequest;
}

/** One request at a time for each peer: nothing more is read until its answer is on its way. */
export function startBlockServer(root: string, secret: Uint8Array): RpcServer {
  return new RpcServer({
    secret,
    onConnection: (connection) => ({
      onMessage: (message) => {
        const { number, request } = message as NumberedRequest;
        connection().send({ number, reply: { value: serveBlocks(root, request) } });
        return connection().drained();
      },
      onClose: () => {},
    }),
  });
}
