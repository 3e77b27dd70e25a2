/** `show=allruns`: the workflow jobs that were run for a job or for an action of a coordinator. */
import type { FastifyReply } from 'fastify';
import type { JobCall } from './job-answers.ts';
import { dateFormat } from './oozie-date.ts';
import { sendJson } from './oozie-json.ts';
import { queryText } from './query-parameters.ts';

/** Nothing has more runs than this that somebody looks at. */
const RUNS_MAX = 1_000;

/** The scope is the number of an action. What has no runs, or is nothing at all, has none. */
export async function showRuns({ id, request, reply, context }: JobCall): Promise<FastifyReply> {
  const formatDate = dateFormat(queryText(request, 'timezone'));
  const scope = queryText(request, 'scope');
  const parentId = scope === undefined || id.includes('@') ? id : `${id}@${scope}`;
  const { jobs } = await context.workflows.list({ parentId }, { offset: 1, length: RUNS_MAX });
  const workflows = jobs.toReversed().map((job) => ({
    id: job.id,
    status: job.status,
    startTime: formatDate(job.started_ms),
    endTime: formatDate(job.ended_ms),
  }));
  return sendJson(reply, { workflows });
}
