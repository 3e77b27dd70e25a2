/** The message that tells somebody of a miss. */
import { type EmailAddress, parseEmailAddress } from '../../actions/email/email-address.ts';
import type { MailMessage } from '../../actions/email/mail-message.ts';
import type { SlaEntry } from './sla-entry.ts';
import type { SlaEventStatus } from './sla-event-status.ts';

const MINUTE_MS = 60_000;

/** Whether this event of the entry is to be told to anybody: only misses are, as in Oozie. */
export function isAlert(entry: SlaEntry, event: SlaEventStatus): boolean {
  return entry.isAlertEnabled && event.endsWith('_MISS') && entry.alertEvents.includes(event);
}

/** The addresses of an `alert-contact`; what is none is left out. */
export function alertContacts(entry: SlaEntry): EmailAddress[] {
  return (entry.alertContact ?? '')
    .split(',')
    .map((text) => parseEmailAddress(text.trim()))
    .filter((address) => address !== undefined);
}

/** @param serverUrl where the job can be looked at */
export function alertMessage(
  entry: SlaEntry,
  event: SlaEventStatus,
  serverUrl: string,
): MailMessage {
  const { id, appName } = entry;
  return {
    to: alertContacts(entry),
    cc: [],
    bcc: [],
    subject: `OOZIE - SLA ${event} (AppName=${appName}, JobID=${id})`,
    body: bodyOf(entry, event, serverUrl),
    contentType: 'text/plain',
    attachments: [],
  };
}

function bodyOf(entry: SlaEntry, event: SlaEventStatus, serverUrl: string): string {
  const sections: readonly (readonly [
    string,
    readonly (readonly [string, string | undefined])[],
  ])[] = [
    [
      'Status',
      [
        ['SLA Status', entry.slaStatus],
        ['Event Status', event],
        ['Job Status', entry.jobStatus],
        ['Notification Message', entry.notificationMessage],
      ],
    ],
    [
      'Job Details',
      [
        ['App Name', entry.appName],
        ['App Type', entry.appType],
        ['User', entry.user],
        ['Job ID', entry.id],
        ['Job URL', `${serverUrl}/oozie?job=${entry.jobId}`],
        ['Parent Job ID', entry.parentId],
        ['Upstream Apps', entry.upstreamApps],
      ],
    ],
    [
      'SLA Details',
      [
        ['Nominal Time', time(entry.nominalMs)],
        ['Expected Start Time', time(entry.expectedStartMs)],
        ['Actual Start Time', time(entry.actualStartMs)],
        ['Expected End Time', time(entry.expectedEndMs)],
        ['Actual End Time', time(entry.actualEndMs)],
        ['Expected Duration (in mins)', minutes(entry.expectedDurationMs)],
        ['Actual Duration (in mins)', minutes(durationMs(entry))],
      ],
    ],
  ];
  return sections
    .map(([title, fields]) => {
      const lines = fields.map(([name, value]) => `  - ${name} : ${value ?? 'N/A'}\n`);
      return `${title} :\n${lines.join('')}`;
    })
    .join('\n');
}

function durationMs({ actualStartMs, actualEndMs }: SlaEntry): number | undefined {
  if (actualStartMs === undefined || actualEndMs === undefined) return undefined;
  return actualEndMs - actualStartMs;
}

function time(timeMs: number | undefined): string | undefined {
  return timeMs === undefined ? undefined : new Date(timeMs).toUTCString();
}

function minutes(spanMs: number | undefined): string | undefined {
  return spanMs === undefined ? undefined : String(Math.floor(spanMs / MINUTE_MS));
}
