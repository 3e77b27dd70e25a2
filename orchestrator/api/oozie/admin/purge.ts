/** `PUT /admin/purge?wf=&coord=&bundle=&limit=&oldcoordaction=`: removes old jobs now. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HowdahError } from '../../../../base/error/howdah-error.ts';
import type { RetentionLimits } from '../../../retention/retention-settings.ts';
import { callerOf } from '../../caller.ts';
import { sendJson } from '../oozie-json.ts';
import type { OozieCall } from '../oozie-resource.ts';
import { queryInteger, queryText } from '../query-parameters.ts';

const names = [
  ['wf', 'workflowDays'],
  ['coord', 'coordinatorDays'],
  ['bundle', 'bundleDays'],
  ['limit', 'batchMax'],
] as const;

export async function purgeJobs({ request, reply, context }: OozieCall): Promise<FastifyReply> {
  const limits = readLimits(request);
  const removed = await context.purge(limits);
  context.log.info('jobs were removed on request', { removed, user: callerOf(request) });
  return sendJson(reply, { purge: 'Purge command executed successfully' });
}

/** @throws HowdahError E1603 for what is no number, or a negative one */
function readLimits(request: FastifyRequest): Partial<RetentionLimits> {
  const limits: { -readonly [Name in keyof RetentionLimits]?: RetentionLimits[Name] } = {};
  for (const [parameter, name] of names) {
    // The command line sends what it was not given as nothing.
    const value =
      queryText(request, parameter) === '' ? undefined : queryInteger(request, parameter);
    if (value === undefined) continue;
    if (value < (name === 'batchMax' ? 1 : 0)) {
      throw new HowdahError('E1603', [`For input string: "${value}"`], { subject: parameter });
    }
    limits[name] = value;
  }
  const oldActions = queryText(request, 'oldcoordaction');
  if (oldActions !== undefined && oldActions !== '') {
    limits.removesOldCoordinatorActions = oldActions.toLowerCase() === 'true';
  }
  return limits;
}
