/**
 * The safety net: what the rows owe and nobody works on is set going again. Everything has an
 * event of its own; the sweeper is for what was lost with a crashed server or an emptied queue.
 */
import type { Clock, Timer } from '../../base/time/clock.ts';
import {
  isManualActionStatus,
  isWaitingActionStatus,
  type WorkflowActionStatus,
} from '../job/workflow-action-status.ts';
import type { WorkflowAction } from '../job/workflow-job-state.ts';
import type { Store } from '../store/store.ts';
import { actionId } from '../store/workflow-rows.ts';
import type { ActionRunner } from './action-runner.ts';
import type { CommandRunner } from './command-runner.ts';
import type { HeldJob } from './held-job.ts';
import { findLivingServers, findPendingActions, type PendingAction } from './pending-actions.ts';
import type { ProcessAdmission } from './process-admission.ts';
import type { RunningAttempts } from './running-attempts.ts';

const SWEEP_INTERVAL_MS = 5_000;

export interface SweeperOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly serverId: string;
  readonly actions: ActionRunner;
  readonly commands: CommandRunner;
  readonly running: RunningAttempts;
  readonly admission: ProcessAdmission;
  load(jobId: string): Promise<HeldJob | undefined>;
  onError(error: unknown): void;
}

export class Sweeper {
  readonly #options: SweeperOptions;
  readonly #takeOvers = new Set<Promise<void>>();
  #timer: Timer | undefined;
  #isClosed = false;

  constructor(options: SweeperOptions) {
    this.#options = options;
  }

  /** Looks once, then again and again. Resolves after the first look. */
  async start(): Promise<void> {
    await this.#sweepAndArm();
  }

  /** Resolves once the work of dead servers that was found so far is taken over, or stopped. */
  async whenTakenOver(): Promise<void> {
    await Promise.all(this.#takeOvers);
  }

  stop(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

  /** Everything that was sent through the queue is gone: send it again, now. */
  async queueWasEmptied(): Promise<void> {
    this.#options.commands.dispatches.forgetAll();
    await this.#sweep();
  }

  async #sweepAndArm(): Promise<void> {
    try {
      await this.#sweep();
    } catch (error) {
      this.#options.onError(error);
    }
    if (this.#isClosed) return;
    this.#timer = this.#options.clock.setTimer(SWEEP_INTERVAL_MS, () => void this.#sweepAndArm());
  }

  async #sweep(): Promise<void> {
    const { store, clock } = this.#options;
    const pending = await findPendingActions(store);
    if (pending.length === 0 || this.#isClosed) return;
    const living = await findLivingServers(store, clock.now());
    for (const found of pending) {
      if (this.#isClosed) return;
      if (this.#isWorkedOn(found, living)) await this.#sendAgain(found);
      else await this.#setGoing(found);
    }
  }

  #isWorkedOn(found: PendingAction, living: ReadonlySet<string>): boolean {
    const { running, admission, serverId } = this.#options;
    const id = actionId(found.jobId, found.name);
    if (running.get(id) !== undefined || admission.isKnown(id)) return true;
    return found.owner !== null && found.owner !== serverId && living.has(found.owner);
  }

  async #sendAgain(found: PendingAction): Promise<void> {
    if (found.owner !== this.#options.serverId) return;
    const job = await this.#options.load(found.jobId);
    if (job !== undefined) this.#options.commands.sendAgain(job, found.name);
  }

  async #setGoing(found: PendingAction): Promise<void> {
    const job = await this.#options.load(found.jobId);
    const action = job?.state.actions.get(found.name);
    if (job === undefined || action?.pending !== true) return;
    this.#resume(job, action, action.status);
  }

  #resume(job: HeldJob, action: WorkflowAction, status: WorkflowActionStatus): void {
    const { actions, commands } = this.#options;
    const { name } = action;
    const id = actionId(job.row.id, name);
    if (status === 'KILLED') this.#note(id, actions.killAbandoned(job, action));
    if (status === 'RUNNING') this.#note(id, actions.takeOver(job, action));
    if (isManualActionStatus(status) || job.state.job.status !== 'RUNNING') return;
    if (isWaitingActionStatus(status)) {
      commands.run(job, { kind: 'wake', name, dueMs: action.dueMs ?? 0 });
    }
    if (status === 'PREP') commands.run(job, startCommand(action));
  }

  /** One that fails is tried again by the next look. */
  #note(id: string, takeOver: Promise<void>): void {
    const { running, admission, onError } = this.#options;
    const noted = takeOver
      .catch((error) => {
        running.end(id);
        admission.release(id);
        onError(error);
      })
      .finally(() => this.#takeOvers.delete(noted));
    this.#takeOvers.add(noted);
  }
}

function startCommand({ name, type }: WorkflowAction) {
  if (type === 'switch') return { kind: 'evaluate-decision', name } as const;
  if (type === ':KILL:') return { kind: 'evaluate-kill-message', name } as const;
  return { kind: 'start-action', name } as const;
}
