/** `GET /jobs/ID/events`: a job's life as server-sent events, until it ends. */
import { PassThrough } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { JobFollower } from './job-follower.ts';
import { jobParameters } from './schemas.ts';

export function eventRoutes(server: FastifyInstance, context: ApiContext): void {
  const options = { schema: { params: jobParameters }, exposeHeadRoute: false };
  server.get<{ Params: { id: string } }>('/jobs/:id/events', options, async (request, reply) => {
    const stream = new PassThrough();
    const follower = new JobFollower(stream, context);
    const stop = () => follower.stop();
    context.closing.addEventListener('abort', stop, { once: true });
    stream.once('close', () => {
      context.closing.removeEventListener('abort', stop);
      stop();
    });
    await follower.start(request.params.id);
    return reply
      .header('content-type', 'text/event-stream; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(stream);
  });
}
