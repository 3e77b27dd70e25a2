/** `GET /jobs/ID/log`, filtered or whole, and `GET /jobs/ID/log/events`, which goes on. */
import { PassThrough, Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { LogFilter } from '../../log/log-filter.ts';
import { actionId } from '../../store/workflow-rows.ts';
import type { ApiContext } from '../api-context.ts';
import { AUDIT_COMPONENT } from '../audit.ts';
import { followLog } from './follow-log.ts';
import { operation, textAnswer } from './operation.ts';
import { jobParameters, logQuery } from './schemas.ts';

interface LogRequest {
  readonly Params: { readonly id: string };
  readonly Querystring: {
    readonly level?: string | string[];
    readonly text?: string;
    readonly action?: string;
    readonly limit?: number;
  };
}

export function jobLogRoutes(server: FastifyInstance, context: ApiContext): void {
  const schema = operation('getLog', 'jobs', "A job's log, or the records that are asked for.", {
    params: jobParameters,
    querystring: logQuery,
    answers: { 200: textAnswer("Lines in the layout of Oozie's log.") },
  });
  server.get<LogRequest>('/jobs/:id/log', { schema }, async ({ params, query }, reply) => {
    const { job } = await context.workflows.job(params.id);
    const records = context.readLog(job, filterOf(params.id, query));
    return reply
      .header('content-type', 'text/plain; charset=utf-8')
      .send(Readable.from(records, { objectMode: false }));
  });

  const summary = "Follows a job's log until the job ends: log, end.";
  const eventsSchema = operation('followLog', 'jobs', summary, {
    params: jobParameters,
    querystring: logQuery,
    answers: { 200: textAnswer('Server-sent events.', 'text/event-stream') },
  });
  server.get<LogRequest>(
    '/jobs/:id/log/events',
    { schema: eventsSchema, exposeHeadRoute: false },
    async ({ params, query }, reply) => {
      await context.workflows.job(params.id);
      const stream = new PassThrough();
      followLog(stream, params.id, filterOf(params.id, query), context);
      return reply
        .header('content-type', 'text/event-stream; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(stream);
    },
  );
}

function filterOf(jobId: string, query: LogRequest['Querystring']): LogFilter {
  const { level, text, action, limit } = query;
  return {
    exceptComponent: AUDIT_COMPONENT,
    levels: level === undefined ? undefined : new Set([level].flat()),
    actionIds: action === undefined ? undefined : new Set([actionId(jobId, action)]),
    ...{ text, limit },
  };
}
