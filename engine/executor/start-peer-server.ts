/** Where other executors of the application ask for what this one keeps. */
import type { Reply } from '../rpc/request-line.ts';
import { RpcServer } from '../rpc/rpc-server.ts';
import type { PeerRequest } from './block-exchange.ts';
import { replyTo } from './slot-question.ts';

interface NumberedRequest {
  readonly number: number;
  readonly request: PeerRequest;
}

export interface PeerAccess {
  readonly secret: Uint8Array;
  readonly encrypts: boolean;
}

/** One request at a time for each peer: nothing more is read until its answer is on its way. */
export function startPeerServer(
  access: PeerAccess,
  answer: (request: PeerRequest) => Promise<unknown>,
): RpcServer {
  return new RpcServer({
    ...access,
    onConnection: (connection) => ({
      onMessage: async (message) => {
        const { number, request } = message as NumberedRequest;
        const reply: Reply = await replyTo(() => answer(request));
        connection().send({ number, reply });
        await connection().drained();
      },
      onClose: () => {},
    }),
  });
}
