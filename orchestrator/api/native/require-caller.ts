/** Callers are told apart as in Oozie's interface: by the same cookie, settings and parameters. */
import type { FastifyInstance } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { ApiContext } from '../api-context.ts';
import { authenticate, noteCaller } from '../caller.ts';

/** @throws HowdahError HOWDAH_UNAUTHENTICATED where somebody is needed and nobody is named */
export function requireCaller(server: FastifyInstance, context: ApiContext): void {
  server.addHook('onRequest', async (request, reply) => {
    const authentication = authenticate(request, reply, context);
    if (authentication === undefined) {
      reply.header('www-authenticate', 'PseudoAuth');
      throw new HowdahError('HOWDAH_UNAUTHENTICATED', [request.method, request.url], {
        mend: 'add ?user.name=NAME, or send the cookie hadoop.auth of an earlier answer',
      });
    }
    await noteCaller(request, authentication, context);
  });
}
