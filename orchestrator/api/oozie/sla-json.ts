/** What was expected of a job and what became of it, as Oozie shows it. */
import type { SlaSummary } from '../../sla/sla-summary.ts';
import type { DateFormat } from './oozie-date.ts';

const MINUTE_MS = 60_000;

/** Oozie's for a duration that is not known or not expected. */
const NO_DURATION = -1;

/** @param formatDate undefined for milliseconds since the epoch */
export function slaJson(
  sla: SlaSummary,
  nowMs: number,
  formatDate: DateFormat | undefined,
): Record<string, unknown> {
  const date = (timeMs: number | undefined) =>
    timeMs === undefined ? null : (formatDate?.(timeMs) ?? timeMs);
  const { actualStartMs, actualEndMs, actualDurationMs, expectedDurationMs } = sla;
  // Oozie gives a duration only once the job is over.
  const durationMs = actualEndMs === undefined ? undefined : actualDurationMs;
  return {
    id: sla.id,
    ...(sla.parentId !== undefined && { parentId: sla.parentId }),
    appName: sla.appName,
    appType: sla.appType,
    user: sla.user,
    nominalTime: date(sla.nominalMs),
    expectedStart: date(sla.expectedStartMs),
    actualStart: date(actualStartMs),
    ...delay('startDelay', sla.expectedStartMs, actualStartMs, nowMs),
    expectedEnd: date(sla.expectedEndMs),
    actualEnd: date(actualEndMs),
    ...delay('endDelay', sla.expectedEndMs, actualEndMs, nowMs),
    expectedDuration: expectedDurationMs ?? NO_DURATION,
    actualDuration: durationMs ?? NO_DURATION,
    ...(durationMs !== undefined &&
      expectedDurationMs !== undefined && {
        durationDelay: minutes(durationMs - expectedDurationMs),
      }),
    jobStatus: sla.jobStatus,
    slaStatus: sla.slaStatus,
    eventStatus: sla.eventStatuses.join(','),
    lastModified: date(sla.modifiedMs),
    slaAlertStatus: sla.isAlertEnabled ? 'Enabled' : 'Disabled',
  };
}

/** Minutes after what was expected, negative before; of what has not come yet, as of now. */
function delay(
  name: string,
  expectedMs: number | undefined,
  actualMs: number | undefined,
  nowMs: number,
): Record<string, number> {
  if (expectedMs === undefined) return {};
  if (actualMs !== undefined) return { [name]: minutes(actualMs - expectedMs) };
  return nowMs > expectedMs ? { [name]: minutes(nowMs - expectedMs) } : {};
}

function minutes(spanMs: number): number {
  // Negative zero would be written as such nowhere, and compared as such in tests.
  return Math.trunc(spanMs / MINUTE_MS) || 0;
}
