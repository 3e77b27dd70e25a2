/**
 * Carries out the commands of committed changes. All of them can be derived again from the rows.
 */
import type { Clock, Timer } from '../../base/time/clock.ts';
import type { WorkflowCommand } from '../job/workflow-command.ts';
import type { Dispatcher, DispatchItem } from '../queue/dispatcher.ts';
import { actionId } from '../store/workflow-rows.ts';
import type { ActionRunner } from './action-runner.ts';
import type { ClaimsAhead } from './claims-ahead.ts';
import type { CommitRequest, CommitResult } from './commit-batch.ts';
import { answerAfterCommit } from './control-nodes.ts';
import { Dispatches, type DispatchPayload } from './dispatches.ts';
import type { HeldJob } from './held-job.ts';
import type { JobEvaluator } from './job-evaluator.ts';
import type { JobLogs } from './job-logs.ts';

export interface CommandRunnerOptions {
  readonly clock: Clock;
  readonly actions: ActionRunner;
  /** Undefined where other servers might start the same actions. */
  readonly claims: ClaimsAhead | undefined;
  readonly evaluator: JobEvaluator;
  readonly dispatcher: Pick<Dispatcher, 'dispatch' | 'flush'>;
  readonly logs: JobLogs;
  commit(request: CommitRequest): Promise<CommitResult>;
}

export class CommandRunner {
  readonly dispatches = new Dispatches();
  readonly #options: CommandRunnerOptions;
  readonly #wakes = new Map<string, Timer>();
  /** Dispatches that have arrived and whose work does not run yet. */
  #beginning = 0;
  readonly #onBegun = new Set<() => void>();

  constructor(options: CommandRunnerOptions) {
    this.#options = options;
  }

  /**
   * Sends the queued actions that these changes start. Whatever follows the commit then finds them
   * under way.
   *
   * @returns whether there are any
   */
  sendAhead(results: readonly CommitResult[]): boolean {
    const items = results.flatMap(({ job, commands }) =>
      job === undefined ? [] : commands.flatMap((command) => this.#itemStartedBy(job, command)),
    );
    if (items.length === 0) return false;
    const { dispatcher } = this.#options;
    // What cannot be sent is found again by the sweeper.
    dispatcher.dispatch(items).catch(() => {});
    dispatcher.flush();
    return true;
  }

  #itemStartedBy(job: HeldJob, command: WorkflowCommand): DispatchItem[] {
    if (command.kind !== 'start-action' && command.kind !== 'run-action') return [];
    const type = job.state.actions.get(command.name)?.type;
    if (type === undefined || !this.#options.actions.isQueued(type)) return [];
    return this.#itemOf(job, command.name);
  }

  /** None while one of the action is under way. */
  #itemOf(job: HeldJob, name: string): DispatchItem[] {
    const item = this.dispatches.next(job.row.id, name, this.#options.clock.now());
    return item === undefined ? [] : [item];
  }

  /** Follows a commit; returns at once. */
  follow(result: CommitResult): void {
    if (result.job === undefined) return;
    for (const command of result.commands) this.run(result.job, command);
    this.#options.claims?.settle(result.job);
  }

  run(job: HeldJob, command: WorkflowCommand): void {
    const { actions, logs } = this.#options;
    switch (command.kind) {
      case 'start-action':
        this.#start(job, command.name);
        return;
      case 'run-action':
        this.#options.claims?.committed(job.row.id, command.name);
        actions.began(job, command.name, command.attempt);
        this.#start(job, command.name);
        return;
      case 'end-action':
        void actions.endAgain(job, command.name);
        return;
      case 'kill-action':
        void actions.kill(job, command.name);
        return;
      case 'evaluate-decision':
      case 'evaluate-kill-message':
        this.#evaluate(job, command);
        return;
      case 'wake':
        this.#wake(job.row.id, command.name, command.dueMs);
        return;
      case 'report-error':
        logs.jobFailed(job, command.error);
        return;
    }
  }

  /** Called when a dispatch arrives from the queue. */
  async arrived(payload: DispatchPayload, job: HeldJob | undefined): Promise<void> {
    this.dispatches.arrived(payload);
    if (job === undefined) return;
    this.#beginning += 1;
    try {
      await this.#begin(job, payload.name);
    } finally {
      this.#beginning -= 1;
      if (this.#hasBegunAll()) for (const tell of this.#onBegun) tell();
    }
  }

  /** Resolves once the work of all that was sent through the queue runs, or waits for room. */
  async whenBegun(): Promise<void> {
    if (this.#hasBegunAll()) return;
    await new Promise<void>((resolve) => {
      const tell = () => {
        this.#onBegun.delete(tell);
        resolve();
      };
      this.#onBegun.add(tell);
    });
  }

  #hasBegunAll(): boolean {
    return this.#beginning === 0 && this.dispatches.size === 0;
  }

  /** Sends again what was claimed and whose dispatch the queue has lost. */
  sendAgain(job: HeldJob, name: string): void {
    if (this.#options.claims?.isWaiting(job.row.id, name)) this.#start(job, name);
  }

  close(): void {
    for (const timer of this.#wakes.values()) timer.cancel();
    this.#wakes.clear();
  }

  #start(job: HeldJob, name: string): void {
    const { actions, dispatcher } = this.#options;
    const type = job.state.actions.get(name)?.type;
    if (type === undefined) return;
    if (!actions.isQueued(type)) {
      void this.#begin(job, name);
      return;
    }
    // What cannot be sent is found again by the sweeper.
    dispatcher.dispatch(this.#itemOf(job, name)).catch(() => {});
  }

  /** Runs what is claimed already; claims the rest first. */
  #begin(job: HeldJob, name: string): Promise<void> {
    const { actions, claims } = this.#options;
    const resolved = claims?.take(job.row.id, name);
    if (resolved === undefined) return actions.start(job, name);
    return actions.runClaimed(job, name, resolved);
  }

  /** In a turn of its own, because it may read files. */
  #evaluate(job: HeldJob, command: WorkflowCommand): void {
    setImmediate(() => {
      const event = answerAfterCommit(this.#options.evaluator, job, command);
      if (event !== undefined) void this.#options.commit({ jobId: job.row.id, event });
    });
  }

  #wake(jobId: string, name: string, dueMs: number): void {
    const { clock, commit } = this.#options;
    const id = actionId(jobId, name);
    this.#wakes.get(id)?.cancel();
    const timer = clock.setTimer(Math.max(0, dueMs - clock.now()), () => {
      this.#wakes.delete(id);
      void commit({ jobId, event: { kind: 'retry-due', name } });
    });
    this.#wakes.set(id, timer);
  }
}
