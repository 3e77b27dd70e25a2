/** Authentication in front of Oozie's interface, as hadoop-auth's filter does it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { ApiContext } from '../api-context.ts';
import { authenticate, noteCaller } from '../caller.ts';
import { sendErrorBody } from './oozie-error-answer.ts';

/** Launchers call back without any identity. */
const openPath = /\/callback$/;

/**
 * Authenticates every request but callbacks, sets the cookie, and checks `doAs`. OPTIONS ends
 * here: Oozie's clients ask so before every call; see the handshake of hadoop-auth.
 */
export function addAuthentication(server: FastifyInstance, context: ApiContext): void {
  server.addHook('onRequest', async (request, reply) => {
    // Oozie's filter stands before what there is only.
    if (request.is404) return;
    const [path = ''] = request.url.split('?', 1);
    const isOptions = request.method === 'OPTIONS';
    if (openPath.test(path)) {
      if (isOptions) throw new HowdahError('E0301', ['']);
      return;
    }
    const authentication = authenticate(request, reply, context);
    if (authentication === undefined) return sendUnauthorized(request, reply);
    if (isOptions) return reply.code(200).send();
    await noteCaller(request, authentication, context);
  });
}

/** The client may try again and name itself. */
function sendUnauthorized(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply
    .code(401)
    .header('www-authenticate', 'PseudoAuth')
    .header('set-cookie', 'hadoop.auth=; Path=/; HttpOnly');
  if (request.method !== 'GET' && request.method !== 'POST') return reply.send();
  return sendErrorBody(reply, 401, 'Authentication required');
}
