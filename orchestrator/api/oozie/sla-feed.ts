/**
 * `/v1/sla`: the feed of events that `oozie sla` reads, numbered, as XML. What is kept of a job is
 * what was expected and how it is now, so a reader that is late is told both at once, under one
 * number: the statuses in between are gone.
 */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { SlaFilter, SlaPage } from '../../sla/sla-service.ts';
import type { SlaSummary } from '../../sla/sla-summary.ts';
import { sendError } from './oozie-error-answer.ts';
import { XML_CONTENT_TYPE } from './oozie-json.ts';
import type { OozieCall } from './oozie-resource.ts';
import { queryText } from './query-parameters.ts';

/** Oozie's, where a reader does not say how many it takes. */
const EVENTS_DEFAULT = 100;
const EVENTS_MAX = 1_000;

const BAD_REQUEST = 400;

/** @throws HowdahError E0401, E0307 and E0603 as Oozie's servlet */
export async function sendSlaFeed({ request, reply, context }: OozieCall): Promise<FastifyReply> {
  const filter = readFilter(queryText(request, 'filter'));
  const asked = queryText(request, 'max-events') ?? '';
  const length = asked === '' ? EVENTS_DEFAULT : readNumber(asked);
  const after = queryText(request, 'gt-sequence-id');
  if (after === undefined) {
    throw new HowdahError('E0401', [
      'gt-sequence-id parameter is not specified in the http request',
    ]);
  }
  const afterSequence = readNumber(after);
  if (length < 0) {
    const error = new HowdahError('E0603', [`The query range from 0 to ${length} is not valid.`], {
      subject: 'max-events',
    });
    return sendError(request, reply, error, context.log, BAD_REQUEST);
  }
  const page: SlaPage = {
    ...{ length: Math.min(length, EVENTS_MAX), sortBy: 'sequence', isDescending: false },
  };
  const query = { ...filter, afterSequence };
  const found = length === 0 ? [] : ((await context.sla?.list(query, page)) ?? []);
  const last = found.at(-1)?.sequence ?? afterSequence;
  const lines = [
    '<sla-message>',
    ...found.flatMap(eventsOf),
    `  <last-sequence-id>${last}</last-sequence-id>`,
    '</sla-message>',
  ];
  return reply.header('content-type', XML_CONTENT_TYPE).send(`${lines.join('\r\n')}\r\n`);
}

function readNumber(text: string): number {
  if (/^[+-]?\d{1,15}$/.test(text)) return Number(text);
  throw new HowdahError('E0307', [`For input string: "${text}"`]);
}

function readFilter(text: string | undefined): SlaFilter {
  let filter: SlaFilter = {};
  for (const element of text?.split(';') ?? []) {
    if (element.trim() === '') continue;
    const [name = '', value, ...more] = element.split('=');
    if (value === undefined || more.length > 0) {
      throw new HowdahError('E0401', ['elements must be semicolon-separated name=value pairs']);
    }
    const key = name.trim().toLowerCase();
    if (key === 'jobid') filter = { ...filter, ids: [...(filter.ids ?? []), value] };
    else if (key === 'appname') {
      filter = { ...filter, appNames: [...(filter.appNames ?? []), value] };
    } else throw new HowdahError('E0401', ['invalid/unsupported names in filter']);
  }
  return filter;
}

/** The feed's words for statuses; the others are those of jobs. */
const statuses: Readonly<Record<string, string>> = { RUNNING: 'STARTED' };
const notStarted: ReadonlySet<string> = new Set(['PREP', 'WAITING', 'READY', 'SUBMITTED']);

function eventsOf(sla: SlaSummary): string[] {
  const registration = eventOf(sla.sequence, 'registration', registrationOf(sla));
  if (notStarted.has(sla.jobStatus)) return registration;
  return [...registration, ...eventOf(sla.sequence, 'status', statusOf(sla))];
}

type Fields = readonly (readonly [name: string, value: string | undefined])[];

function registrationOf(sla: SlaSummary): Fields {
  const { expectedStartMs } = sla;
  return [
    ['sla-id', sla.id],
    ['app-type', sla.appType],
    ['app-name', sla.appName],
    ['user', sla.user],
    ['group', undefined],
    ['parent-sla-id', sla.parentId ?? 'null'],
    ['expected-start', expectedStartMs === undefined ? undefined : minuteOf(expectedStartMs)],
    ['expected-end', minuteOf(sla.expectedEndMs)],
    ['status-timestamp', minuteOf(sla.modifiedMs)],
    ['notification-msg', sla.notificationMessage],
    ['alert-contact', sla.alertContact],
    ...['dev-contact', 'qa-contact', 'se-contact', 'alert-percentage', 'alert-frequency'].map(
      (name) => [name, undefined] as const,
    ),
    ['upstream-apps', sla.upstreamApps],
    ['job-status', 'CREATED'],
    ['job-data', undefined],
  ];
}

function statusOf(sla: SlaSummary): Fields {
  return [
    ['sla-id', sla.id],
    ['status-timestamp', minuteOf(sla.modifiedMs)],
    ['job-status', statuses[sla.jobStatus] ?? sla.jobStatus],
    ...['job-data', 'user', 'group', 'app-name'].map((name) => [name, undefined] as const),
  ];
}

function eventOf(sequence: number, kind: string, fields: Fields): string[] {
  return [
    '  <event>',
    `    <sequence-id>${sequence}</sequence-id>`,
    `    <${kind}>`,
    ...fields.map(([name, value]) =>
      value === undefined || value === ''
        ? `      <${name} />`
        : `      <${name}>${escapeXml(value)}</${name}>`,
    ),
    `    </${kind}>`,
    '  </event>',
  ];
}

/** `2020-01-01T00:05Z` */
function minuteOf(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 16)}Z`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
