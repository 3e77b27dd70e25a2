/**
 * The judgement of service levels: pure functions of what is expected, what is known and the time.
 *
 * Start: MET when it began in time, MISS when it began later or the time has passed. Duration: MISS
 * as soon as it runs longer than it may, MET when it ends within. End: MET when it succeeded in
 * time, MISS when it did not, or the time has passed. Whether it is MET or MISS as a whole is
 * decided by its end alone.
 */
import type { SlaEntry, SlaExpectation, SlaFacts } from './sla-entry.ts';
import type { SlaEventStatus, SlaStatus } from './sla-event-status.ts';

type Judged = SlaExpectation & SlaFacts;

/** Everything that is met or missed at that time: start, duration, end. */
export function judgeSla(entry: Judged, nowMs: number): SlaEventStatus[] {
  const judgements = [
    judgeStart(entry, nowMs),
    judgeDuration(entry, nowMs),
    judgeEnd(entry, nowMs),
  ];
  return judgements.filter((judgement) => judgement !== undefined);
}

export function slaStatusOf(entry: Judged, nowMs: number): SlaStatus {
  const end = judgeEnd(entry, nowMs);
  if (end !== undefined) return end === 'END_MET' ? 'MET' : 'MISS';
  return entry.actualStartMs === undefined ? 'NOT_STARTED' : 'IN_PROCESS';
}

/** When the next expectation is missed unless something happens; undefined when none is open. */
export function nextMissMs(entry: SlaEntry): number | undefined {
  const { actualStartMs, actualEndMs, expectedStartMs, expectedDurationMs, told } = entry;
  if (actualEndMs !== undefined) return undefined;
  const limits = [
    actualStartMs === undefined && !told.includes('START_MISS') ? expectedStartMs : undefined,
    actualStartMs !== undefined &&
    expectedDurationMs !== undefined &&
    !told.includes('DURATION_MISS')
      ? actualStartMs + expectedDurationMs
      : undefined,
    told.includes('END_MISS') ? undefined : entry.expectedEndMs,
  ].filter((limit) => limit !== undefined);
  // The limit itself is still in time.
  return limits.length === 0 ? undefined : Math.min(...limits) + 1;
}

/** Brings the entry up to the time, and says what is to be told. */
export function advanceSla(
  entry: SlaEntry,
  nowMs: number,
): { readonly entry: SlaEntry; readonly events: readonly SlaEventStatus[] } {
  const judged = judgeSla(entry, nowMs);
  const events = judged.filter((status) => !entry.told.includes(status));
  const slaStatus = slaStatusOf(entry, nowMs);
  if (events.length === 0 && slaStatus === entry.slaStatus) return { entry, events };
  // A miss by the clock that the truth has overtaken stays told.
  return { entry: { ...entry, slaStatus, told: [...entry.told, ...events] }, events };
}

/** What is expected from now on; what was told and is true no more may be told again. */
export function changeSla(entry: SlaEntry, expectation: SlaExpectation, nowMs: number): SlaEntry {
  const changed = { ...entry, ...expectation };
  const judged = judgeSla(changed, nowMs);
  const told = entry.told.filter((status) => judged.includes(status));
  return { ...changed, told, slaStatus: slaStatusOf(changed, nowMs) };
}

/** What became known; a job that runs again after its end begins anew. */
export function observeSla(entry: SlaEntry, facts: SlaFacts): SlaEntry {
  const isRerun = entry.actualEndMs !== undefined && facts.actualEndMs === undefined;
  const told = isRerun ? [] : entry.told;
  return { ...entry, ...facts, told };
}

function judgeStart(entry: Judged, nowMs: number): SlaEventStatus | undefined {
  const { expectedStartMs, actualStartMs, actualEndMs } = entry;
  if (expectedStartMs === undefined) return undefined;
  if (actualStartMs !== undefined) {
    return actualStartMs > expectedStartMs ? 'START_MISS' : 'START_MET';
  }
  return (actualEndMs ?? nowMs) > expectedStartMs ? 'START_MISS' : undefined;
}

function judgeDuration(entry: Judged, nowMs: number): SlaEventStatus | undefined {
  const { expectedDurationMs, actualStartMs, actualEndMs } = entry;
  if (expectedDurationMs === undefined || actualStartMs === undefined) return undefined;
  const durationMs = (actualEndMs ?? nowMs) - actualStartMs;
  if (durationMs > expectedDurationMs) return 'DURATION_MISS';
  return actualEndMs === undefined ? undefined : 'DURATION_MET';
}

function judgeEnd(entry: Judged, nowMs: number): SlaEventStatus | undefined {
  const { expectedEndMs, actualEndMs, isSuccess } = entry;
  if (actualEndMs === undefined) return nowMs > expectedEndMs ? 'END_MISS' : undefined;
  return isSuccess && actualEndMs <= expectedEndMs ? 'END_MET' : 'END_MISS';
}
