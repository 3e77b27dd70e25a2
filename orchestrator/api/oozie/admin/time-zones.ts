/** `/admin/available-timezones`: ids that `timezone` takes, with their short names. */
import type { FastifyReply } from 'fastify';
import { zoneShortName } from '../oozie-date.ts';
import { sendJson } from '../oozie-json.ts';
import type { OozieCall } from '../oozie-resource.ts';

/** Zones that the runtime takes and does not list. */
const unlisted = ['GMT', 'UTC'];

export function showTimeZones({ reply, context }: OozieCall): FastifyReply {
  const nowMs = context.clock.now();
  const ids = [...new Set([...Intl.supportedValuesOf('timeZone'), ...unlisted])].sort();
  const zones = ids.map((timezoneId) => ({
    timezoneDisplayName: `${zoneShortName(timezoneId, nowMs)} (${timezoneId})`,
    timezoneId,
  }));
  return sendJson(reply, { 'available-timezones': zones });
}
