import type { SlaAppType, SlaEventStatus, SlaStatus } from './sla-event-status.ts';
import type { SlaSummary } from './sla-summary.ts';

/**
 * What the APIs may ask of service levels. Errors are HowdahErrors with Oozie's codes; an answered
 * change is durable.
 */
export interface SlaService {
  /** What `GET /v2/sla` lists; every given condition has to hold. */
  list(filter: SlaFilter, page: SlaPage): Promise<SlaSummary[]>;
  /**
   * Whether alerts are sent for the jobs and actions with these ids.
   *
   * @returns the ids that are watched
   * @throws HowdahError E1026 when none of them is
   */
  setAlerts(ids: readonly string[], isEnabled: boolean): Promise<string[]>;
  /**
   * Changes what is expected; times that have passed are judged anew.
   *
   * @returns the ids that are watched
   * @throws HowdahError E1027 when none of them is, or for an unknown or malformed change
   */
  change(ids: readonly string[], change: SlaChange): Promise<string[]>;
}

/** Names of the parameters of `sla-change`, as clients send them: `sla-should-end` and so on. */
export type SlaChange = ReadonlyMap<string, string>;

export const slaChangeNames = [
  'sla-nominal-time',
  'sla-should-start',
  'sla-should-end',
  'sla-max-duration',
] as const;

export interface SlaFilter {
  readonly ids?: readonly string[] | undefined;
  /** Of coordinator actions: their coordinator. */
  readonly parentId?: string | undefined;
  /** Name or id of a bundle: the actions of its coordinators. */
  readonly bundle?: string | undefined;
  readonly appNames?: readonly string[] | undefined;
  readonly appTypes?: readonly SlaAppType[] | undefined;
  readonly users?: readonly string[] | undefined;
  readonly jobStatuses?: readonly string[] | undefined;
  readonly slaStatuses?: readonly SlaStatus[] | undefined;
  /** Any of these has happened. */
  readonly eventStatuses?: readonly SlaEventStatus[] | undefined;
  readonly nominalFromMs?: number | undefined;
  readonly nominalToMs?: number | undefined;
  readonly createdFromMs?: number | undefined;
  readonly createdToMs?: number | undefined;
  readonly expectedStartFromMs?: number | undefined;
  readonly expectedStartToMs?: number | undefined;
  readonly expectedEndFromMs?: number | undefined;
  readonly expectedEndToMs?: number | undefined;
  readonly actualStartFromMs?: number | undefined;
  readonly actualStartToMs?: number | undefined;
  readonly actualEndFromMs?: number | undefined;
  readonly actualEndToMs?: number | undefined;
  /** Only what was registered or changed after this sequence number (the feed of v1). */
  readonly afterSequence?: number | undefined;
}

export interface SlaPage {
  readonly length: number;
  readonly sortBy?: 'nominalTime' | 'parentId' | 'sequence' | undefined;
  readonly isDescending?: boolean | undefined;
}
