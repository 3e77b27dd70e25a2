/** `GET /status`: that a server is there, which one, and where its data lies. */
import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { operation } from './operation.ts';
import { statusAnswer } from './schemas.ts';
import type { ServerStatus } from './views.ts';

export function statusRoutes(server: FastifyInstance, context: ApiContext): void {
  const description = context.server;
  const schema = operation('getStatus', 'server', 'Says that the server is there, and which.', {
    answers: { 200: statusAnswer },
  });
  server.get('/status', { schema }, (): ServerStatus => {
    return {
      status: 'running',
      version: description.version,
      id: description.id,
      url: description.url(),
      processId: process.pid,
      dataDirectory: description.dataDirectory,
      startTime: new Date(description.startedMs).toISOString(),
    };
  });
}
