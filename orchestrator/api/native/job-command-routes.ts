/** `POST /jobs/ID/{start,suspend,resume,kill}`: answers plainly whether anything was done. */
import type { FastifyInstance } from 'fastify';
import type { JobCommand } from '../../execution/workflow-service.ts';
import type { ApiContext } from '../api-context.ts';
import { carryOut } from '../workflow-command.ts';
import { commandAnswer, jobParameters } from './schemas.ts';
import type { CommandResult } from './views.ts';

const commands: readonly JobCommand[] = ['start', 'suspend', 'resume', 'kill'];

export function jobCommandRoutes(server: FastifyInstance, context: ApiContext): void {
  const schema = { params: jobParameters, response: { 200: commandAnswer } };
  for (const command of commands) {
    server.post<{ Params: { id: string } }>(
      `/jobs/:id/${command}`,
      { schema },
      async (request): Promise<CommandResult> =>
        await carryOut(context, request.params.id, command, { request, caller: undefined }),
    );
  }
}
