/** `GET /bundles` and what is below: jobs with their coordinators, definitions and logs. */
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { bundlesOf } from '../oozie/coordinator-services.ts';
import { operation, textAnswer } from './operation.ts';
import {
  type JobRequest,
  logFilterOf,
  type RecurringListQuery,
  type RecurringLogQuery,
  rowsFilterOf,
} from './recurring-requests.ts';
import {
  bundleAnswer,
  bundleListAnswer,
  bundleListQuery,
  bundleLogQuery,
} from './recurring-schemas.ts';
import { jobParameters } from './schemas.ts';
import { sendDefinition } from './send-definition.ts';
import { bundleDetails, bundleSummary } from './view-of-recurring-rows.ts';

export function bundleRoutes(server: FastifyInstance, context: ApiContext): void {
  const list = operation('listBundles', 'bundles', 'Lists bundles, the newest first.', {
    querystring: bundleListQuery,
    answers: { 200: bundleListAnswer },
  });
  server.get<{ Querystring: RecurringListQuery }>(
    '/bundles',
    { schema: list },
    async ({ query }) => {
      const { offset, length } = query;
      const found = await context.bundles?.list(rowsFilterOf(query), { offset, length });
      const { jobs, total } = found ?? { jobs: [], total: 0 };
      return { bundles: jobs.map(bundleSummary), total, offset, length };
    },
  );

  const show = operation('getBundle', 'bundles', 'Shows a bundle and its coordinators.', {
    params: jobParameters,
    answers: { 200: bundleAnswer },
  });
  server.get<JobRequest>('/bundles/:id', { schema: show }, async ({ params: { id } }) => {
    const { job, coordinators } = await bundlesOf(context, id).job(id);
    return bundleDetails(job, coordinators);
  });

  const summary = 'The definition as it was submitted.';
  const definition = operation('getBundleDefinition', 'bundles', summary, {
    params: jobParameters,
    answers: { 200: textAnswer('XML or YAML.', 'application/xml') },
  });
  server.get<JobRequest>(
    '/bundles/:id/definition',
    { schema: definition },
    async ({ params: { id } }, reply) =>
      sendDefinition(reply, await bundlesOf(context, id).definition(id)),
  );

  const log = operation('getBundleLog', 'bundles', "A bundle's log.", {
    params: jobParameters,
    querystring: bundleLogQuery,
    answers: { 200: textAnswer("Lines in the layout of Oozie's log.") },
  });
  server.get<JobRequest & { Querystring: RecurringLogQuery }>(
    '/bundles/:id/log',
    { schema: log },
    async ({ params: { id }, query }, reply) => {
      const { job } = await bundlesOf(context, id).job(id);
      const records = context.readLog(job, logFilterOf(query));
      return reply
        .header('content-type', 'text/plain; charset=utf-8')
        .send(Readable.from(records, { objectMode: false }));
    },
  );
}
