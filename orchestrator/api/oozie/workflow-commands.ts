/** `PUT /job/ID?action=…` for workflow jobs; every command is noted in the job's log. */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { JobCommand } from '../../execution/workflow-service.ts';
import { callerOf } from '../caller.ts';
import { carryOut } from '../workflow-command.ts';
import type { JobAnswer, JobCall } from './job-answers.ts';
import { queryText } from './query-parameters.ts';

/** Oozie answers 200 for what it ignores; our own interface and the log say what happened. */
export function commandWorkflow(command: JobCommand): JobAnswer {
  return async ({ id, request, reply, context }: JobCall): Promise<FastifyReply> => {
    await carryOut(context, id, command, { request, caller: callerOf(request) });
    return reply.code(200).send();
  };
}

/** Only coordinators and bundles can be changed; the value is looked at first. */
export async function changeWorkflow({ id, request }: JobCall): Promise<FastifyReply> {
  const value = queryText(request, 'value');
  if (value === undefined) throw new HowdahError('E1603', ['value cannot be null']);
  for (const pair of value.split(';')) {
    if (pair.includes('=')) continue;
    const reason = 'change value must be name=value pair or name=(empty string)';
    throw new HowdahError('E1015', [value, reason]);
  }
  throw new HowdahError('E0604', [id], {
    subject: id,
    mend: 'it is a workflow job: coordinator and bundle jobs can be changed',
  });
}
