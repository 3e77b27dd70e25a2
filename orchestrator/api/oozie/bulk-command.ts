/** `PUT /jobs?action=kill&filter=…`: does the same to every job of a page of a list. */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { JobCommand } from '../../execution/workflow-service.ts';
import type { JobListing, ListedJob } from './job-listing.ts';
import { commandedListing, pageOf } from './job-listings.ts';
import { dateFormat } from './oozie-date.ts';
import { sendJson } from './oozie-json.ts';
import type { OozieCall } from './oozie-resource.ts';
import { queryText, requiredText } from './query-parameters.ts';

const commands: ReadonlySet<string> = new Set<JobCommand>(['suspend', 'resume', 'kill']);

/** The answer is the page that matched, with each job as it is afterwards. */
export async function commandJobs(call: OozieCall): Promise<FastifyReply> {
  const { request, reply } = call;
  // An empty filter matches every job, which nobody means here.
  if ((queryText(request, 'filter') ?? '') === '') {
    throw new HowdahError('E1603', ['filter params must be specified for bulk write API']);
  }
  const page = pageOf(request);
  const listing = commandedListing(call);
  const formatDate = dateFormat(queryText(request, 'timezone'));
  const before = await listing.list(call, page, formatDate);
  const command = requiredText(request, 'action');
  if (!isBulkCommand(command)) throw new HowdahError('E0303', ['action', command]);
  for (const job of before.jobs) await commandOne(call, listing, job, command);
  const jobs = await statesAfter(call, listing, before.jobs);
  const { offset, length } = page;
  // Oozie leaves `ids` empty whatever it did; clients read the list.
  const answer = { total: before.total, offset, len: length, ids: [], [listing.field]: jobs };
  return sendJson(reply, answer);
}

/** One job that refuses keeps none of the others from being commanded. */
async function commandOne(
  call: OozieCall,
  listing: JobListing,
  job: ListedJob,
  command: JobCommand,
): Promise<void> {
  const id = String(job[listing.idField]);
  try {
    await listing.command(call, id, command);
  } catch (error) {
    if (!(error instanceof HowdahError)) throw error;
    call.context.log.warn('a bulk command failed for one job', {
      ...{ id, command },
      problem: error.codedMessage,
    });
  }
}

/** The same jobs, read again: a filter by status may not match them any more. */
async function statesAfter(
  call: OozieCall,
  listing: JobListing,
  before: readonly ListedJob[],
): Promise<ListedJob[]> {
  const after = await listing.read(
    call,
    before.map((job) => String(job[listing.idField])),
    dateFormat(queryText(call.request, 'timezone')),
  );
  const byId = new Map(after.map((job) => [job[listing.idField], job]));
  return before.map((job) => ({ ...(byId.get(job[listing.idField]) ?? job), consoleUrl: null }));
}

function isBulkCommand(text: string): text is JobCommand {
  return commands.has(text);
}
