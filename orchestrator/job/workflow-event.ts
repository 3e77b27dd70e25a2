import type { ErrorClass } from '../../base/error/error-code.ts';

/** Everything that can happen to a workflow job. */
export type WorkflowEvent = JobEvent | ActionEvent;

export type JobEvent =
  | { readonly kind: 'start' }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'kill' }
  | RerunEvent;

/** A job that is over is run once more, under its own id. */
export interface RerunEvent {
  readonly kind: 'rerun';
  /** Nodes of the last run that are not run again: their transitions are taken as they were. */
  readonly kept: ReadonlySet<string>;
  /** Whether actions that run a job of their own go on with that job instead of a new one. */
  readonly keepsChildren: boolean;
  readonly suspendOnNodes: readonly string[];
}

/** Something about one action. `attempt` guards against answers that come too late. */
export type ActionEvent =
  | ClaimEvent
  | StartedEvent
  | EndedEvent
  | FailedEvent
  | DecidedEvent
  | KillMessageEvent
  | RetryDueEvent
  | OutcomeUnknownEvent
  | TakenOverEvent
  | KilledEvent;

/** A server wants to start the action: granted once, to one server. */
export interface ClaimEvent {
  readonly kind: 'claim';
  readonly name: string;
  readonly owner: string;
  readonly conf: string;
  readonly retry: ResolvedRetry | undefined;
  /**
   * Made within the transition that enters the action, by the only server that could start it: the
   * attempt is run once that is committed. Otherwise whoever claims runs it.
   */
  readonly isAhead?: boolean;
}

/** The user retry of an action with its expressions evaluated and the server's cap applied. */
export interface ResolvedRetry {
  readonly max: number;
  readonly intervalMinutes: number;
  readonly policy: 'periodic' | 'exponential';
}

/** The external work of the attempt runs. */
export interface StartedEvent {
  readonly kind: 'started';
  readonly name: string;
  readonly attempt: number;
  readonly externalId: string;
  readonly externalStatus?: string | undefined;
}

export interface EndedEvent {
  readonly kind: 'ended';
  readonly name: string;
  readonly attempt: number;
  readonly status: 'OK' | 'ERROR';
  readonly externalStatus: string;
  readonly data?: string | undefined;
  readonly stats?: string | undefined;
  readonly externalChildIds?: string | undefined;
  readonly errorCode?: string | undefined;
  readonly errorMessage?: string | undefined;
}

/** The action could not be started, or its end could not be taken up. */
export interface FailedEvent {
  readonly kind: 'failed';
  readonly name: string;
  /** Undefined when it failed before an attempt was claimed. */
  readonly attempt: number | undefined;
  readonly phase: 'start' | 'end';
  readonly errorClass: ErrorClass;
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly externalStatus?: string | undefined;
  /** What was evaluated, where that is known. */
  readonly conf?: string | undefined;
}

/** The cases of a decision were evaluated. */
export interface DecidedEvent {
  readonly kind: 'decided';
  readonly name: string;
  readonly to: string;
  readonly conf: string;
}

/** The message of a kill node was evaluated; `error` says why it could not be. */
export interface KillMessageEvent {
  readonly kind: 'kill-message';
  readonly name: string;
  readonly message: string | undefined;
  readonly error: string | undefined;
}

export interface RetryDueEvent {
  readonly kind: 'retry-due';
  readonly name: string;
}

/** After a crash nobody can say whether, or how, the attempt ended. */
export interface OutcomeUnknownEvent {
  readonly kind: 'outcome-unknown';
  readonly name: string;
  readonly attempt: number;
  readonly reason: string;
}

/**
 * Another server goes on with the attempt of a dead one. `restarted` says that its work ran in the
 * dead server and is begun again: that is a new attempt, and the old one is kept as LOST.
 */
export interface TakenOverEvent {
  readonly kind: 'taken-over';
  readonly name: string;
  readonly attempt: number;
  readonly owner: string;
  readonly restarted: boolean;
}

/** The external work of a killed action is gone. */
export interface KilledEvent {
  readonly kind: 'killed';
  readonly name: string;
  readonly externalStatus?: string | undefined;
}
