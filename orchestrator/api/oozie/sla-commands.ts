/** `action=sla-enable|sla-disable|sla-change` of coordinators and bundles, or of some actions. */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { ActionScope } from '../../coordinator/coordinator-service.ts';
import { splitPairs } from '../../coordinator/service/parse-change-value.ts';
import { type SlaService, slaChangeNames } from '../../sla/sla-service.ts';
import { bundlesOf, coordinatorsOf } from './coordinator-services.ts';
import type { CommandName, JobAnswer, JobCall } from './job-answers.ts';
import { queryText } from './query-parameters.ts';

/** Jobs have some hundred actions that are watched; a bundle that has more is told so. */
const WATCHED_MAX = 10_000;

type SlaCommand = Extract<CommandName, `sla-${string}`>;

/** For the commands of a kind of job. */
export const slaCommands: Readonly<Record<SlaCommand, JobAnswer>> = {
  'sla-enable': answerWith((sla, ids) => sla.setAlerts(ids, true)),
  'sla-disable': answerWith((sla, ids) => sla.setAlerts(ids, false)),
  'sla-change': async (call) => {
    const change = changeOf(call);
    return await answerWith((sla, ids) => sla.change(ids, change))(call);
  },
};

type Carry = (sla: SlaService, ids: readonly string[]) => Promise<unknown>;

function answerWith(carryOut: Carry): JobAnswer {
  return async (call: JobCall): Promise<FastifyReply> => {
    const { sla, log } = call.context;
    const scope = scopeOf(call);
    const ids = await watchedIds(call, scope);
    if (sla !== undefined && (ids.length > 0 || scope !== undefined)) {
      await carryOut(sla, ids);
    } else {
      // Oozie answers 200 for a job of which nothing is watched.
      log.info('nothing of the job is watched', { id: call.id });
    }
    return call.reply.code(200).send();
  };
}

function scopeOf({ request }: JobCall): ActionScope | undefined {
  const [actions, dates] = [queryText(request, 'action-list'), queryText(request, 'date')];
  if (actions !== undefined && actions !== '') return { type: 'action', text: actions };
  return dates === undefined || dates === '' ? undefined : { type: 'date', text: dates };
}

async function watchedIds(call: JobCall, scope: ActionScope | undefined): Promise<string[]> {
  const ids: string[] = [];
  for (const coordinatorId of await coordinatorIds(call)) {
    ids.push(...(await watchedOf(call, coordinatorId, scope)));
  }
  return ids;
}

/** The job itself, or those of the bundle that `coordinators` names. */
async function coordinatorIds(call: JobCall): Promise<string[]> {
  const { id, request, context } = call;
  if (!id.endsWith('-B')) {
    await coordinatorsOf(context, id).job(id);
    return [id];
  }
  const named = queryText(request, 'coordinators')?.split(',');
  const { coordinators } = await bundlesOf(context, id).job(id);
  return coordinators.filter((job) => named?.includes(job.app_name) ?? true).map((job) => job.id);
}

async function watchedOf(
  { context }: JobCall,
  coordinatorId: string,
  scope: ActionScope | undefined,
): Promise<string[]> {
  if (scope !== undefined) {
    const numbers = await coordinatorsOf(context, coordinatorId).actionNumbers(
      coordinatorId,
      scope,
    );
    return numbers.map((number) => `${coordinatorId}@${number}`);
  }
  const page = { length: WATCHED_MAX };
  const watched = (await context.sla?.list({ parentId: coordinatorId }, page)) ?? [];
  return watched.map(({ id }) => id);
}

/**
 * `sla-should-end=10;sla-nominal-time=…`
 *
 * @throws HowdahError E1603, E1015 for what is no pair, E1027 for a name that there is not
 */
function changeOf({ request }: JobCall): Map<string, string> {
  const value = queryText(request, 'value');
  if (value === undefined) throw new HowdahError('E1603', ['value cannot be null']);
  if (value === '') {
    throw new HowdahError('E1015', ['change value can not be empty string or null', '{1}']);
  }
  const change = new Map<string, string>();
  for (const [name, text] of splitPairs(value)) {
    const known = slaChangeNames.find((one) => one === name.trim());
    if (known === undefined) {
      throw new HowdahError('E1027', [`Unsupported parameter ${name}`], {
        subject: name,
        mend: `write one of ${slaChangeNames.join(', ')}`,
      });
    }
    change.set(known, text.trim());
  }
  return change;
}
