/** Whether a schedule makes sense as a whole. */
import { NEVER_MS } from '../time/nominal-time-range.ts';
import { nextNominalTimes } from '../time/nominal-times.ts';
import type { Schedule } from './resolve-schedule.ts';
import { attributePosition, type SubmissionScope } from './submission-scope.ts';

/** The shortest frequency in minutes that a server takes by default. */
const FREQUENCY_MIN_MINUTES = 5;

/** Reports E1003 for an end that is not after the start, and for runs too often or never. */
export function checkSchedule(schedule: Schedule, scope: SubmissionScope): void {
  const { startMs, endMs, root } = schedule;
  if (startMs !== undefined && endMs !== undefined && startMs >= endMs) {
    const found = 'Coordinator Start Time must be earlier than End Time.';
    const position = attributePosition(root, 'end');
    scope.report('E1003', [found], position, 'write an end after the start');
  } else checkCronTimes(schedule, scope);
  checkMaximumFrequency(schedule, scope);
}

function checkMaximumFrequency({ frequency, root }: Schedule, scope: SubmissionScope): void {
  if (frequency?.kind !== 'calendar' || !scope.settings.checkMaximumFrequency) return;
  const { count, unit } = frequency;
  if (count !== 0 && (unit !== 'MINUTE' || count >= FREQUENCY_MIN_MINUTES)) return;
  const setting = 'oozie.service.coord.check.maximum.frequency';
  const limit = `allowed maximum of ${FREQUENCY_MIN_MINUTES} minutes`;
  const found = `Coordinator job with frequency [${count}] minutes is faster than ${limit}`;
  const position = attributePosition(root, 'frequency');
  const mend = `write ${FREQUENCY_MIN_MINUTES} or more, or set ${setting}=false`;
  scope.report('E1003', [`${found} (${setting} is set to true)`], position, mend);
}

function checkCronTimes(schedule: Schedule, scope: SubmissionScope): void {
  const { frequency, startMs, endMs, timezone, root } = schedule;
  if (frequency?.kind !== 'cron' || startMs === undefined || endMs === undefined) return;
  // Only whether there is a time counts, for which UTC will do where the zone is unknown.
  const { actions, nextMs } = nextNominalTimes(
    { frequency: { ...frequency, endOf: 'NONE' }, startMs, timezone: timezone ?? 'UTC' },
    { fromMs: startMs, lastActionNumber: 0, untilMs: endMs, limit: 1 },
    scope.settings.processingTimeZone,
  );
  if (actions.length > 0) return;
  const position = attributePosition(root, 'frequency');
  if (nextMs >= NEVER_MS) {
    const found = `Invalid coordinator cron frequency: ${frequency.expression}`;
    scope.report('E1003', [found], position, 'no such day ever comes');
  } else {
    const found = `Coordinator job with frequency '${frequency.expression}'`;
    const problem = 'materializes no actions between start and end time.';
    scope.report('E1003', [`${found} ${problem}`], position, 'write a later end');
  }
}
