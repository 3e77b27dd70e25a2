/** `POST /v1/jobs`: submits, starts or checks a workflow job. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { readConfiguration } from '../../config/read-configuration.ts';
import type { ApiContext } from '../api-context.ts';
import { API_VERSIONS } from './admin-routes.ts';
import { sendJson } from './oozie-json.ts';
import { queryText } from './query-parameters.ts';

export function submitRoutes(server: FastifyInstance, context: ApiContext): void {
  for (const version of API_VERSIONS) {
    server.post(`/v${version}/jobs`, async (request, reply) => {
      return sendJson(reply, { id: await submit(request, context) }, 201);
    });
  }
}

async function submit(request: FastifyRequest, context: ApiContext): Promise<string> {
  requireXml(request);
  const properties = readConfiguration(String(request.body ?? ''), 'request body');
  const action = queryText(request, 'action');
  requireWorkflow(request);
  const user = queryText(request, 'doAs') ?? queryText(request, 'user.name');
  const submission = { properties, user, start: action === 'start' };
  switch (action) {
    case 'dryrun':
      await context.workflows.dryRun(submission);
      return 'OK';
    case undefined:
    case 'start':
      return (await context.workflows.submit(submission)).id;
    default:
      throw new HowdahError('E0303', ['action', action]);
  }
}

/** @throws HowdahError E0300; the charset and the case of letters do not matter */
export function requireXml(request: FastifyRequest): void {
  const header = request.headers['content-type'];
  const type = header?.split(';')[0]?.trim();
  if (type?.toLowerCase() !== 'application/xml') {
    throw new HowdahError('E0300', [type ?? 'null'], {
      mend: 'send it as application/xml',
    });
  }
}

function requireWorkflow(request: FastifyRequest): void {
  const jobType = queryText(request, 'jobtype');
  if (jobType !== undefined && jobType !== 'wf') {
    throw new HowdahError('E0303', ['jobtype', jobType]);
  }
}
