/** The `filter` of `/v2/sla`: `app_name=x;nominal_start=2026-01-01T00:00Z;sla_status=MISS`. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import {
  type SlaAppType,
  type SlaEventStatus,
  type SlaStatus,
  slaEventStatuses,
} from '../../sla/sla-event-status.ts';
import type { SlaFilter } from '../../sla/sla-service.ts';
import type { SlaSummary } from '../../sla/sla-summary.ts';

const slaStatuses = ['NOT_STARTED', 'IN_PROCESS', 'MET', 'MISS'] as const satisfies SlaStatus[];

/** What is asked of the service, and what its answers are judged by. */
export interface SlaQuery extends SlaFilter {
  readonly actualDurationFromMs?: number;
  readonly actualDurationToMs?: number;
  readonly expectedDurationFromMs?: number;
  readonly expectedDurationToMs?: number;
}

/** What an element adds; the whole filter is for messages. */
type Reader = (value: string, filter: string) => SlaQuery;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['id', (value) => ({ ids: [value] })],
  ['parent_id', (value) => ({ parentId: value })],
  ['bundle', (value) => ({ bundle: value })],
  ['app_name', (value) => ({ appNames: [value] })],
  ['user_name', (value) => ({ users: [value] })],
  ['job_status', (value) => ({ jobStatuses: [value] })],
  ['app_type', (value) => ({ appTypes: [value as SlaAppType] })],
  ['sla_status', (value, filter) => ({ slaStatuses: wordsOf(value, slaStatuses, filter) })],
  ['event_status', readEventStatuses],
  ['nominal_start', (value, filter) => ({ nominalFromMs: timeOf(value, filter) })],
  ['nominal_end', (value, filter) => ({ nominalToMs: timeOf(value, filter) })],
  ['nominal_after', (value, filter) => ({ nominalFromMs: timeOf(value, filter) })],
  ['nominal_before', (value, filter) => ({ nominalToMs: timeOf(value, filter) })],
  ['created_after', (value, filter) => ({ createdFromMs: timeOf(value, filter) })],
  ['created_before', (value, filter) => ({ createdToMs: timeOf(value, filter) })],
  ['expectedstart_after', (value, filter) => ({ expectedStartFromMs: timeOf(value, filter) })],
  ['expectedstart_before', (value, filter) => ({ expectedStartToMs: timeOf(value, filter) })],
  ['expectedend_after', (value, filter) => ({ expectedEndFromMs: timeOf(value, filter) })],
  ['expectedend_before', (value, filter) => ({ expectedEndToMs: timeOf(value, filter) })],
  ['actualstart_after', (value, filter) => ({ actualStartFromMs: timeOf(value, filter) })],
  ['actualstart_before', (value, filter) => ({ actualStartToMs: timeOf(value, filter) })],
  ['actualend_after', (value, filter) => ({ actualEndFromMs: timeOf(value, filter) })],
  ['actualend_before', (value, filter) => ({ actualEndToMs: timeOf(value, filter) })],
  ['actual_duration_min', (value, filter) => ({ actualDurationFromMs: numberOf(value, filter) })],
  ['actual_duration_max', (value, filter) => ({ actualDurationToMs: numberOf(value, filter) })],
  [
    'expected_duration_min',
    (value, filter) => ({ expectedDurationFromMs: numberOf(value, filter) }),
  ],
  ['expected_duration_max', (value, filter) => ({ expectedDurationToMs: numberOf(value, filter) })],
]);

/** @throws HowdahError E0401 for what is no element, E0303 for a value of a wrong kind */
export function parseSlaFilter(filter: string): SlaQuery {
  let read: SlaQuery = {};
  for (const element of filter.split(';')) {
    if (element.trim() === '') continue;
    const [name = '', value, ...more] = element.split('=');
    if (value === undefined || more.length > 0) {
      const reason = `elements must be semicolon-separated name=value pairs but was ${element}`;
      throw new HowdahError('E0401', [reason]);
    }
    const reader = readers.get(name.trim().toLowerCase());
    if (reader === undefined) {
      throw new HowdahError('E0401', [`Invalid/unsupported names in filter: ${name}`]);
    }
    read = { ...read, ...reader(value.trim(), filter) };
  }
  return read;
}

function readEventStatuses(value: string, filter: string): SlaQuery {
  const eventStatuses: readonly SlaEventStatus[] = wordsOf(value, slaEventStatuses, filter);
  return { eventStatuses };
}

function wordsOf<Word extends string>(
  value: string,
  words: readonly Word[],
  filter: string,
): Word[] {
  return value.split(',').map((text) => {
    const word = words.find((one) => one === text.trim());
    if (word !== undefined) return word;
    throw invalid(filter, `[${text}] is none of ${words.join(', ')}`);
  });
}

function timeOf(value: string, filter: string): number {
  const timeMs = /^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(timeMs)) return timeMs;
  throw invalid(filter, `[${value}] is no time: write yyyy-MM-ddTHH:mmZ`);
}

function numberOf(value: string, filter: string): number {
  if (/^-?\d{1,15}$/.test(value)) return Number(value);
  throw invalid(filter, `[${value}] is no number of milliseconds`);
}

function invalid(filter: string, reason: string): HowdahError {
  return new HowdahError('E0303', [filter, reason], { subject: 'filter' });
}

/** Whether the durations are within the bounds; one that is not known is within none. */
export function matchesDurations(query: SlaQuery, summary: SlaSummary): boolean {
  const { actualDurationMs, expectedDurationMs } = summary;
  return (
    isBetween(actualDurationMs, query.actualDurationFromMs, query.actualDurationToMs) &&
    isBetween(expectedDurationMs, query.expectedDurationFromMs, query.expectedDurationToMs)
  );
}

function isBetween(
  value: number | undefined,
  from: number | undefined,
  to: number | undefined,
): boolean {
  if (from === undefined && to === undefined) return true;
  return value !== undefined && value >= (from ?? value) && value <= (to ?? value);
}
