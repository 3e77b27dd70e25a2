/** Oozie's REST interface, versions 0 to 2. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { ApiContext } from '../api-context.ts';
import { addAuthentication } from './add-authentication.ts';
import { adminResource } from './admin/admin-resource.ts';
import { callbackResource } from './callback-resource.ts';
import { jobResource } from './job-resource.ts';
import { jobsResource } from './jobs-resource.ts';
import { sendError, sendErrorBody } from './oozie-error-answer.ts';
import { JSON_CONTENT_TYPE, sendJson } from './oozie-json.ts';
import { API_VERSIONS, addResource, addUnversionedResource } from './oozie-resource.ts';
import { slaEventsResource, slaSummaryResource } from './sla-resources.ts';
import { validateResource } from './validate-resource.ts';

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
  addAuthentication(server, context);
  server.addHook('onRequest', async (request) => refuseInSafeMode(request, context));
  // Reached by no request, since authentication answers; without it the path would be unknown.
  server.options('/*', async (_request, reply) => reply.code(200).send());
  addUnversionedResource(server, context, {
    name: 'versions',
    GET: ({ reply }) => sendJson(reply, API_VERSIONS),
  });
  addUnversionedResource(server, context, callbackResource);
  for (const resource of [
    ...[adminResource, jobsResource, jobResource, validateResource],
    ...[slaEventsResource, slaSummaryResource],
  ]) {
    addResource(server, context, resource);
  }
}

/** @throws HowdahError E0002 for whatever may change something; administration goes on */
function refuseInSafeMode(request: FastifyRequest, { systemMode }: ApiContext): void {
  if (!systemMode.isSafe || request.method === 'GET') return;
  if (/\/v\d\/admin(\/|\?|$)/.test(request.url)) return;
  throw new HowdahError('E0002', [], { mend: 'oozie admin -systemmode NORMAL ends it' });
}

function notFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { method } = request;
  if (method === 'GET' || method === 'POST') return sendErrorBody(reply, 404, 'Not Found');
  if (method !== 'HEAD') return reply.code(405).send();
  return reply.code(404).header('content-type', JSON_CONTENT_TYPE).send();
}
