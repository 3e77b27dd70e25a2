/** `show=info`, `definition`, `status` and `retries` of workflow jobs and their actions. */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { WorkflowActionRow } from '../../store/database-schema.ts';
import type { JobCall } from './job-answers.ts';
import { dateFormat } from './oozie-date.ts';
import { sendJson, TEXT_CONTENT_TYPE, XML_CONTENT_TYPE } from './oozie-json.ts';
import { queryInteger, queryText } from './query-parameters.ts';
import { attemptConsoleUrl, workflowActionJson } from './workflow-action-json.ts';
import { workflowJobJson } from './workflow-job-json.ts';

export async function showWorkflowInfo(call: JobCall): Promise<FastifyReply> {
  const { id, version, request, reply, context } = call;
  const formatDate = dateFormat(queryText(request, 'timezone'));
  const serverUrl = context.server.url();
  // Version 0 knows whole jobs only.
  if (id.includes('@') && version > 0) {
    const action = await context.workflows.action(id);
    return sendJson(reply, workflowActionJson(action, formatDate, serverUrl));
  }
  const page = version === 0 ? [] : [queryInteger(request, 'offset'), queryInteger(request, 'len')];
  const { job, actions } = await context.workflows.job(id);
  const shown = pageOf(actions, ...page);
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

export async function showWorkflowDefinition(call: JobCall): Promise<FastifyReply> {
  const { text, format } = await call.context.workflows.definition(call.id);
  const type = format === 'xml' ? XML_CONTENT_TYPE : TEXT_CONTENT_TYPE;
  return call.reply.header('content-type', type).send(text);
}

export async function showWorkflowStatus({ id, reply, context }: JobCall): Promise<FastifyReply> {
  const { status } = id.includes('@')
    ? await context.workflows.action(id)
    : (await context.workflows.job(id)).job;
  return sendJson(reply, { status });
}

/** Only actions of workflows are tried again by themselves. @throws HowdahError E0605 */
export async function refuseRetries({ id }: JobCall): Promise<never> {
  throw new HowdahError('E0605', [id], { subject: id });
}

/** Every attempt but the present one, as Oozie lists them. */
export async function showWorkflowRetries(call: JobCall): Promise<FastifyReply> {
  const { id, request, reply, context } = call;
  if (!id.includes('@')) return await refuseRetries(call);
  const formatDate = dateFormat(queryText(request, 'timezone'));
  const [action, attempts] = await Promise.all([
    context.workflows.action(id),
    context.workflows.attempts(id),
  ]);
  const consoleUrl = attemptConsoleUrl(action, context.server.url());
  const retries = attempts
    .filter((one) => one.run === action.run && one.ended_ms !== null)
    .filter((one) => one.attempt !== action.attempt || one.status === 'USER_RETRY')
    .map((one) => ({
      attempt: String(one.attempt),
      startTime: formatDate(one.started_ms),
      endTime: formatDate(one.ended_ms),
      consoleUrl,
    }));
  return sendJson(reply, { retries });
}
