/** What the state machine of a bundle knows of it. */
import type { CoordinatorJobStatus } from '../../coordinator/job/coordinator-job-status.ts';
import type { BundleJobStatus } from './bundle-job-status.ts';

export interface BundleJob {
  readonly id: string;
  readonly status: BundleJobStatus;
  /** Undefined for at once. */
  readonly kickOffMs: number | undefined;
  readonly pauseMs: number | undefined;
  readonly endMs: number | undefined;
  readonly startedMs: number | undefined;
  readonly endedMs: number | undefined;
}

/** One coordinator of the bundle: Oozie's bundle action. */
export interface BundleAction {
  readonly name: string;
  /** Chosen before the coordinator is made, so that it is made once. */
  readonly coordinatorId: string | undefined;
  readonly status: CoordinatorJobStatus;
  /** Until the coordinator is known to exist, or not to come into being. */
  readonly isPending: boolean;
  readonly isCritical: boolean;
  readonly sequence: number;
  readonly errorCode: string | undefined;
  readonly errorMessage: string | undefined;
}

export interface BundleState {
  readonly job: BundleJob;
  /** By name, in the order of the definition. */
  readonly actions: ReadonlyMap<string, BundleAction>;
}

export type BundleEvent =
  | { readonly kind: 'tick' }
  /** A tick in which the status is derived although a status interval is set. */
  | { readonly kind: 'status-pass' }
  /** Kicks it off, whatever its kick-off time. */
  | { readonly kind: 'start' }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'kill' }
  /** Null takes the pause time away. */
  | { readonly kind: 'change'; readonly pauseMs?: number | null; readonly endMs?: number }
  /** Coordinators run actions again. */
  | { readonly kind: 'rerun' }
  | {
      readonly kind: 'coordinator-status';
      readonly name: string;
      readonly status: CoordinatorJobStatus;
    }
  | {
      readonly kind: 'coordinator-failed';
      readonly name: string;
      readonly code: string;
      readonly message: string;
    };

/** What has to follow the commit. */
export type BundleCommand =
  | { readonly kind: 'submit-coordinator'; readonly name: string }
  | {
      readonly kind: 'command-coordinator';
      readonly coordinatorId: string;
      readonly command: 'suspend' | 'resume' | 'kill';
    }
  | { readonly kind: 'change-coordinator'; readonly coordinatorId: string; readonly value: string }
  | { readonly kind: 'tell-job'; readonly status: BundleJobStatus };
