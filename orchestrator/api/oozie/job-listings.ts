/** Which kind of jobs `/jobs` is about, and which page of them: `jobtype`, `offset` and `len`. */
import type { FastifyRequest } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { Page } from '../../execution/workflow-service.ts';
import { bundleListing } from './bundle-listing.ts';
import { coordinatorListing } from './coordinator-listing.ts';
import type { JobListing } from './job-listing.ts';
import type { OozieCall } from './oozie-resource.ts';
import { queryInteger, queryText } from './query-parameters.ts';
import { workflowListing } from './workflow-listing.ts';

const listings: ReadonlyMap<string, JobListing> = new Map<string, JobListing>([
  ['wf', workflowListing],
  ['coord', coordinatorListing],
  ['coordinator', coordinatorListing],
  ['bundle', bundleListing],
]);

/** Version 0 has workflows only, whatever is asked for. @throws HowdahError E0303 */
export function listingOf({ request, version }: OozieCall): JobListing {
  const jobType = queryText(request, 'jobtype');
  if (version === 0 || jobType === undefined) return workflowListing;
  const listing = listings.get(jobType.toLowerCase());
  if (listing !== undefined) return listing;
  throw new HowdahError('E0303', ['jobtype', jobType], {
    subject: 'jobtype',
    mend: 'write wf, coordinator or bundle',
  });
}

/** Where jobs are commanded, what is neither `wf` nor `bundle` means coordinators to Oozie. */
export function commandedListing({ request }: OozieCall): JobListing {
  const jobType = queryText(request, 'jobtype') ?? 'wf';
  return listings.get(jobType) ?? coordinatorListing;
}

const PAGE_LENGTH_DEFAULT = 50;

/** Oozie has no limit here; ours bounds the memory that one answer takes. */
const PAGE_LENGTH_MAX = 10_000;

/** What is missing or below 1 is the default. @throws HowdahError E1603 */
export function pageOf(request: FastifyRequest): Page {
  const offset = Math.max(1, queryInteger(request, 'offset') ?? 1);
  const asked = queryInteger(request, 'len') ?? PAGE_LENGTH_DEFAULT;
  const length = asked < 1 ? PAGE_LENGTH_DEFAULT : Math.min(asked, PAGE_LENGTH_MAX);
  return { offset, length };
}
