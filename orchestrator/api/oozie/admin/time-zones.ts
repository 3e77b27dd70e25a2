/** `/admin/available-timezones`: ids that `timezone` takes, with their short names. */
import type { FastifyReply } from 'fastify';
import { zoneShortName } from '../oozie-date.ts';
import { sendJson } from '../oozie-json.ts';
import type { OozieCall } from '../oozie-resource.ts';

/** Zones that the runtime takes and does not list. */
const unlisted = ['GMT', 'UTC'];

interface TimeZone {
  readonly timezoneDisplayName: string;
  readonly timezoneId: string;
}

/** Names change with summer time; finding out some hundred of them takes a while. */
const KEPT_MS = 3_600_000;

let kept: { readonly untilMs: number; readonly zones: readonly TimeZone[] } | undefined;

export function showTimeZones({ reply, context }: OozieCall): FastifyReply {
  const nowMs = context.clock.now();
  if (kept === undefined || nowMs >= kept.untilMs) {
    kept = { untilMs: nowMs + KEPT_MS, zones: timeZones(nowMs) };
  }
  return sendJson(reply, { 'available-timezones': kept.zones });
}

function timeZones(nowMs: number): TimeZone[] {
  const ids = [...new Set([...Intl.supportedValuesOf('timeZone'), ...unlisted])].sort();
  return ids.map((timezoneId) => ({
    timezoneDisplayName: `${zoneShortName(timezoneId, nowMs)} (${timezoneId})`,
    timezoneId,
  }));
}
