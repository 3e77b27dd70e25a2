import type { SlaAppType, SlaEventStatus, SlaStatus } from './sla-event-status.ts';

/** What is expected of one job or action. Times are milliseconds since the epoch. */
export interface SlaExpectation {
  readonly nominalMs: number;
  readonly expectedStartMs: number | undefined;
  readonly expectedEndMs: number;
  readonly expectedDurationMs: number | undefined;
}

/** What is known of its run. */
export interface SlaFacts {
  /** Status of the job or action: PREP, RUNNING, SUCCEEDED … */
  readonly jobStatus: string;
  readonly actualStartMs: number | undefined;
  readonly actualEndMs: number | undefined;
  /** Only of what has ended. */
  readonly isSuccess: boolean;
}

/** A watched job or action, as it is stored. */
export interface SlaEntry extends SlaExpectation, SlaFacts {
  readonly id: string;
  readonly appType: SlaAppType;
  readonly appName: string;
  readonly user: string;
  readonly parentId: string | undefined;
  /** The job that it belongs to, or is. */
  readonly jobId: string;
  readonly alertEvents: readonly SlaEventStatus[];
  readonly alertContact: string | undefined;
  readonly notificationMessage: string | undefined;
  readonly upstreamApps: string | undefined;
  readonly isAlertEnabled: boolean;
  /** What was met or missed and has been told. */
  readonly told: readonly SlaEventStatus[];
  readonly slaStatus: SlaStatus;
  readonly createdMs: number;
  readonly modifiedMs: number;
  /** Greater with each change of any entry. */
  readonly sequence: number;
  /** Counts the changes of this one, so that two servers do not tell of one twice. */
  readonly version: number;
}
