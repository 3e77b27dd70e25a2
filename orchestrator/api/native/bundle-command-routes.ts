/** `POST /bundles/ID/…`: every command says plainly what it did, or why it did nothing. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { BundleCommand } from '../../bundle/bundle-service.ts';
import type { ApiContext } from '../api-context.ts';
import { callerOf } from '../caller.ts';
import { bundlesOf, coordinatorsOf } from '../oozie/coordinator-services.ts';
import {
  type AskedCommand,
  auditedCommand,
  carryOutRecurring,
  noteIgnored,
} from '../recurring-command.ts';
import { changeValue } from './coordinator-command-routes.ts';
import { operation } from './operation.ts';
import type { JobRequest } from './recurring-requests.ts';
import { bundleChangeBody, bundleRerunBody } from './recurring-schemas.ts';
import { commandAnswer, jobParameters } from './schemas.ts';
import type { CommandResult } from './views.ts';

const commands: readonly BundleCommand[] = ['start', 'suspend', 'resume', 'kill'];

export function bundleCommandRoutes(server: FastifyInstance, context: ApiContext): void {
  for (const name of commands) {
    const summary = `Does ${name} to a bundle, and says whether that did anything.`;
    const schema = operation(`${name}Bundle`, 'bundles', summary, {
      params: jobParameters,
      answers: { 200: commandAnswer },
    });
    server.post<JobRequest>(
      `/bundles/:id/${name}`,
      { schema },
      async (request): Promise<CommandResult> => {
        const { id } = request.params;
        return await carryOutRecurring(context, askedOf(context, request, name), () =>
          bundlesOf(context, id).command(id, name),
        );
      },
    );
  }
  addChange(server, context);
  addRerun(server, context);
}

function askedOf(
  context: ApiContext,
  request: FastifyRequest<JobRequest>,
  operationName: string,
  parameter?: string,
): AskedCommand {
  const { id } = request.params;
  return {
    ...{ operation: operationName, parameter },
    requester: { request, caller: callerOf(request) },
    job: async () => (await bundlesOf(context, id).job(id)).job,
  };
}

interface ChangeBody {
  readonly endTime?: string;
  readonly pauseTime?: string | null;
}

function addChange(server: FastifyInstance, context: ApiContext): void {
  const summary = 'Changes when the coordinators of a bundle end or pause.';
  const schema = operation('changeBundle', 'bundles', summary, {
    params: jobParameters,
    body: bundleChangeBody,
    answers: { 200: commandAnswer },
  });
  server.post<JobRequest & { Body: ChangeBody }>(
    '/bundles/:id/change',
    { schema },
    async (request): Promise<CommandResult> => {
      const { id } = request.params;
      const value = changeValue(request.body);
      await auditedCommand(context, askedOf(context, request, 'change', value), () =>
        bundlesOf(context, id).change(id, value),
      );
      return { result: 'accepted' };
    },
  );
}

interface RerunBody {
  readonly coordinators?: readonly string[];
  readonly dates?: string;
  readonly refresh?: boolean;
  readonly noCleanup?: boolean;
}

function addRerun(server: FastifyInstance, context: ApiContext): void {
  const summary = 'Runs actions of the coordinators of a bundle once more.';
  const schema = operation('rerunBundle', 'bundles', summary, {
    params: jobParameters,
    body: bundleRerunBody,
    answers: { 200: commandAnswer },
  });
  server.post<JobRequest & { Body: RerunBody }>(
    '/bundles/:id/rerun',
    { schema },
    async (request): Promise<CommandResult> => {
      const { id } = request.params;
      const { coordinators, dates, refresh = false, noCleanup = false } = request.body;
      const asked = askedOf(context, request, 'rerun', dates);
      const reason = await reasonForNothing(context, id, request.body);
      if (reason !== undefined) {
        noteIgnored(context, await asked.job(), reason);
        return { result: 'ignored', reason };
      }
      await auditedCommand(context, asked, () =>
        bundlesOf(context, id).rerun(id, { coordinators, dates, refresh, noCleanup }),
      );
      return { result: 'accepted' };
    },
  );
}

/** Oozie complains neither of coordinators nor of dates that there are not. */
async function reasonForNothing(
  context: ApiContext,
  id: string,
  { coordinators: names, dates }: RerunBody,
): Promise<string | undefined> {
  const { coordinators } = await bundlesOf(context, id).job(id);
  const unknown = names?.filter((name) => coordinators.every(({ app_name }) => app_name !== name));
  if (unknown !== undefined && unknown.length > 0) {
    const known = coordinators.map(({ app_name }) => app_name).join(', ');
    return `the bundle has no coordinator ${unknown.join(', ')}; it has ${known}`;
  }
  if (dates === undefined) return undefined;
  const chosen = coordinators.filter(({ app_name }) => names?.includes(app_name) ?? true);
  for (const one of chosen) {
    if (await hasActions(context, one.id, dates)) return undefined;
  }
  return `no action has its nominal time within ${dates}`;
}

/** @throws HowdahError E0302 for what are no dates */
async function hasActions(context: ApiContext, id: string, dates: string): Promise<boolean> {
  try {
    const scope = { type: 'date', text: dates } as const;
    return (await coordinatorsOf(context, id).actionNumbers(id, scope)).length > 0;
  } catch (error) {
    if (error instanceof HowdahError && error.code === 'E0605') return false;
    throw error;
  }
}
