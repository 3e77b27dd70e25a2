/** Reads what `sla:info` and `sla-change` say is expected. */
import { HowdahError } from '../../base/error/howdah-error.ts';
import { parseOozieTime } from '../coordinator/time/oozie-time.ts';
import type { ProcessingTimeZone } from '../coordinator/time/processing-time-zone.ts';
import type { SlaExpectation } from './sla-entry.ts';

/** As written, every expression evaluated; durations are minutes, with or without a fraction. */
export interface WrittenExpectation {
  readonly nominalTime: string;
  readonly shouldStart: string | undefined;
  readonly shouldEnd: string;
  readonly maxDuration: string | undefined;
}

const MINUTE_MS = 60_000;

/**
 * Without a duration of its own, something that is to start in time may take until its end.
 *
 * @throws HowdahError E0302 for what is no time, or no number of minutes
 */
export function readSlaExpectation(
  written: WrittenExpectation,
  processing: ProcessingTimeZone,
): SlaExpectation {
  const nominalMs = readTime(written.nominalTime, processing);
  const expectedStartMs = after(nominalMs, written.shouldStart);
  const expectedEndMs = after(nominalMs, written.shouldEnd);
  if (expectedEndMs === undefined) throw invalid(written.shouldEnd, 'for SLA Expected end time');
  const expectedDurationMs = duration(written.maxDuration, expectedStartMs, expectedEndMs);
  return { nominalMs, expectedStartMs, expectedEndMs, expectedDurationMs };
}

/**
 * What is expected after a change: what it does not name stays at its time, except that without a
 * duration of its own something that is to start in time may take until its end.
 *
 * @param change by the names of `sla-change`; relative to the nominal time as it is then
 * @throws HowdahError E0302
 */
export function changeSlaExpectation(
  before: SlaExpectation,
  change: ReadonlyMap<string, string>,
  processing: ProcessingTimeZone,
): SlaExpectation {
  const nominalTime = change.get('sla-nominal-time');
  const nominalMs =
    nominalTime === undefined ? before.nominalMs : readTime(nominalTime, processing);
  const changed = (name: string, beforeMs: number | undefined) => {
    const minutes = change.get(name);
    return minutes === undefined ? beforeMs : nominalMs + spanOf(minutes);
  };
  const expectedStartMs = changed('sla-should-start', before.expectedStartMs);
  const expectedEndMs = changed('sla-should-end', before.expectedEndMs) ?? before.expectedEndMs;
  const maxDuration = change.get('sla-max-duration');
  const isBounded = maxDuration !== undefined || expectedStartMs !== undefined;
  const expectedDurationMs = isBounded
    ? duration(maxDuration, expectedStartMs, expectedEndMs)
    : before.expectedDurationMs;
  return { nominalMs, expectedStartMs, expectedEndMs, expectedDurationMs };
}

function readTime(text: string, processing: ProcessingTimeZone): number {
  const parsed = parseOozieTime(text, processing);
  if ('timeMs' in parsed) return parsed.timeMs;
  throw invalid(text.trim(), `write a time such as 2026-01-31T08:00${processing.suffix}`);
}

function after(nominalMs: number, minutesText: string | undefined): number | undefined {
  if (minutesText === undefined || minutesText.trim() === '') return undefined;
  return nominalMs + spanOf(minutesText);
}

function spanOf(minutesText: string): number {
  const minutes = readMinutes(minutesText);
  if (minutes < 0) throw invalid(minutesText.trim(), 'it cannot be before the nominal time');
  return Math.trunc(minutes * MINUTE_MS);
}

function duration(
  minutesText: string | undefined,
  startMs: number | undefined,
  endMs: number,
): number | undefined {
  if (minutesText === undefined || minutesText.trim() === '') {
    return startMs === undefined ? undefined : endMs - startMs;
  }
  const minutes = readMinutes(minutesText);
  return minutes > 0 ? Math.trunc(minutes * MINUTE_MS) : undefined;
}

function readMinutes(text: string): number {
  const trimmed = text.trim();
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return Number(trimmed);
  throw invalid(trimmed, 'write a number of minutes, such as 30');
}

function invalid(value: string, mend: string): HowdahError {
  return new HowdahError('E0302', [value], { subject: 'sla:info', mend });
}
