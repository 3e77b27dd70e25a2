/** `GET /v1/jobs`: lists of jobs, and the job that has an external id. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { Page } from '../../execution/workflow-service.ts';
import type { ApiContext } from '../api-context.ts';
import { API_VERSIONS } from './admin-routes.ts';
import { parseJobsFilter } from './jobs-filter.ts';
import { dateFormat } from './oozie-date.ts';
import { sendJson } from './oozie-json.ts';
import { queryInteger, queryText } from './query-parameters.ts';
import { listedJobJson } from './workflow-job-json.ts';

const PAGE_LENGTH_DEFAULT = 50;

/** Oozie has no limit here; ours bounds the memory that one answer takes. */
const PAGE_LENGTH_MAX = 10_000;

/** The field under which the jobs of a type are listed; only workflows exist so far. */
const listNames: ReadonlyMap<string, string> = new Map([
  ['wf', 'workflows'],
  ['coord', 'coordinatorjobs'],
  ['coordinator', 'coordinatorjobs'],
  ['bundle', 'bundlejobs'],
]);

export function jobsRoutes(server: FastifyInstance, context: ApiContext): void {
  for (const version of API_VERSIONS) {
    server.get(`/v${version}/jobs`, (request, reply) => {
      const externalId = queryText(request, 'external-id');
      if (externalId !== undefined) return sendIdOf(externalId, reply, context);
      if (queryText(request, 'bulk') !== undefined) return sendBulk(request, reply);
      return sendList(request, reply, context);
    });
  }
}

async function sendIdOf(externalId: string, reply: FastifyReply, context: ApiContext) {
  const { jobs } = await context.workflows.list({ externalId }, { offset: 1, length: 1 });
  return sendJson(reply, { id: jobs[0]?.id ?? '' });
}

/** What the coordinators of a bundle did: there are no bundles here. */
async function sendBulk(request: FastifyRequest, reply: FastifyReply) {
  const { offset, length } = pageOf(request);
  return sendJson(reply, { bulkresponses: [], total: 0, offset, len: length });
}

function pageOf(request: FastifyRequest): Page {
  const offset = Math.max(1, queryInteger(request, 'offset') ?? 1);
  const asked = queryInteger(request, 'len') ?? PAGE_LENGTH_DEFAULT;
  const length = asked < 1 ? PAGE_LENGTH_DEFAULT : Math.min(asked, PAGE_LENGTH_MAX);
  return { offset, length };
}

async function sendList(request: FastifyRequest, reply: FastifyReply, context: ApiContext) {
  const { offset, length } = pageOf(request);
  const jobType = queryText(request, 'jobtype') ?? 'wf';
  const listName = listNames.get(jobType.toLowerCase());
  if (listName === undefined) throw new HowdahError('E0303', ['jobtype', jobType]);
  const page = { total: 0, offset, len: length };
  if (listName !== 'workflows') return sendJson(reply, { ...page, [listName]: [] });
  const filter = parseJobsFilter(queryText(request, 'filter'), context.clock.now());
  const { jobs, total } = await context.workflows.list(filter, { offset, length });
  const formatDate = dateFormat(queryText(request, 'timezone'));
  const serverUrl = context.server.url();
  return sendJson(reply, {
    ...page,
    total,
    workflows: jobs.map((job) => listedJobJson(job, formatDate, serverUrl)),
  });
}
