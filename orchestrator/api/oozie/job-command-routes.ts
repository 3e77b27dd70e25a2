/** `PUT /v2/job/<id>?action=…`: what may be done with a job. */
import type { FastifyInstance } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { JobCommand } from '../../execution/workflow-service.ts';
import type { ApiContext } from '../api-context.ts';
import { API_VERSIONS } from './admin-routes.ts';
import { jobIdOf } from './job-routes.ts';
import { requiredText } from './query-parameters.ts';

const commands: ReadonlySet<string> = new Set<JobCommand>(['start', 'suspend', 'resume', 'kill']);

export function jobCommandRoutes(server: FastifyInstance, context: ApiContext): void {
  for (const version of API_VERSIONS) {
    server.put(`/v${version}/job/*`, async (request, reply) => {
      const id = jobIdOf(request);
      const command = requiredText(request, 'action');
      if (!isCommand(command)) throw new HowdahError('E0303', ['action', command]);
      const result = await context.workflows.command(id, command);
      // Oozie answers 200 for what it ignores; our own interface and the log say what happened.
      if (result === 'ignored') {
        context.log.info('ignored a command that the job is in no state for', { id, command });
      }
      return reply.code(200).send();
    });
  }
}

function isCommand(text: string): text is JobCommand {
  return commands.has(text);
}
