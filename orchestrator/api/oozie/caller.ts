/** Who makes a request, and for whom: found out once, before anything is answered. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { ApiContext } from '../api-context.ts';
import { sendErrorBody } from './oozie-error-answer.ts';
import { queryText } from './query-parameters.ts';

/** Users by request; nobody for those that name nobody. */
const users = new WeakMap<FastifyRequest, string>();

/** Whom the request is made for; undefined when it names nobody. */
export function callerOf(request: FastifyRequest): string | undefined {
  return users.get(request);
}

/** Launchers call back without any identity. */
const openPath = /\/callback$/;

/**
 * Authenticates every request but callbacks, sets the cookie, and checks `doAs`. OPTIONS ends
 * here: Oozie's clients ask so before every call; see the handshake of hadoop-auth.
 */
export function addAuthentication(server: FastifyInstance, context: ApiContext): void {
  server.addHook('onRequest', async (request, reply) => {
    const [path = ''] = request.url.split('?', 1);
    const isOptions = request.method === 'OPTIONS';
    if (openPath.test(path)) {
      if (isOptions) throw new HowdahError('E0301', ['']);
      return;
    }
    const authentication = context.authenticator.authenticate(
      request.headers.cookie,
      queryText(request, 'user.name'),
    );
    if (authentication === undefined) return sendUnauthorized(request, reply);
    if (authentication.setCookie !== undefined)
      reply.header('set-cookie', authentication.setCookie);
    if (isOptions) return reply.code(200).send();
    const { user } = authentication;
    const doAs = queryText(request, 'doAs');
    if (doAs !== undefined) await context.proxyUsers.check(user, request.ip, doAs);
    const effective = doAs ?? user;
    if (effective !== undefined) users.set(request, effective);
  });
}

/** As hadoop-auth's filter refuses: the client may try again and name itself. */
function sendUnauthorized(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply
    .code(401)
    .header('www-authenticate', 'PseudoAuth')
    .header('set-cookie', 'hadoop.auth=; Path=/; HttpOnly');
  if (request.method !== 'GET' && request.method !== 'POST') return reply.send();
  return sendErrorBody(reply, 401, 'Authentication required');
}
