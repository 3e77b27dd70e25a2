/** `PUT /job/ID?action=…` for coordinator jobs; every command is noted in the job's log. */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { readConfiguration } from '../../config/read-configuration.ts';
import type {
  ActionScope,
  CoordinatorActionView,
  CoordinatorCommand,
} from '../../coordinator/coordinator-service.ts';
import { addressOf, audit } from '../audit.ts';
import { callerOf } from '../caller.ts';
import { scopeOf } from './coordinator-info.ts';
import { actionViewsJson } from './coordinator-job-json.ts';
import { coordinatorsOf } from './coordinator-services.ts';
import type { CommandName, JobAnswer, JobCall } from './job-answers.ts';
import { dateFormat } from './oozie-date.ts';
import { sendJson } from './oozie-json.ts';
import { queryText } from './query-parameters.ts';

export const coordinatorCommands: Readonly<Partial<Record<CommandName, JobAnswer>>> = {
  start: async () => {
    throw new HowdahError('E0303', ['action', 'start'], {
      mend: 'a coordinator starts by itself at its start time',
    });
  },
  suspend: command('suspend'),
  resume: command('resume'),
  kill: killJobOrActions,
  change: audited(async ({ id, request, reply, context }) => {
    await coordinatorsOf(context, id).change(id, changeValue(queryText(request, 'value')));
    return reply.code(200).send();
  }),
  ignore: audited(async (call) => {
    const { id, reply, context } = call;
    const scope = ignoredScope(call);
    const ignored = await coordinatorsOf(context, id).ignore(id, scope);
    return scope === undefined ? reply.code(200).send() : sendActions(call, ignored);
  }),
  // The id says what is run again, whichever of the three commands names it.
  rerun: audited(rerunActions),
  'coord-rerun': audited(rerunActions),
  'bundle-rerun': audited(rerunActions),
  update: audited(updateJob),
};

/** @throws HowdahError E1603, as Oozie checks parameters, which it calls by two names */
export function changeValue(value: string | undefined, name = 'value'): string {
  if (value === undefined) throw new HowdahError('E1603', [`${name} cannot be null`]);
  if (value === '') throw new HowdahError('E1603', [`${name} cannot be empty`]);
  return value;
}

function command(name: CoordinatorCommand): JobAnswer {
  return audited(async ({ id, reply, context }) => {
    const result = await coordinatorsOf(context, id).command(id, name);
    // Oozie answers 200 for what it ignores; the log says what happened.
    if (result === 'ignored') {
      context.log.info('ignored a command that the job is in no state for', { id, command: name });
    }
    return reply.code(200).send();
  });
}

/** @throws HowdahError E1603, E1024 */
function ignoredScope(call: JobCall): ActionScope | undefined {
  const [type, scope] = ['type', 'scope'].map((name) => queryText(call.request, name));
  if (type === undefined && scope === undefined) return undefined;
  if (type === undefined) throw new HowdahError('E1603', ['type cannot be null']);
  // An empty list is none, to Oozie: then it is the whole job.
  if (type === 'action') return scope === '' ? undefined : scopeOf(call);
  throw new HowdahError('E1024', ['Currently ignore only support -action option']);
}

/** @throws HowdahError E1603, E0607 for a type that is none: it must not kill the whole job */
function killedScope({ request }: JobCall): ActionScope | undefined {
  const [type, text] = ['type', 'scope'].map((name) => queryText(request, name));
  if (type === undefined || text === undefined) return undefined;
  if (type === '') throw new HowdahError('E1603', ['rangeType cannot be empty']);
  if (text === '') throw new HowdahError('E1603', ['scope cannot be empty']);
  if (type === 'action' || type === 'date') return { type, text };
  throw new HowdahError('E0607', [
    'coord_action_kill',
    `type is [${type}]: date or action expected`,
  ]);
}

async function killJobOrActions(call: JobCall): Promise<FastifyReply> {
  const scope = killedScope(call);
  if (scope === undefined) return await command('kill')(call);
  return await audited(async ({ id, context }) =>
    sendActions(call, await coordinatorsOf(context, id).killActions(id, scope)),
  )(call);
}

async function rerunActions(call: JobCall): Promise<FastifyReply> {
  const { id, request, context } = call;
  const type = queryText(request, 'type');
  const text = queryText(request, 'scope');
  if (type !== 'action' && type !== 'date') {
    throw new HowdahError('E1018', ['date or action expected.']);
  }
  if (text === undefined) throw new HowdahError('E1603', ['scope cannot be null']);
  if (text === '') throw new HowdahError('E1603', ['scope cannot be empty']);
  const scope: ActionScope = { type, text };
  const rerun = await coordinatorsOf(context, id).rerun(id, {
    scope,
    refresh: queryText(request, 'refresh') === 'true',
    noCleanup: queryText(request, 'nocleanup') === 'true',
    failed: queryText(request, 'failed') === 'true',
  });
  return sendActions(call, rerun);
}

async function updateJob({ id, request, reply, context }: JobCall): Promise<FastifyReply> {
  const body = String(request.body ?? '').trim();
  const { diff } = await coordinatorsOf(context, id).update(id, {
    properties: body === '' ? new Map() : readConfiguration(body, 'request body'),
    user: callerOf(request),
    dryRun: queryText(request, 'dryrun') === 'true',
    showDiff: queryText(request, 'diff') !== 'false',
  });
  return sendJson(reply, { update: { diff } });
}

function sendActions(
  { request, reply }: JobCall,
  views: readonly CoordinatorActionView[],
): FastifyReply {
  return sendJson(reply, actionViewsJson(views, dateFormat(queryText(request, 'timezone'))));
}

/** Notes who asked, and what came of it. */
function audited(answer: JobAnswer): JobAnswer {
  return async (call) => {
    try {
      const reply = await answer(call);
      await note(call);
      return reply;
    } catch (error) {
      if (error instanceof HowdahError && error.code !== 'E0604') await note(call, error);
      throw error;
    }
  };
}

async function note({ id, request, context }: JobCall, error?: HowdahError): Promise<void> {
  try {
    const { job } = await coordinatorsOf(context, id).job(id);
    const { app_name: appName, user_name: user, group_name: group } = job;
    audit(
      context,
      { id, appName, user, group },
      {
        operation: queryText(request, 'action') ?? '',
        parameter: queryText(request, 'value') ?? queryText(request, 'scope') ?? id,
        caller: callerOf(request),
        address: addressOf(request),
        error,
      },
    );
  } catch {
    // What cannot be noted keeps nobody from working.
  }
}
