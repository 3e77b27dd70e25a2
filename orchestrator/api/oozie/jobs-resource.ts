/** `/jobs`: submits, lists, finds by external id, and commands many jobs at once. */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { commandJobs } from './bulk-command.ts';
import { sendBulkStatus } from './bulk-status.ts';
import { listingOf, pageOf } from './job-listings.ts';
import { dateFormat } from './oozie-date.ts';
import { sendJson } from './oozie-json.ts';
import { API_VERSIONS, type OozieCall, type OozieResource } from './oozie-resource.ts';
import { queryText } from './query-parameters.ts';
import { submitJob } from './submit-job.ts';

export const jobsResource: OozieResource = {
  name: 'jobs',
  versions: API_VERSIONS,
  hasRest: false,
  refusedParameters: {
    GET: ['action'],
    POST: ['filter', 'external-id', 'offset', 'len', 'bulk'],
    PUT: ['external-id'],
  },
  GET: findJobs,
  POST: submitJob,
  PUT: commandJobs,
};

async function findJobs(call: OozieCall): Promise<FastifyReply> {
  const { request, version } = call;
  const externalId = queryText(request, 'external-id');
  if (externalId !== undefined) return await sendIdOf(externalId, call);
  if (version > 0 && queryText(request, 'bulk') !== undefined) return await sendBulkStatus(call);
  return await sendList(call);
}

/** Only workflows are found so; of other kinds Oozie answers with nothing. */
async function sendIdOf(
  externalId: string,
  { request, version, reply, context }: OozieCall,
): Promise<FastifyReply> {
  const jobType = version === 0 ? undefined : queryText(request, 'jobtype');
  if ((jobType ?? 'wf') !== 'wf') return sendJson(reply, {});
  if (externalId === '') throw new HowdahError('E1603', ['externalId cannot be empty']);
  const { jobs } = await context.workflows.list({ externalId }, { offset: 1, length: 1 });
  return sendJson(reply, { id: jobs[0]?.id ?? '' });
}

async function sendList(call: OozieCall): Promise<FastifyReply> {
  const { request, reply, version } = call;
  const page = pageOf(request);
  const listing = listingOf(call);
  // Version 0 knows no zones.
  const formatDate = dateFormat(version === 0 ? undefined : queryText(request, 'timezone'));
  const { jobs, total } = await listing.list(call, page, formatDate);
  const { offset, length } = page;
  return sendJson(reply, { total, offset, len: length, [listing.field]: jobs });
}
