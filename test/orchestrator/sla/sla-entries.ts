import type { SlaEntry } from '../../../orchestrator/sla/sla-entry.ts';

/** Nominal 1000; to start by 1100, to end by 1200, within 50 ms. */
export function slaEntry(change: Partial<SlaEntry> = {}): SlaEntry {
  return {
    id: 'job-1',
    appType: 'WORKFLOW_JOB',
    appName: 'app',
    user: 'bob',
    parentId: undefined,
    jobId: change.id?.split('@')[0] ?? 'job-1',
    nominalMs: 1_000,
    expectedStartMs: 1_100,
    expectedEndMs: 1_200,
    expectedDurationMs: 50,
    alertEvents: ['END_MISS'],
    alertContact: undefined,
    notificationMessage: undefined,
    upstreamApps: undefined,
    isAlertEnabled: true,
    jobStatus: 'PREP',
    actualStartMs: undefined,
    actualEndMs: undefined,
    isSuccess: false,
    told: [],
    slaStatus: 'NOT_STARTED',
    createdMs: 900,
    modifiedMs: 900,
    sequence: 1,
    version: 0,
    ...change,
  };
}
