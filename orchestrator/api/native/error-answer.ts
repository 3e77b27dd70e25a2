/** How errors leave the interface: `{error: {code, message, file, line, column, mend}}`. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { ServerLog } from '../api-context.ts';
import { errorView } from './error-view.ts';

/** Oozie answers 400 to these; here the status says what it is. */
const notFoundCodes: ReadonlySet<string> = new Set(['E0604', 'E0605']);

export function sendError(
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
  log: ServerLog,
): FastifyReply {
  if (error instanceof HowdahError) {
    const status = notFoundCodes.has(error.code) ? 404 : error.httpStatus;
    return send(reply, status, error);
  }
  const { statusCode, message, validation } = error as FastifyError;
  if (statusCode !== undefined && statusCode < 500) {
    return send(reply, statusCode, new HowdahError('HOWDAH_USAGE', [message]));
  }
  if (validation !== undefined || /^(body|querystring|params|headers)/.test(message)) {
    return send(reply, 400, new HowdahError('HOWDAH_USAGE', [message]));
  }
  const { stack } = error as Error;
  log.error('a request failed', { method: request.method, url: request.url, stack });
  return send(reply, 500, new HowdahError('E0607', [request.method, message]));
}

export function sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const message = `Nothing is served at ${request.method} ${request.url}`;
  return send(reply, 404, new HowdahError('HOWDAH_USAGE', [message]));
}

function send(reply: FastifyReply, status: number, error: HowdahError): FastifyReply {
  return reply
    .code(status)
    .type('application/json')
    .send({ error: errorView(error) });
}
