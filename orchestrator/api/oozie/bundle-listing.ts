/** Lists bundle jobs, and commands them in bulk. */
import type { BundleFilter } from '../../bundle/bundle-service.ts';
import { bundleJobJson } from './bundle-job-json.ts';
import { recurringKeys } from './coordinator-filter.ts';
import { bundlesOf } from './coordinator-services.ts';
import type { JobListing } from './job-listing.ts';
import { parseJobsFilter } from './parse-jobs-filter.ts';
import { queryText } from './query-parameters.ts';

export const bundleListing: JobListing = {
  field: 'bundlejobs',
  idField: 'bundleJobId',
  list: async ({ request, context }, page, formatDate) => {
    if (context.bundles === undefined) return { jobs: [], total: 0 };
    const text = queryText(request, 'filter');
    const filter = parseJobsFilter<BundleFilter>(text, recurringKeys, context.clock.now());
    const { jobs, total } = await context.bundles.list(filter, page);
    return { jobs: jobs.map((job) => bundleJobJson(job, [], formatDate)), total };
  },
  read: async ({ context }, ids, formatDate) => {
    if (ids.length === 0 || context.bundles === undefined) return [];
    const { jobs } = await context.bundles.list({ ids }, { offset: 1, length: ids.length });
    return jobs.map((job) => bundleJobJson(job, [], formatDate));
  },
  command: async ({ context }, id, command) => {
    await bundlesOf(context, id).command(id, command);
  },
};
