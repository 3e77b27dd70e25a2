import type { SlaAppType, SlaEventStatus, SlaStatus } from './sla-event-status.ts';

/**
 * What was expected of one job or action and what became of it. Times are milliseconds since the
 * epoch, durations milliseconds; what is not known, or not expected, is undefined.
 */
export interface SlaSummary {
  /** Counts registrations and events; a later change has a greater number. */
  readonly sequence: number;
  /** Id of the job or action. */
  readonly id: string;
  readonly appType: SlaAppType;
  readonly appName: string;
  readonly user: string;
  /** Of a coordinator's action that coordinator; others have none, as in Oozie. */
  readonly parentId: string | undefined;
  readonly nominalMs: number;
  readonly expectedStartMs: number | undefined;
  readonly actualStartMs: number | undefined;
  readonly expectedEndMs: number;
  readonly actualEndMs: number | undefined;
  readonly expectedDurationMs: number | undefined;
  readonly actualDurationMs: number | undefined;
  /** Status of the job or action: PREP, RUNNING, SUCCEEDED … */
  readonly jobStatus: string;
  readonly slaStatus: SlaStatus;
  /** Everything that was met or missed so far, in the order of Oozie's list. */
  readonly eventStatuses: readonly SlaEventStatus[];
  readonly alertEvents: readonly SlaEventStatus[];
  readonly alertContact: string | undefined;
  readonly notificationMessage: string | undefined;
  readonly upstreamApps: string | undefined;
  readonly isAlertEnabled: boolean;
  readonly modifiedMs: number;
}
