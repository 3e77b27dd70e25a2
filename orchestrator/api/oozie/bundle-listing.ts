/** Lists bundle jobs, and commands them in bulk. */
import { bundleJobJson } from './bundle-job-json.ts';
import { parseCoordinatorFilter } from './coordinator-filter.ts';
import { bundlesOf } from './coordinator-services.ts';
import type { JobListing } from './job-listing.ts';
import { queryText } from './query-parameters.ts';

export const bundleListing: JobListing = {
  field: 'bundlejobs',
  idField: 'bundleJobId',
  list: async ({ request, context }, page, formatDate) => {
    if (context.bundles === undefined) return { jobs: [], total: 0 };
    const filter = parseCoordinatorFilter(queryText(request, 'filter'), context.clock.now());
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
