/** What can happen to a coordinator. */
import type { ExecutionOrder } from '../definition/coordinator-definition.ts';
import type { CoordinatorAction } from './coordinator-job-state.ts';

export type CoordinatorEvent = CoordinatorJobEvent | CoordinatorActionEvent;

export type CoordinatorJobEvent =
  /** Time has passed: whatever is due is done. */
  | { readonly kind: 'tick' }
  /** A tick in which actions are materialised although a pass interval is set. */
  | { readonly kind: 'materialisation-pass' }
  /** A tick in which the status is derived although a status interval is set. */
  | { readonly kind: 'status-pass' }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'kill' }
  /** The job cannot go on, for a reason that no later pass would mend. */
  | { readonly kind: 'fail' }
  | ChangeEvent
  | RerunEvent
  | KillActionsEvent
  | { readonly kind: 'ignore-actions'; readonly actions: readonly CoordinatorAction[] }
  | UpdateEvent;

export interface KillActionsEvent {
  readonly kind: 'kill-actions';
  readonly numbers: readonly number[];
  /** Those of them that are final as the store has them. */
  readonly ended: readonly CoordinatorAction[];
}

export interface ChangeEvent {
  readonly kind: 'change';
  readonly endMs?: number | undefined;
  readonly concurrency?: number | undefined;
  /** Null takes the pause time away. */
  readonly pauseMs?: number | null | undefined;
  readonly status?: 'RUNNING' | 'IGNORED' | undefined;
  /** The last action that is final and not before the new end or pause. */
  readonly lastEndedNumber?: number | undefined;
}

export interface RerunEvent {
  readonly kind: 'rerun';
  /** Final as the store has them. */
  readonly actions: readonly RerunAction[];
  /** Run the failed nodes of the same workflows again. */
  readonly failed: boolean;
}

export interface RerunAction {
  readonly action: CoordinatorAction;
  /** What was resolved again, for `refresh`. */
  readonly refreshed?: ResolvedData | undefined;
}

/** A definition and configuration in the place of the job's own. */
export interface UpdateEvent {
  readonly kind: 'update';
  readonly concurrency: number;
  readonly execution: ExecutionOrder;
  readonly throttle: number;
  readonly timeoutMinutes: number;
}

export interface ResolvedData {
  readonly missing: string;
  readonly pushMissing: string;
  /** The action's XML, if instances were resolved in it. */
  readonly xml?: string | undefined;
}

export type CoordinatorActionEvent =
  /** What is there of its data and what is not. */
  | ({
      readonly kind: 'data-checked';
      readonly number: number;
      /** It may start, whatever is missing. */
      readonly isMet: boolean;
    } & ResolvedData)
  /** Its data or configuration cannot be evaluated. */
  | {
      readonly kind: 'data-failed';
      readonly number: number;
      readonly code: string;
      readonly message: string;
      /** What is still missing, where that is known. */
      readonly missing?: string;
    }
  /** Its workflow could not be made. */
  | {
      readonly kind: 'start-failed';
      readonly number: number;
      readonly workflowId: string;
      readonly code: string;
      readonly message: string;
    }
  /** Its workflow exists and has this status. */
  | {
      readonly kind: 'workflow-status';
      readonly number: number;
      readonly workflowId: string;
      readonly status: string;
    };
