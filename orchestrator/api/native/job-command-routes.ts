/** `POST /jobs/ID/{start,suspend,resume,kill,rerun}`: says plainly whether anything was done. */
import type { FastifyInstance } from 'fastify';
import { FAIL_NODES, SKIP_NODES } from '../../execution/workflow-reruns.ts';
import type { JobCommand } from '../../execution/workflow-service.ts';
import type { ApiContext } from '../api-context.ts';
import { callerOf } from '../caller.ts';
import { carryOut, rerunAudited } from '../workflow-command.ts';
import { operation } from './operation.ts';
import { commandAnswer, jobParameters, rerunBody } from './schemas.ts';
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
        await carryOut(context, request.params.id, command, { request, caller: callerOf(request) }),
    );
  }

  const summary = 'Runs a job that is over once more, wholly or from what failed on.';
  const schema = operation('rerunJob', 'jobs', summary, {
    params: jobParameters,
    body: rerunBody,
    answers: { 200: commandAnswer },
  });
  server.post<{ Params: { id: string }; Body: RerunBody }>(
    '/jobs/:id/rerun',
    { schema },
    async (request): Promise<CommandResult> => {
      const { params, body } = request;
      const properties = rerunProperties(body);
      await rerunAudited(context, params.id, properties, { request, caller: callerOf(request) });
      return { result: 'accepted' };
    },
  );
}

interface RerunBody {
  readonly properties?: Readonly<Record<string, string>>;
  readonly skipNodes?: readonly string[];
  readonly failedOnly?: boolean;
}

/** What is kept is told by Oozie's properties; without any of them everything is run again. */
function rerunProperties({ properties, skipNodes, failedOnly }: RerunBody): Map<string, string> {
  const all = new Map(
    Object.entries(properties ?? {}).map(([name, value]) => [name.trim(), value.trim()] as const),
  );
  if (skipNodes !== undefined) all.set(SKIP_NODES, skipNodes.join(','));
  if (failedOnly !== undefined) all.set(FAIL_NODES, String(failedOnly));
  return all;
}
