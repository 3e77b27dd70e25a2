/** `PUT /job/ID?action=…` for workflow jobs; every command is noted in the job's log. */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { JobCommand } from '../../execution/workflow-service.ts';
import { callerOf } from '../caller.ts';
import { carryOut } from '../workflow-command.ts';
import { changeValue } from './coordinator-commands.ts';
import { coordinatorsOf } from './coordinator-services.ts';
import type { JobAnswer, JobCall } from './job-answers.ts';
import { queryText } from './query-parameters.ts';

/** Oozie answers 200 for what it ignores; our own interface and the log say what happened. */
export function commandWorkflow(command: JobCommand): JobAnswer {
  return async ({ id, version, request, reply, context }: JobCall): Promise<FastifyReply> => {
    if (command === 'start' && version > 0 && id.includes('@')) {
      throw new HowdahError('E0303', ['action', command], { mend: 'name the job instead' });
    }
    await carryOut(context, id, command, { request, caller: callerOf(request) });
    return reply.code(200).send();
  };
}

/**
 * Only coordinators and bundles can be changed; the value is looked at first.
 *
 * @throws HowdahError E1603, E1015, E0604
 */
export async function changeWorkflow({ id, request, context }: JobCall): Promise<never> {
  await coordinatorsOf(context, id).change(id, changeValue(queryText(request, 'value')));
  throw new HowdahError('E0604', [id], { subject: id });
}
