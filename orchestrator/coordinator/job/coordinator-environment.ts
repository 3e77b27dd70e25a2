/** What a transition of a coordinator may read besides its state. */
import type { HowdahError } from '../../../base/error/howdah-error.ts';
import type { SlaEntry } from '../../sla/sla-entry.ts';
import type { CoordinatorJob } from './coordinator-job-state.ts';

export interface CoordinatorEnvironment {
  readonly nowMs: number;
  readonly timing: CoordinatorTiming;
  /** Resolves the next actions; pure, and may throw nothing. */
  materialise(job: CoordinatorJob, range: MaterialisationRange): MaterialisationPass;
  /** The nominal time after one; undefined past the job's end. */
  nominalAfter(job: CoordinatorJob, nominalMs: number, number: number): number | undefined;
  /** The id of a workflow that is to be made. */
  newWorkflowId(): string;
}

export interface MaterialisationRange {
  readonly fromMs: number;
  /** Exclusive. */
  readonly untilMs: number;
  /** How many actions at most. */
  readonly limit: number;
}

export type MaterialisationPass =
  | { readonly actions: readonly NewAction[]; readonly nextMs: number }
  /** The definition cannot be evaluated. */
  | { readonly failure: HowdahError };

export interface NewAction {
  readonly number: number;
  readonly nominalMs: number;
  readonly missing: string;
  readonly pushMissing: string;
  readonly xml: string;
  readonly confHash: string;
  /** What is expected of it, to be stored with it. */
  readonly sla?: SlaEntry | undefined;
}

export interface CoordinatorTiming {
  /** How long before its nominal time an action is materialised at the latest. */
  readonly lookAheadMs: number;
  /** How far one pass of materialisation goes. */
  readonly windowMs: number;
  /** How late an action of execution order NONE may start. */
  readonly noneToleranceMs: number;
  /**
   * Between passes of materialisation, as `lookup.interval` sets it; undefined: as soon as there is
   * a place under the throttle.
   */
  readonly passIntervalMs: number | undefined;
  /** Until an ended action shows in its job's status; undefined: at once. */
  readonly statusIntervalMs: number | undefined;
  /** Whether the statuses …WITHERROR are shown as those without, Oozie's default. */
  readonly hidesErrors: boolean;
}
