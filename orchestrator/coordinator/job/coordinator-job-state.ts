/** What the state machine of a coordinator knows of it. */
import type { CoordinatorActionStatus } from '../action/coordinator-action-status.ts';
import type { ExecutionOrder } from '../definition/coordinator-definition.ts';
import type { CoordinatorJobStatus } from './coordinator-job-status.ts';

export interface CoordinatorJob {
  readonly id: string;
  readonly status: CoordinatorJobStatus;
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
  readonly pauseMs: number | undefined;
  /** Negative is no limit. */
  readonly concurrency: number;
  readonly execution: ExecutionOrder;
  readonly throttle: number;
  readonly timeoutMinutes: number;
  /** How many actions were materialised. */
  readonly lastActionNumber: number;
  readonly lastActionMs: number | undefined;
  /** Where materialisation goes on; undefined before its first pass. */
  readonly nextMs: number | undefined;
  /** Every action up to the end is there. */
  readonly isMaterialised: boolean;
  /** How many actions there are in each final status. */
  readonly endedActions: EndedActions;
  readonly startedMs: number | undefined;
  readonly endedMs: number | undefined;
}

export type EndedActions = { readonly [Status in CoordinatorActionStatus]?: number };

export interface CoordinatorAction {
  /** From 1. */
  readonly number: number;
  readonly nominalMs: number;
  readonly status: CoordinatorActionStatus;
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly timeoutMinutes: number;
  /** See `MissingDependencies`. */
  readonly missing: string;
  readonly pushMissing: string;
  /** The values of the configuration in its XML are evaluated. */
  readonly isResolved: boolean;
  /** Chosen before the workflow is made, so that it is made once. */
  readonly workflowId: string | undefined;
  readonly externalStatus: string | undefined;
  readonly errorCode: string | undefined;
  readonly errorMessage: string | undefined;
  /** Counts reruns. */
  readonly run: number;
  /** The next start runs the failed nodes of `workflowId` again. */
  readonly isFailedRerun: boolean;
  /** Names the configuration that the job had when the action was made. */
  readonly confHash: string;
}

export interface CoordinatorState {
  readonly job: CoordinatorJob;
  /** Those that are not final, by number, in order. */
  readonly actions: ReadonlyMap<number, CoordinatorAction>;
}
