/** `POST /coordinators/ID/…`: every command says plainly what it did, or why it did nothing. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { CoordinatorActionView } from '../../coordinator/coordinator-service.ts';
import type { ApiContext } from '../api-context.ts';
import { callerOf } from '../caller.ts';
import { coordinatorsOf } from '../oozie/coordinator-services.ts';
import {
  type AskedCommand,
  auditedCommand,
  carryOutRecurring,
  noteIgnored,
} from '../recurring-command.ts';
import { operation } from './operation.ts';
import { type JobRequest, type ScopeBody, scopeOf } from './recurring-requests.ts';
import {
  actionsCommandAnswer,
  coordinatorChangeBody,
  coordinatorRerunBody,
  scopeBody,
  updateAnswer,
  updateBody,
} from './recurring-schemas.ts';
import type { ActionsResult } from './recurring-views.ts';
import { commandAnswer, jobParameters } from './schemas.ts';
import { coordinatorActionDetails } from './view-of-recurring-rows.ts';
import type { CommandResult } from './views.ts';

export function coordinatorCommandRoutes(server: FastifyInstance, context: ApiContext): void {
  for (const name of ['suspend', 'resume'] as const) {
    const summary = `Does ${name} to a coordinator, and says whether that did anything.`;
    const schema = operation(`${name}Coordinator`, 'coordinators', summary, {
      params: jobParameters,
      answers: { 200: commandAnswer },
    });
    server.post<JobRequest>(
      `/coordinators/:id/${name}`,
      { schema },
      async (request): Promise<CommandResult> => {
        const { id } = request.params;
        return await carryOutRecurring(context, askedOf(context, request, name), () =>
          coordinatorsOf(context, id).command(id, name),
        );
      },
    );
  }
  addKill(server, context);
  addRerun(server, context);
  addIgnore(server, context);
  addChange(server, context);
  addUpdate(server, context);
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
    job: async () => (await coordinatorsOf(context, id).job(id)).job,
  };
}

type ScopedRequest = JobRequest & { readonly Body: ScopeBody | null };

function addKill(server: FastifyInstance, context: ApiContext): void {
  const summary =
    'Kills a coordinator, or some of its actions, and says whether that did anything.';
  const schema = operation('killCoordinator', 'coordinators', summary, {
    params: jobParameters,
    body: scopeBody,
    answers: { 200: actionsCommandAnswer },
  });
  server.post<ScopedRequest>('/coordinators/:id/kill', { schema }, async (request) => {
    const { id } = request.params;
    const scope = scopeOf(request.body ?? {});
    const asked = askedOf(context, request, 'kill', scope?.text);
    const coordinators = coordinatorsOf(context, id);
    if (scope === undefined) {
      const outcome = await carryOutRecurring(context, asked, () =>
        coordinators.command(id, 'kill'),
      );
      return { ...outcome, actions: [] };
    }
    const beganMs = context.clock.now();
    const views = await auditedCommand(context, asked, () => coordinators.killActions(id, scope));
    const killed = views.filter(({ row }) => row.status === 'KILLED' && row.modified_ms >= beganMs);
    if (killed.length > 0) return resultOf(killed);
    const reason = `none of the actions ${scope.text} is still to come or under way`;
    noteIgnored(context, await asked.job(), reason);
    return { result: 'ignored', reason, actions: views.map(detailsOf) };
  });
}

function addRerun(server: FastifyInstance, context: ApiContext): void {
  const summary = 'Runs actions that are over once more.';
  const schema = operation('rerunCoordinator', 'coordinators', summary, {
    params: jobParameters,
    body: coordinatorRerunBody,
    answers: { 200: actionsCommandAnswer },
  });
  server.post<JobRequest & { Body: CoordinatorRerunBody }>(
    '/coordinators/:id/rerun',
    { schema },
    async (request): Promise<ActionsResult> => {
      const { id } = request.params;
      const { refresh, noCleanup, failedOnly: failed } = request.body;
      const scope = scopeOf(request.body);
      if (scope === undefined) {
        throw new HowdahError('E1018', ['date or action expected.'], {
          mend: 'say which actions: {"actions": "1,3-5"}, or their dates',
        });
      }
      const views = await auditedCommand(
        context,
        askedOf(context, request, 'rerun', scope.text),
        () => coordinatorsOf(context, id).rerun(id, { scope, refresh, noCleanup, failed }),
      );
      return resultOf(views);
    },
  );
}

interface CoordinatorRerunBody extends ScopeBody {
  readonly refresh: boolean;
  readonly noCleanup: boolean;
  readonly failedOnly: boolean;
}

function addIgnore(server: FastifyInstance, context: ApiContext): void {
  const summary = 'Counts a coordinator, or some of its actions, as never having failed.';
  const schema = operation('ignoreCoordinator', 'coordinators', summary, {
    params: jobParameters,
    body: scopeBody,
    answers: { 200: actionsCommandAnswer },
  });
  server.post<ScopedRequest>('/coordinators/:id/ignore', { schema }, async (request) => {
    const { id } = request.params;
    const scope = scopeOf(request.body ?? {});
    const views = await auditedCommand(
      context,
      askedOf(context, request, 'ignore', scope?.text),
      () => coordinatorsOf(context, id).ignore(id, scope),
    );
    return resultOf(views);
  });
}

interface ChangeBody {
  readonly endTime?: string;
  readonly pauseTime?: string | null;
  readonly concurrency?: number | string;
  readonly status?: string;
}

function addChange(server: FastifyInstance, context: ApiContext): void {
  const summary = 'Changes when a coordinator ends or pauses, its concurrency or its status.';
  const schema = operation('changeCoordinator', 'coordinators', summary, {
    params: jobParameters,
    body: coordinatorChangeBody,
    answers: { 200: commandAnswer },
  });
  server.post<JobRequest & { Body: ChangeBody }>(
    '/coordinators/:id/change',
    { schema },
    async (request): Promise<CommandResult> => {
      const { id } = request.params;
      const value = changeValue(request.body);
      await auditedCommand(context, askedOf(context, request, 'change', value), () =>
        coordinatorsOf(context, id).change(id, value),
      );
      return { result: 'accepted' };
    },
  );
}

/** As Oozie's command writes it. */
export function changeValue({ endTime, pauseTime, concurrency, status }: ChangeBody): string {
  const values = { endtime: endTime, concurrency, pausetime: pauseTime, status };
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value ?? ''}`)
    .join(';');
}

function addUpdate(server: FastifyInstance, context: ApiContext): void {
  const summary =
    'Puts the app, as it is now, in the place of what runs; or tells what would change.';
  const schema = operation('updateCoordinator', 'coordinators', summary, {
    params: jobParameters,
    body: updateBody,
    answers: { 200: updateAnswer },
  });
  interface UpdateBody {
    readonly properties?: Readonly<Record<string, string>>;
    readonly dryRun: boolean;
  }
  server.post<JobRequest & { Body: UpdateBody }>(
    '/coordinators/:id/update',
    { schema },
    async (request) => {
      const { id } = request.params;
      const { properties = {}, dryRun } = request.body;
      const user = callerOf(request);
      const update = { properties: new Map(Object.entries(properties)), user, dryRun };
      return await auditedCommand(context, askedOf(context, request, 'update'), () =>
        coordinatorsOf(context, id).update(id, { ...update, showDiff: true }),
      );
    },
  );
}

function resultOf(views: readonly CoordinatorActionView[]): ActionsResult {
  return { result: 'accepted', actions: views.map(detailsOf) };
}

function detailsOf({ row }: CoordinatorActionView) {
  return coordinatorActionDetails(row);
}
