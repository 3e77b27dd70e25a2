/** Lists coordinator jobs, and commands them in bulk. */
import type { CoordinatorCommand } from '../../coordinator/coordinator-service.ts';
import { parseCoordinatorFilter } from './coordinator-filter.ts';
import { listedCoordinatorJson } from './coordinator-job-json.ts';
import { coordinatorsOf } from './coordinator-services.ts';
import type { JobListing } from './job-listing.ts';
import { queryText } from './query-parameters.ts';

export const coordinatorListing: JobListing = {
  field: 'coordinatorjobs',
  idField: 'coordJobId',
  list: async ({ request, context }, page, formatDate) => {
    if (context.coordinators === undefined) return { jobs: [], total: 0 };
    const filter = parseCoordinatorFilter(queryText(request, 'filter'), context.clock.now());
    const { jobs, total } = await context.coordinators.list(filter, page);
    return { jobs: jobs.map((job) => listedCoordinatorJson(job, formatDate)), total };
  },
  read: async ({ context }, ids, formatDate) => {
    if (ids.length === 0 || context.coordinators === undefined) return [];
    const { jobs } = await context.coordinators.list({ ids }, { offset: 1, length: ids.length });
    return jobs.map((job) => listedCoordinatorJson(job, formatDate));
  },
  command: async ({ context }, id, command) => {
    // Coordinators start by themselves.
    if (command === 'start') return;
    await coordinatorsOf(context, id).command(id, command satisfies CoordinatorCommand);
  },
};
