import type { ActionNode, WorkflowDefinition } from '../definition/workflow-definition.ts';
import type { RetrySettings } from './retry-settings.ts';
import type { WorkflowCommand } from './workflow-command.ts';
import type { ResolvedRetry } from './workflow-event.ts';
import type { WorkflowAction, WorkflowJob, WorkflowJobState } from './workflow-job-state.ts';
import { isTerminalJobStatus, type WorkflowJobStatus } from './workflow-job-status.ts';

/** What a transition may read besides the job itself. */
export interface TransitionEnvironment {
  readonly definition: WorkflowDefinition;
  readonly nowMs: number;
  readonly retry: RetrySettings;
  /** How often the action's user wants it to be tried; undefined where that cannot be told. */
  userRetry?(node: ActionNode): ResolvedRetry | undefined;
}

/** What an event made of a job: the rows to write and the commands to follow their commit. */
export interface WorkflowChange {
  readonly job: WorkflowJob;
  readonly isJobChanged: boolean;
  /** New and changed actions only. */
  readonly actions: ReadonlyMap<string, WorkflowAction>;
  /** Names of actions that are no longer part of the job. */
  readonly removed: ReadonlySet<string>;
  readonly commands: readonly WorkflowCommand[];
}

/** A job in the middle of a transition: the old state stays untouched, changes lie over it. */
export class WorkflowDraft {
  readonly environment: TransitionEnvironment;
  readonly #base: WorkflowJobState;
  #job: WorkflowJob;
  readonly #changed = new Map<string, WorkflowAction>();
  readonly #removed = new Set<string>();
  #sequence: number | undefined;
  #commands: WorkflowCommand[] = [];

  constructor(base: WorkflowJobState, environment: TransitionEnvironment) {
    this.#base = base;
    this.#job = base.job;
    this.environment = environment;
  }

  get job(): WorkflowJob {
    return this.#job;
  }

  get nowMs(): number {
    return this.environment.nowMs;
  }

  action(name: string): WorkflowAction | undefined {
    return this.#changed.get(name) ?? this.#baseAction(name);
  }

  #baseAction(name: string): WorkflowAction | undefined {
    return this.#removed.has(name) ? undefined : this.#base.actions.get(name);
  }

  *actions(): Iterable<WorkflowAction> {
    for (const action of this.#base.actions.values()) {
      if (!this.#removed.has(action.name)) yield this.#changed.get(action.name) ?? action;
    }
    for (const action of this.#changed.values()) {
      if (this.#baseAction(action.name) === undefined) yield action;
    }
  }

  updateJob(change: Partial<WorkflowJob>): void {
    this.#job = { ...this.#job, ...change };
  }

  /** The only place that sets a job's status, so that its times always agree with it. */
  setJobStatus(status: WorkflowJobStatus): void {
    if (this.#job.status === status) return;
    this.updateJob({
      status,
      endedMs: isTerminalJobStatus(status) ? this.nowMs : undefined,
    });
  }

  updateAction(name: string, change: Partial<WorkflowAction>): WorkflowAction {
    const action = this.action(name);
    if (action === undefined) throw new Error(`no action ${name} in job ${this.#job.id}`);
    const updated = { ...action, ...change };
    this.#changed.set(name, updated);
    return updated;
  }

  addAction(action: Omit<WorkflowAction, 'sequence'>): void {
    this.#sequence ??= nextSequence(this.#base.actions.values());
    this.#changed.set(action.name, { ...action, sequence: this.#sequence++ });
  }

  removeAction(name: string): void {
    this.#changed.delete(name);
    this.#removed.add(name);
  }

  command(command: WorkflowCommand): void {
    this.#commands.push(command);
  }

  /** Takes out the commands of one kind, for a caller that carries them out at once. */
  takeCommands(isTaken: (command: WorkflowCommand) => boolean): WorkflowCommand[] {
    const taken = this.#commands.filter(isTaken);
    if (taken.length > 0) this.#commands = this.#commands.filter((command) => !isTaken(command));
    return taken;
  }

  finish(): WorkflowChange {
    return {
      job: this.#job,
      isJobChanged: this.#job !== this.#base.job,
      actions: this.#changed,
      removed: this.#removed,
      commands: this.#commands,
    };
  }
}

/** The state after a change. The map is shared with the old state, which must not be used again. */
export function applyChange(state: WorkflowJobState, change: WorkflowChange): WorkflowJobState {
  const actions = state.actions as Map<string, WorkflowAction>;
  for (const name of change.removed) actions.delete(name);
  for (const [name, action] of change.actions) actions.set(name, action);
  return { job: change.job, actions };
}

/** Behind every action that is there; a rerun may have removed some in between. */
function nextSequence(actions: Iterable<WorkflowAction>): number {
  let next = 0;
  for (const { sequence } of actions) next = Math.max(next, sequence + 1);
  return next;
}
