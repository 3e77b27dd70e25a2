/** `PUT /job/ID?action=rerun`: runs a workflow job that is over once more. */
import type { FastifyReply } from 'fastify';
import { readConfiguration } from '../../config/read-configuration.ts';
import { callerOf } from '../caller.ts';
import { rerunAudited } from '../workflow-command.ts';
import type { JobCall } from './job-answers.ts';

export async function rerunWorkflow({
  id,
  request,
  reply,
  context,
}: JobCall): Promise<FastifyReply> {
  const text = String(request.body ?? '');
  const properties = text.trim() === '' ? new Map() : readConfiguration(text, 'request body');
  await rerunAudited(context, id, properties, { request, caller: callerOf(request) });
  return reply.code(200).send();
}
