/** `/v1/sla` (the feed of events that the command line reads) and `/v2/sla` (summaries). */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { sendJson, XML_CONTENT_TYPE } from './oozie-json.ts';
import type { OozieCall, OozieResource } from './oozie-resource.ts';
import { queryText, requiredText } from './query-parameters.ts';

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
  GET: sendSummary,
};

const eventFilterNames: ReadonlySet<string> = new Set(['jobid', 'appname']);

/** The old feed, which no job of ours writes to: it ends where it begins. */
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
  requireNames(
    queryText(request, 'filter'),
    eventFilterNames,
    () => 'invalid/unsupported names in filter',
  );
  const lastSequence = Number(sequence);
  const lines = [
    '<sla-message>',
    `  <last-sequence-id>${lastSequence}</last-sequence-id>`,
    '</sla-message>',
  ];
  return reply.header('content-type', XML_CONTENT_TYPE).send(`${lines.join('\r\n')}\r\n`);
}

const summaryFilterNames: ReadonlySet<string> = new Set([
  ...[
    'id',
    'parent_id',
    'app_name',
    'bundle',
    'event_status',
    'sla_status',
    'app_type',
    'user_name',
  ],
  ...['job_status', 'nominal_start', 'nominal_end', 'nominal_after', 'nominal_before'],
  ...['created_start', 'created_end', 'expectedstart_after', 'expectedstart_before'],
  ...['expectedend_after', 'expectedend_before', 'actualstart_after', 'actualstart_before'],
  ...['actualend_after', 'actualend_before', 'expected_duration_min', 'expected_duration_max'],
  ...['actual_duration_min', 'actual_duration_max'],
]);

function sendSummary({ request, reply }: OozieCall): FastifyReply {
  const filter = requiredText(request, 'filter');
  requireNames(
    filter,
    summaryFilterNames,
    (name) => `Invalid/unsupported names in filter: ${name}`,
  );
  return sendJson(reply, { slaSummaryList: [] });
}

/** @throws HowdahError E0401, which is Oozie's code for this */
function requireNames(
  filter: string | undefined,
  names: ReadonlySet<string>,
  unknown: (name: string) => string,
): void {
  for (const element of filter?.split(';') ?? []) {
    if (element.trim() === '') continue;
    const [name = '', value, ...more] = element.split('=');
    if (value === undefined || more.length > 0) {
      const reason = `elements must be semicolon-separated name=value pairs but was ${element}`;
      throw new HowdahError('E0401', [reason]);
    }
    if (!names.has(name.trim().toLowerCase())) throw new HowdahError('E0401', [unknown(name)]);
  }
}
