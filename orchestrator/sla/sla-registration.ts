/** Makes watched entries out of `sla:info` elements. */
import { childText, type Element } from '../../actions/contract/element.ts';
import type { ProcessingTimeZone } from '../coordinator/time/processing-time-zone.ts';
import type { SlaEntry } from './sla-entry.ts';
import { type SlaAppType, type SlaEventStatus, slaEventStatuses } from './sla-event-status.ts';
import { readSlaExpectation } from './sla-expectation.ts';

export interface SlaSubject {
  readonly id: string;
  readonly appType: SlaAppType;
  readonly appName: string;
  readonly user: string;
  readonly parentId: string | undefined;
  readonly jobId: string;
  readonly isAlertEnabled: boolean;
}

const initialStatus: Readonly<Record<SlaAppType, string>> = {
  WORKFLOW_JOB: 'PREP',
  WORKFLOW_ACTION: 'PREP',
  COORDINATOR_ACTION: 'WAITING',
};

/**
 * @param info the `sla:info` element, every expression in it evaluated
 * @throws HowdahError E0302 for what is no time, or no number of minutes
 */
export function registerSla(
  info: Element,
  subject: SlaSubject,
  processing: ProcessingTimeZone,
  nowMs: number,
): SlaEntry {
  const text = (name: string) => childText(info, name) || undefined;
  const expectation = readSlaExpectation(
    {
      nominalTime: childText(info, 'nominal-time') ?? '',
      shouldStart: text('should-start'),
      shouldEnd: childText(info, 'should-end') ?? '',
      maxDuration: text('max-duration'),
    },
    processing,
  );
  return {
    ...subject,
    ...expectation,
    alertEvents: readAlertEvents(text('alert-events')),
    alertContact: text('alert-contact'),
    notificationMessage: text('notification-msg'),
    upstreamApps: text('upstream-apps'),
    jobStatus: initialStatus[subject.appType],
    actualStartMs: undefined,
    actualEndMs: undefined,
    isSuccess: false,
    told: [],
    slaStatus: 'NOT_STARTED',
    createdMs: nowMs,
    modifiedMs: nowMs,
    sequence: nowMs,
    version: 0,
  };
}

/** As in Oozie, what is no event counts as a missed end, and so does silence. */
export function readAlertEvents(text: string | undefined): SlaEventStatus[] {
  const names = (text ?? '').split(',').map((name) => name.trim().toUpperCase());
  const events = names
    .filter((name) => name !== '')
    .map((name) => slaEventStatuses.find((status) => status === name) ?? 'END_MISS');
  return events.length === 0 ? ['END_MISS'] : [...new Set(events)];
}
