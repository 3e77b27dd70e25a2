/** `POST /jobs/ID/{start,suspend,resume,kill}`: answers plainly whether anything was done. */
import type { FastifyInstance } from 'fastify';
import type { JobCommand } from '../../execution/workflow-service.ts';
import type { ApiContext } from '../api-context.ts';
import { carryOut } from '../workflow-command.ts';
import { operation } from './operation.ts';
import { commandAnswer, jobParameters } from './schemas.ts';
import type { CommandResult } from './views.ts';

const commands: readonly JobCommand[] = ['start', 'suspend', 'resume', 'kill'];

export function jobCommandRoutes(server: FastifyInstance, context: ApiContext): void {
  for (const command of commands) {
    const summary = `Does ${command} to a job, and says whether that did anything.`;
    const schema = operation(`${command}Job`, 'jobs', summary, {
      params: jobParameters,
      answers: { 200: commandAnswer },
    });
    server.post<{ Params: { id: string } }>(
      `/jobs/:id/${command}`,
      { schema },
      async (request): Promise<CommandResult> =>
        await carryOut(context, request.params.id, command, { request, caller: undefined }),
    );
  }
}
