/** Sends a definition as it was submitted. */
import type { FastifyReply } from 'fastify';

export function sendDefinition(
  reply: FastifyReply,
  { text, format }: { readonly text: string; readonly format: string },
): FastifyReply {
  const type = format === 'xml' ? 'application/xml' : 'text/plain';
  return reply.header('content-type', `${type}; charset=utf-8`).send(text);
}
