/** `/v1/sla` (the feed of events that the command line reads) and `/v2/sla` (summaries). */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { SlaPage } from '../../sla/sla-service.ts';
import { dateFormat } from './oozie-date.ts';
import { sendJson } from './oozie-json.ts';
import type { OozieCall, OozieResource } from './oozie-resource.ts';
import { queryInteger, queryText } from './query-parameters.ts';
import { sendSlaFeed } from './sla-feed.ts';
import { matchesDurations, parseSlaFilter } from './sla-filter.ts';
import { slaJson } from './sla-json.ts';

export const slaEventsResource: OozieResource = {
  name: 'sla',
  versions: [1],
  hasRest: false,
  GET: sendSlaFeed,
};

export const slaSummaryResource: OozieResource = {
  name: 'sla',
  versions: [2],
  hasRest: false,
  GET: sendSummaries,
};

/** `oozie.sla.default.maxsummaries`-like bound of Oozie: as many as one answer holds. */
const SUMMARIES_MAX = 1_000;

async function sendSummaries({ request, reply, context }: OozieCall): Promise<FastifyReply> {
  const filter = queryText(request, 'filter') ?? '';
  if (filter === '') throw new HowdahError('E0305', ['filter']);
  const page = pageOf(queryText(request, 'sortby'), queryText(request, 'order'));
  const asked = queryInteger(request, 'len') ?? SUMMARIES_MAX;
  const length = asked < 1 ? SUMMARIES_MAX : Math.min(asked, SUMMARIES_MAX);
  const query = parseSlaFilter(filter);
  const found = (await context.sla?.list(query, { ...page, length: SUMMARIES_MAX })) ?? [];
  const timeZone = queryText(request, 'timezone');
  const formatDate = timeZone === undefined ? undefined : dateFormat(timeZone);
  const nowMs = context.clock.now();
  return sendJson(reply, {
    slaSummaryList: found
      .filter((summary) => matchesDurations(query, summary))
      .slice(0, length)
      .map((summary) => slaJson(summary, nowMs, formatDate)),
  });
}

/** @throws HowdahError E0303 */
function pageOf(sortBy = 'nominalTimeTS', order = 'asc'): Omit<SlaPage, 'length'> {
  if (!/^(asc|desc)$/i.test(order)) throw new HowdahError('E0303', ['order', order]);
  if (sortBy !== 'nominalTimeTS' && sortBy !== 'parentId') {
    throw new HowdahError('E0303', ['sortby', sortBy], {
      subject: 'sortby',
      mend: 'write nominalTimeTS or parentId, or leave it out',
    });
  }
  const by = sortBy === 'parentId' ? 'parentId' : 'nominalTime';
  return { sortBy: by, isDescending: order.toLowerCase() === 'desc' };
}
