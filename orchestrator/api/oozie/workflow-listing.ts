/** Lists workflow jobs, and commands them in bulk. */
import type { JobFilter } from '../../execution/workflow-service.ts';
import { workflowJobStatuses } from '../../job/workflow-job-status.ts';
import { callerOf } from '../caller.ts';
import { carryOut } from '../workflow-command.ts';
import type { JobListing } from './job-listing.ts';
import { commonKeys, parseJobsFilter } from './parse-jobs-filter.ts';
import { queryText } from './query-parameters.ts';
import { listedJobJson } from './workflow-job-json.ts';

const filterKeys = commonKeys(workflowJobStatuses);

export const workflowListing: JobListing = {
  field: 'workflows',
  idField: 'id',
  list: async ({ request, context }, page, formatDate) => {
    const text = queryText(request, 'filter');
    const filter = parseJobsFilter<JobFilter>(text, filterKeys, context.clock.now());
    const { jobs, total } = await context.workflows.list(filter, page);
    const serverUrl = context.server.url();
    return { jobs: jobs.map((job) => listedJobJson(job, formatDate, serverUrl)), total };
  },
  read: async ({ context }, ids, formatDate) => {
    if (ids.length === 0) return [];
    const { jobs } = await context.workflows.list({ ids }, { offset: 1, length: ids.length });
    const serverUrl = context.server.url();
    return jobs.map((job) => listedJobJson(job, formatDate, serverUrl));
  },
  command: async ({ request, context }, id, command) => {
    await carryOut(context, id, command, { request, caller: callerOf(request) });
  },
};
