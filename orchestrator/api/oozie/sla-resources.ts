/** `/v1/sla` (the feed of events that the command line reads) and `/v2/sla` (summaries). */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { SlaPage } from '../../sla/sla-service.ts';
import { dateFormat } from './oozie-date.ts';
import { sendJson, XML_CONTENT_TYPE } from './oozie-json.ts';
import type { OozieCall, OozieResource } from './oozie-resource.ts';
import { queryInteger, queryText } from './query-parameters.ts';
import { matchesDurations, parseSlaFilter } from './sla-filter.ts';
import { slaJson } from './sla-json.ts';

export const slaEventsResource: OozieResource = {
  name: 'sla',
  versions: [1],
  hasRest: false,
  GET: sendEvents,
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

const eventFilterNames: ReadonlySet<string> = new Set(['jobid', 'appname']);

/**
 * The old feed, of which nobody is known to read more than its end: no job of ours writes to it,
 * so it ends where the reader already is.
 */
function sendEvents({ request, reply }: OozieCall): FastifyReply {
  const sequence = queryText(request, 'gt-sequence-id');
  if (sequence === undefined) {
    throw new HowdahError('E0401', [
      'gt-sequence-id parameter is not specified in the http request',
    ]);
  }
  if (!/^[+-]?\d{1,18}$/.test(sequence)) {
    throw new HowdahError('E0307', [`For input string: "${sequence}"`]);
  }
  for (const element of queryText(request, 'filter')?.split(';') ?? []) {
    const [name = ''] = element.split('=', 1);
    if (element.trim() === '' || eventFilterNames.has(name.trim().toLowerCase())) continue;
    throw new HowdahError('E0401', ['invalid/unsupported names in filter']);
  }
  const lines = [
    '<sla-message>',
    `  <last-sequence-id>${Number(sequence)}</last-sequence-id>`,
    '</sla-message>',
  ];
  return reply.header('content-type', XML_CONTENT_TYPE).send(`${lines.join('\r\n')}\r\n`);
}
