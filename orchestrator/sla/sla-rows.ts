/** Between entries and the rows of the store. */
import type { SlaEntryRow } from '../store/sla-tables.ts';
import { nextMissMs } from './judge-sla.ts';
import type { SlaEntry } from './sla-entry.ts';
import type { SlaAppType, SlaEventStatus, SlaStatus } from './sla-event-status.ts';

export function slaToRow(entry: SlaEntry): SlaEntryRow {
  return {
    id: entry.id,
    app_type: entry.appType,
    app_name: entry.appName,
    user_name: entry.user,
    parent_id: entry.parentId ?? null,
    job_id: entry.jobId,
    nominal_ms: entry.nominalMs,
    expected_start_ms: entry.expectedStartMs ?? null,
    expected_end_ms: entry.expectedEndMs,
    expected_duration_ms: entry.expectedDurationMs ?? null,
    alert_events: entry.alertEvents.join(','),
    alert_contact: entry.alertContact ?? null,
    notification_message: entry.notificationMessage ?? null,
    upstream_apps: entry.upstreamApps ?? null,
    is_alert_enabled: entry.isAlertEnabled ? 1 : 0,
    job_status: entry.jobStatus,
    actual_start_ms: entry.actualStartMs ?? null,
    actual_end_ms: entry.actualEndMs ?? null,
    is_success: entry.isSuccess ? 1 : 0,
    told: entry.told.join(','),
    sla_status: entry.slaStatus,
    due_ms: nextMissMs(entry) ?? null,
    is_open: isOpen(entry) ? 1 : 0,
    created_ms: entry.createdMs,
    modified_ms: entry.modifiedMs,
    sequence: entry.sequence,
    version: entry.version,
  };
}

export function slaFromRow(row: SlaEntryRow): SlaEntry {
  return {
    id: row.id,
    appType: row.app_type as SlaAppType,
    appName: row.app_name,
    user: row.user_name,
    parentId: row.parent_id ?? undefined,
    jobId: row.job_id,
    nominalMs: row.nominal_ms,
    expectedStartMs: row.expected_start_ms ?? undefined,
    expectedEndMs: row.expected_end_ms,
    expectedDurationMs: row.expected_duration_ms ?? undefined,
    alertEvents: statuses(row.alert_events),
    alertContact: row.alert_contact ?? undefined,
    notificationMessage: row.notification_message ?? undefined,
    upstreamApps: row.upstream_apps ?? undefined,
    isAlertEnabled: row.is_alert_enabled === 1,
    jobStatus: row.job_status,
    actualStartMs: row.actual_start_ms ?? undefined,
    actualEndMs: row.actual_end_ms ?? undefined,
    isSuccess: row.is_success === 1,
    told: statuses(row.told),
    slaStatus: row.sla_status as SlaStatus,
    createdMs: row.created_ms,
    modifiedMs: row.modified_ms,
    sequence: row.sequence,
    version: row.version,
  };
}

/** Until it has ended; a rerun opens it again. */
export function isOpen(entry: SlaEntry): boolean {
  return entry.actualEndMs === undefined;
}

function statuses(text: string): SlaEventStatus[] {
  return text === '' ? [] : (text.split(',') as SlaEventStatus[]);
}
