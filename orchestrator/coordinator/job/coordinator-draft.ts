import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { SlaEntry } from '../../sla/sla-entry.ts';
import { type ActionEventKind, nextActionStatus } from '../action/action-transitions.ts';
import {
  type CoordinatorActionStatus,
  isFinalActionStatus,
} from '../action/coordinator-action-status.ts';
import type { CoordinatorCommand } from './coordinator-command.ts';
import type { CoordinatorEnvironment, NewAction } from './coordinator-environment.ts';
import type {
  CoordinatorAction,
  CoordinatorJob,
  CoordinatorState,
} from './coordinator-job-state.ts';
import { type CoordinatorJobStatus, isFinalCoordinatorStatus } from './coordinator-job-status.ts';

/** What an event made of a coordinator: what to write, and the commands to follow the commit. */
export interface CoordinatorChange {
  readonly job: CoordinatorJob;
  readonly isJobChanged: boolean;
  /** New and changed actions, final ones too. */
  readonly actions: ReadonlyMap<number, CoordinatorAction>;
  /** Texts of actions that are new or resolved anew, by number. */
  readonly xml: ReadonlyMap<number, string>;
  /** What is expected of new actions, by number. */
  readonly sla: ReadonlyMap<number, SlaEntry>;
  /** Actions that were materialised ahead and are not to be. */
  readonly deleted: ReadonlySet<number>;
  readonly commands: readonly CoordinatorCommand[];
}

/** A coordinator within a transition: the old state stays untouched, changes lie over it. */
export class CoordinatorDraft {
  readonly environment: CoordinatorEnvironment;
  readonly #base: CoordinatorState;
  #job: CoordinatorJob;
  readonly #changed = new Map<number, CoordinatorAction>();
  readonly #xml = new Map<number, string>();
  readonly #sla = new Map<number, SlaEntry>();
  readonly #deleted = new Set<number>();
  readonly #commands: CoordinatorCommand[] = [];

  constructor(base: CoordinatorState, environment: CoordinatorEnvironment) {
    this.#base = base;
    this.#job = base.job;
    this.environment = environment;
  }

  get job(): CoordinatorJob {
    return this.#job;
  }

  get nowMs(): number {
    return this.environment.nowMs;
  }

  /** An action that is not final. */
  action(number: number): CoordinatorAction | undefined {
    if (this.#deleted.has(number)) return undefined;
    const action = this.#changed.get(number) ?? this.#base.actions.get(number);
    return action !== undefined && isFinalActionStatus(action.status) ? undefined : action;
  }

  /** The actions that are not final, by number. */
  actions(): CoordinatorAction[] {
    const numbers = new Set([...this.#base.actions.keys(), ...this.#changed.keys()]);
    const actions: CoordinatorAction[] = [];
    for (const number of numbers) {
      const action = this.action(number);
      if (action !== undefined) actions.push(action);
    }
    return actions.sort((left, right) => left.number - right.number);
  }

  updateJob(change: Partial<CoordinatorJob>): void {
    this.#job = { ...this.#job, ...change };
  }

  /** The only place that sets a job's status, so that its times and its followers agree. */
  setJobStatus(status: CoordinatorJobStatus, reason?: string): void {
    if (this.#job.status === status) return;
    const endedMs = isFinalCoordinatorStatus(status) ? this.nowMs : undefined;
    const startedMs = this.#job.startedMs ?? (status === 'RUNNING' ? this.nowMs : undefined);
    this.updateJob({ status, endedMs, startedMs });
    this.command({ kind: 'tell-job', status, ...(reason !== undefined && { reason }) });
  }

  addAction({ xml, sla, ...action }: NewAction): void {
    this.#deleted.delete(action.number);
    this.#changed.set(action.number, {
      ...action,
      status: 'WAITING',
      createdMs: this.nowMs,
      modifiedMs: this.nowMs,
      timeoutMinutes: this.#job.timeoutMinutes,
      isResolved: false,
      workflowId: undefined,
      externalStatus: undefined,
      errorCode: undefined,
      errorMessage: undefined,
      run: 0,
      isFailedRerun: false,
    });
    this.#xml.set(action.number, xml);
    if (sla !== undefined) this.#sla.set(action.number, sla);
  }

  updateAction(number: number, change: Partial<CoordinatorAction>, xml?: string): void {
    const action = this.action(number);
    if (action === undefined) throw new Error(`no action ${number} in job ${this.#job.id}`);
    this.#changed.set(number, { ...action, ...change, modifiedMs: this.nowMs });
    if (xml !== undefined) this.#xml.set(number, xml);
  }

  /**
   * Leads an action through an event, if its status knows it.
   * @returns the new status; undefined if nothing happened
   */
  applyToAction(
    number: number,
    event: ActionEventKind,
    change: Partial<CoordinatorAction> = {},
  ): CoordinatorActionStatus | undefined {
    const action = this.action(number);
    const status = action && nextActionStatus(action.status, event);
    if (status === undefined) return undefined;
    this.updateAction(number, { ...change, status });
    if (isFinalActionStatus(status)) this.#count(status, 1);
    this.command({ kind: 'tell-action', number, status });
    return status;
  }

  /** Leads an action that is final, and so no part of the state, through an event. */
  applyToEnded(
    ended: CoordinatorAction,
    event: ActionEventKind,
    change: Partial<CoordinatorAction> = {},
    xml?: string,
  ): void {
    const status = nextActionStatus(ended.status, event);
    if (status === undefined || this.action(ended.number) !== undefined) {
      throw new HowdahError('E1018', ['part or all actions are not eligible to rerun!']);
    }
    this.#count(ended.status, -1);
    if (isFinalActionStatus(status)) this.#count(status, 1);
    this.#changed.set(ended.number, { ...ended, ...change, status, modifiedMs: this.nowMs });
    if (xml !== undefined) this.#xml.set(ended.number, xml);
    this.command({ kind: 'tell-action', number: ended.number, status });
  }

  /** Takes away an action that was materialised ahead. */
  deleteAction(number: number): void {
    this.#changed.delete(number);
    this.#xml.delete(number);
    this.#sla.delete(number);
    this.#deleted.add(number);
  }

  command(command: CoordinatorCommand): void {
    this.#commands.push(command);
  }

  finish(): CoordinatorChange {
    return {
      job: this.#job,
      isJobChanged: this.#job !== this.#base.job,
      actions: this.#changed,
      xml: this.#xml,
      sla: this.#sla,
      deleted: this.#deleted,
      commands: this.#commands,
    };
  }

  #count(status: CoordinatorActionStatus, by: number): void {
    const { endedActions } = this.#job;
    this.updateJob({
      endedActions: { ...endedActions, [status]: (endedActions[status] ?? 0) + by },
    });
  }
}

/** The state after a change; the map of the old state is used on, so that one must not be. */
export function applyCoordinatorChange(
  state: CoordinatorState,
  change: CoordinatorChange,
): CoordinatorState {
  const actions = state.actions as Map<number, CoordinatorAction>;
  for (const number of change.deleted) actions.delete(number);
  for (const [number, action] of change.actions) {
    if (isFinalActionStatus(action.status)) actions.delete(number);
    else actions.set(number, action);
  }
  return { job: change.job, actions };
}
