/** `GET /openapi.json`: the description of this interface, generated from its routes. */
import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { operation } from './operation.ts';

/** Schemas lie above the sources and above the compiled form. */
const isCompiled = import.meta.url.endsWith('.js');
const document = new URL(
  `${isCompiled ? '../../../../' : '../../../'}schemas/openapi.json`,
  import.meta.url,
);

export function openApiRoutes(server: FastifyInstance): void {
  const schema = operation('getOpenApiDocument', 'server', 'This description.', {
    answers: { 200: { type: 'object', additionalProperties: true } },
  });
  server.get('/openapi.json', { schema }, async (_request, reply) => {
    return reply.type('application/json').send(await readFile(document, 'utf8'));
  });
}
