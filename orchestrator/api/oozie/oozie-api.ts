/** Oozie's REST interface, versions 0 to 2, as far as workflow jobs need it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { adminRoutes } from './admin-routes.ts';
import { jobCommandRoutes } from './job-command-routes.ts';
import { jobRoutes } from './job-routes.ts';
import { jobsRoutes } from './jobs-routes.ts';
import { sendError, sendErrorBody } from './oozie-error-answer.ts';
import { submitRoutes } from './submit-routes.ts';
import { validateRoutes } from './validate-routes.ts';

export async function oozieApi(
  server: FastifyInstance,
  options: { readonly context: ApiContext },
): Promise<void> {
  const { context } = options;
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );
  server.setErrorHandler((error, request, reply) => sendError(request, reply, error, context.log));
  server.setNotFoundHandler(notFound);
  server.addHook('onRequest', async (request, reply) => {
    // Oozie's clients ask so before every call; see the handshake of hadoop-auth.
    if (request.method === 'OPTIONS') return reply.code(200).send();
  });
  server.options('/*', async (_request, reply) => reply.code(200).send());
  adminRoutes(server, context);
  submitRoutes(server, context);
  jobsRoutes(server, context);
  jobRoutes(server, context);
  jobCommandRoutes(server, context);
  validateRoutes(server);
}

function notFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { method } = request;
  if (method === 'GET' || method === 'POST') return sendErrorBody(reply, 404, 'Not Found');
  return reply.code(404).send();
}
