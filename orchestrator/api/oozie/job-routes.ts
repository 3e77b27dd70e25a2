/** `GET /v2/job/<id>?show=…`: everything that can be seen of a job or an action. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { LoggedJob } from '../../log/read-job-log.ts';
import type { WorkflowActionRow } from '../../store/database-schema.ts';
import type { ApiContext } from '../api-context.ts';
import { API_VERSIONS } from './admin-routes.ts';
import { sendLog } from './job-log-answer.ts';
import { dateFormat } from './oozie-date.ts';
import { sendJson, TEXT_CONTENT_TYPE, XML_CONTENT_TYPE } from './oozie-json.ts';
import { queryInteger, queryText } from './query-parameters.ts';
import { workflowActionJson } from './workflow-action-json.ts';
import { workflowJobJson } from './workflow-job-json.ts';

interface JobRequest {
  readonly id: string;
  readonly version: number;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly context: ApiContext;
}

type Show = (job: JobRequest) => Promise<FastifyReply>;

const shows: ReadonlyMap<string, Show> = new Map<string, Show>([
  ['info', showInfo],
  ['definition', showDefinition],
  ['log', showLog],
  ['errorlog', showLog],
  ['status', showStatus],
  ['retries', showRetries],
]);

export function jobRoutes(server: FastifyInstance, context: ApiContext): void {
  for (const version of API_VERSIONS) {
    server.get(`/v${version}/job/*`, (request, reply) => {
      const id = jobIdOf(request);
      const show = queryText(request, 'show') ?? 'info';
      const answer = shows.get(show);
      if (answer === undefined) throw new HowdahError('E0303', ['show', show]);
      return answer({ id, version, request, reply, context });
    });
  }
}

/** @throws HowdahError E0301 for more than one segment, E1603 for none */
export function jobIdOf(request: FastifyRequest): string {
  const id = (request.params as { '*': string })['*'];
  if (id === '') throw new HowdahError('E1603', ['id cannot be empty']);
  if (id.includes('/')) throw new HowdahError('E0301', [id]);
  return id;
}

async function showInfo({ id, request, reply, context }: JobRequest): Promise<FastifyReply> {
  const formatDate = dateFormat(queryText(request, 'timezone'));
  const serverUrl = context.server.url();
  if (id.includes('@')) {
    const action = await context.workflows.action(id);
    return sendJson(reply, workflowActionJson(action, formatDate, serverUrl));
  }
  const { job, actions } = await context.workflows.job(id);
  const shown = pageOf(actions, queryInteger(request, 'offset'), queryInteger(request, 'len'));
  return sendJson(reply, workflowJobJson(job, shown, formatDate, serverUrl));
}

/** The offset counts from 1; a length below 1 means all. */
function pageOf(
  actions: readonly WorkflowActionRow[],
  offset = 1,
  length = 0,
): readonly WorkflowActionRow[] {
  const first = Math.max(offset, 1) - 1;
  return actions.slice(first, length < 1 ? undefined : first + length);
}

async function showDefinition({ id, reply, context }: JobRequest): Promise<FastifyReply> {
  const { text, format } = await context.workflows.definition(id);
  const type = format === 'xml' ? XML_CONTENT_TYPE : TEXT_CONTENT_TYPE;
  return reply.header('content-type', type).send(text);
}

async function showStatus({ id, version, reply, context }: JobRequest): Promise<FastifyReply> {
  if (version < 2) throw new HowdahError('E0302', [`Not supported in v${version}`]);
  const { status } = id.includes('@')
    ? await context.workflows.action(id)
    : (await context.workflows.job(id)).job;
  return sendJson(reply, { status });
}

async function showLog({ id, request, reply, context }: JobRequest): Promise<FastifyReply> {
  let job: LoggedJob;
  try {
    ({ job } = await context.workflows.job(id));
  } catch (error) {
    if (!(error instanceof HowdahError)) throw error;
    throw new HowdahError('E0307', [error.codedMessage], { cause: error });
  }
  const isErrorLog = queryText(request, 'show') === 'errorlog';
  return sendLog(job, request, reply, context, isErrorLog ? errorLevels : undefined);
}

/** What Oozie's error log takes. */
const errorLevels: ReadonlySet<string> = new Set(['WARN', 'ERROR', 'FATAL']);

/** Every attempt but the present one, as Oozie lists them. */
async function showRetries({ id, request, reply, context }: JobRequest): Promise<FastifyReply> {
  if (!id.includes('@')) throw new HowdahError('E0605', [id]);
  const formatDate = dateFormat(queryText(request, 'timezone'));
  const [action, attempts] = await Promise.all([
    context.workflows.action(id),
    context.workflows.attempts(id),
  ]);
  const retries = attempts
    .filter((one) => one.attempt !== action.attempt && one.ended_ms !== null)
    .map((one) => ({
      attempt: String(one.attempt),
      startTime: formatDate(one.started_ms),
      endTime: formatDate(one.ended_ms),
      consoleUrl: null,
    }));
  return sendJson(reply, { retries });
}
