/** `update`: another definition and configuration in the place of a job's (CoordUpdateXCommand). */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { CoordinatorJobRow } from '../../store/coordinator-tables.ts';
import { formatJavaDate } from './java-date.ts';
import { unifiedDiff } from './unified-diff.ts';

/** What must stay as it is, in the order in which Oozie looks. @throws HowdahError E0803 */
export function refuseChanges(before: CoordinatorJobRow, after: CoordinatorJobRow): void {
  const pairs: readonly [name: string, label: string, old: string, young: string][] = [
    ['Coord name', 'name', before.app_name, after.app_name],
    ['Frequency', 'frequency', before.frequency, after.frequency],
    ['TimeZone', 'timeZone', before.time_zone, after.time_zone],
    ['TimeUnit', 'timeUnit', before.time_unit, after.time_unit],
    ['Start time', 'start time', ...dates(before.start_ms, after.start_ms)],
    ['End time', 'end time', ...dates(before.end_ms, after.end_ms)],
  ];
  for (const [name, label, old, young] of pairs) {
    if (old === young) continue;
    const message = `${name} can't be changed. Old ${label} = ${old} new ${label} = ${young}`;
    const cause = new HowdahError('E1023', [message]);
    throw new HowdahError('E0803', [cause.codedMessage], { cause, subject: before.id });
  }
}

function dates(old: number, young: number): [string, string] {
  return [formatJavaDate(old), formatJavaDate(young)];
}

const LINE = '******************************************\n';

/** @param sendsConfiguration an update without one leaves the job's as it is */
export function updateDiff(
  before: CoordinatorJobRow,
  after: CoordinatorJobRow,
  sendsConfiguration: boolean,
): string {
  const configuration = sendsConfiguration
    ? unifiedDiff(before.conf, after.conf)
    : 'No conf update requested\n';
  return [
    `**********Job definition changes**********\n${unifiedDiff(before.job_xml, after.job_xml)}`,
    `**********Job conf changes****************\n${configuration}`,
  ]
    .map((part) => part + LINE)
    .join('');
}
