/** `/admin/queue-dump`: what is to be done now, action by action. */
import type { FastifyReply } from 'fastify';
import { sendJson } from '../oozie-json.ts';
import type { OozieCall } from '../oozie-resource.ts';

/** More than anybody reads; a dump of a busy server stays an answer. */
const ENTRIES_MAX = 10_000;

export async function showQueueDump({ reply, context }: OozieCall): Promise<FastifyReply> {
  const pending = await context.pendingActions();
  const queueDump = pending.slice(0, ENTRIES_MAX).map(({ jobId, name, owner }) => ({
    callableDump: `[action_${jobId}@${name}] priority=1 delay=0 owner=${owner ?? '-'}`,
  }));
  return sendJson(reply, { queueDump, uniqueMapDump: [] });
}
