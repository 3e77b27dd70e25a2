/** `GET /jobs` and `GET /jobs/ID`. */
import type { FastifyInstance } from 'fastify';
import type { JobFilter } from '../../execution/workflow-service.ts';
import type { WorkflowActionRow } from '../../store/database-schema.ts';
import type { ApiContext } from '../api-context.ts';
import { readProgress } from './action-progress.ts';
import { operation } from './operation.ts';
import { jobAnswer, jobParameters, listAnswer, listQuery } from './schemas.ts';
import { actionDetails, attemptDetails, jobDetails, jobSummary } from './view-of-rows.ts';
import type { ActionDetails } from './views.ts';

interface ListQuery {
  readonly id?: string | string[];
  readonly status?: string | string[];
  readonly name?: string;
  readonly user?: string;
  readonly text?: string;
  readonly parent?: string;
  readonly createdFromMs?: number;
  readonly createdToMs?: number;
  readonly sortBy: 'createdTime' | 'lastModifiedTime';
  readonly offset: number;
  readonly length: number;
}

export function jobRoutes(server: FastifyInstance, context: ApiContext): void {
  const listSchema = operation('listJobs', 'jobs', 'Lists jobs, the newest first.', {
    querystring: listQuery,
    answers: { 200: listAnswer },
  });
  server.get<{ Querystring: ListQuery }>('/jobs', { schema: listSchema }, async ({ query }) => {
    const { offset, length } = query;
    const { jobs, total } = await context.workflows.list(filterOf(query), { offset, length });
    return { jobs: jobs.map(jobSummary), total, offset, length };
  });

  const jobSchema = operation('getJob', 'jobs', 'Shows a job, its actions and their attempts.', {
    params: jobParameters,
    answers: { 200: jobAnswer },
  });
  server.get<{ Params: { id: string } }>('/jobs/:id', { schema: jobSchema }, async ({ params }) => {
    const { job, actions } = await context.workflows.job(params.id);
    const details = await Promise.all(
      actions.map((action) => detailsWithAttempts(action, job.run, context)),
    );
    return jobDetails(job, details);
  });
}

function filterOf(query: ListQuery): JobFilter {
  const { id, status, name, user, text, parent, createdFromMs, createdToMs, sortBy } = query;
  return {
    ids: id === undefined ? undefined : [id].flat(),
    statuses: status === undefined ? undefined : [status].flat(),
    names: name === undefined ? undefined : [name],
    users: user === undefined ? undefined : [user],
    text,
    parentId: parent,
    ...{ createdFromMs, createdToMs, sortBy },
  };
}

async function detailsWithAttempts(
  action: WorkflowActionRow,
  run: number,
  context: ApiContext,
): Promise<ActionDetails> {
  const details = actionDetails(action);
  // Control nodes are passed through within a transition.
  if (action.type.startsWith(':') || action.type === 'switch') return details;
  const rows = await context.workflows.attempts(action.id);
  const attempts = rows.map((row) => attemptDetails(row, directoryOf(context, action, row)));
  const progress = await readProgress(action, run, context);
  return { ...details, attempts, ...(progress && { progress }) };
}

function directoryOf(
  { workflows }: ApiContext,
  action: WorkflowActionRow,
  { run, attempt }: { readonly run: number; readonly attempt: number },
): string {
  return workflows.attemptDirectory(action.job_id, action.name, run, attempt);
}
