/** `POST /jobs/ID/{start,suspend,resume,kill}`: answers plainly whether anything was done. */
import type { FastifyInstance } from 'fastify';
import type { JobCommand } from '../../execution/workflow-service.ts';
import type { ApiContext } from '../api-context.ts';
import { commandAnswer, jobParameters } from './schemas.ts';
import type { CommandResult } from './views.ts';

/** In which states each command does something (oozie.md §1.12). */
const effectiveStatuses: Readonly<Record<JobCommand, string>> = {
  start: 'PREP',
  suspend: 'RUNNING',
  resume: 'SUSPENDED',
  kill: 'PREP, RUNNING or SUSPENDED',
};

export function jobCommandRoutes(server: FastifyInstance, context: ApiContext): void {
  const schema = { params: jobParameters, response: { 200: commandAnswer } };
  for (const command of Object.keys(effectiveStatuses) as JobCommand[]) {
    server.post<{ Params: { id: string } }>(
      `/jobs/:id/${command}`,
      { schema },
      async ({ params: { id } }): Promise<CommandResult> => {
        const result = await context.workflows.command(id, command);
        if (result === 'accepted') return { result };
        const { job } = await context.workflows.job(id);
        const states = effectiveStatuses[command];
        return { result, reason: `the job is ${job.status}; ${command} needs ${states}` };
      },
    );
  }
}
