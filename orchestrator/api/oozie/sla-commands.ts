/** `action=sla-enable|sla-disable|sla-change` of coordinators and bundles, or of some actions. */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { ActionScope, CoordinatorSlaCommand } from '../../coordinator/coordinator-service.ts';
import { splitPairs } from '../../coordinator/service/parse-change-value.ts';
import { slaChangeNames } from '../../sla/sla-service.ts';
import { bundlesOf, coordinatorsOf } from './coordinator-services.ts';
import type { CommandName, JobAnswer, JobCall } from './job-answers.ts';
import { queryText } from './query-parameters.ts';

type SlaCommand = Extract<CommandName, `sla-${string}`>;

/** For the commands of a kind of job. */
export const slaCommands: Readonly<Record<SlaCommand, JobAnswer>> = {
  'sla-enable': answerWith(() => ({ kind: 'enable' })),
  'sla-disable': answerWith(() => ({ kind: 'disable' })),
  'sla-change': answerWith((call) => ({ kind: 'change', change: changeOf(call) })),
};

function answerWith(commandOf: (call: JobCall) => CoordinatorSlaCommand): JobAnswer {
  return async (call: JobCall): Promise<FastifyReply> => {
    const { sla, log } = call.context;
    const command = { ...commandOf(call), scope: scopeOf(call) };
    let watched = 0;
    for (const id of await coordinatorIds(call, command.kind)) {
      if (sla === undefined) continue;
      watched += (await coordinatorsOf(call.context, id).sla(id, command, sla)).length;
    }
    // Oozie answers 200 for a job of which nothing is watched.
    if (watched === 0) log.info('nothing of the job is watched', { id: call.id });
    return call.reply.code(200).send();
  };
}

function scopeOf({ request }: JobCall): ActionScope | undefined {
  const [actions, dates] = [queryText(request, 'action-list'), queryText(request, 'date')];
  if (actions !== undefined && actions !== '') return { type: 'action', text: actions };
  return dates === undefined || dates === '' ? undefined : { type: 'date', text: dates };
}

/**
 * The job itself, or those of the bundle that `coordinators` names.
 *
 * @throws HowdahError E0604; E1026 or E1027 if the bundle has none of them
 */
async function coordinatorIds(
  { id, request, context }: JobCall,
  kind: CoordinatorSlaCommand['kind'],
): Promise<string[]> {
  if (!id.endsWith('-B')) {
    await coordinatorsOf(context, id).job(id);
    return [id];
  }
  const named = queryText(request, 'coordinators')?.split(',');
  const { coordinators } = await bundlesOf(context, id).job(id);
  const chosen = coordinators.filter(
    (job) => named?.some((name) => name === job.app_name || name === job.id) ?? true,
  );
  if (chosen.length === 0) {
    throw new HowdahError(kind === 'change' ? 'E1027' : 'E1026', ['No record found'], {
      subject: id,
      mend: 'name coordinators of the bundle',
    });
  }
  return chosen.map((job) => job.id);
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
    const known = slaChangeNames.find((one) => one === name);
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
