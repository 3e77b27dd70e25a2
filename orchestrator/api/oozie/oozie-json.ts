/** JSON as Oozie writes it. */
import type { FastifyReply } from 'fastify';

export const JSON_CONTENT_TYPE = 'application/json; charset="UTF-8"';
export const TEXT_CONTENT_TYPE = 'text/plain; charset="UTF-8"';
export const XML_CONTENT_TYPE = 'application/xml; charset="UTF-8"';

/** Oozie's JSON library escapes slashes; whoever compares answers byte by byte sees no change. */
export function oozieJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('/', '\\/');
}

export function sendJson(reply: FastifyReply, value: unknown, status = 200): FastifyReply {
  return reply.code(status).header('content-type', JSON_CONTENT_TYPE).send(oozieJson(value));
}
