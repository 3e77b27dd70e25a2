/** `GET /jobs/ID/events`: a job's life as server-sent events, until it ends. */
import { PassThrough } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { JobFollower } from './job-follower.ts';
import { operation, textAnswer } from './operation.ts';
import { jobParameters } from './schemas.ts';

export function eventRoutes(server: FastifyInstance, context: ApiContext): void {
  const summary = 'Follows a job until it ends: snapshot, change, progress, end.';
  const schema = operation('followJob', 'jobs', summary, {
    params: jobParameters,
    answers: { 200: textAnswer('Server-sent events.', 'text/event-stream') },
  });
  const options = { schema, exposeHeadRoute: false };
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
