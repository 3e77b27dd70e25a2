/**
 * Runs actions: claims an attempt, has its type do the work, and posts the outcome as the next
 * event. Nothing here decides what an outcome means for the job.
 */
import type {
  ActionContext,
  ActionType,
  ChildJobActionType,
  InServerActionType,
} from '../../actions/contract/action-type.ts';
import type { ProcessRunner } from '../../actions/process/process-runner.ts';
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { Clock } from '../../base/time/clock.ts';
import type { ActionCredentials } from '../credentials/action-credentials.ts';
import type { ActionNode } from '../definition/workflow-definition.ts';
import type { WorkflowAction } from '../job/workflow-job-state.ts';
import { actionId } from '../store/workflow-rows.ts';
import type { AbandonedAttempts } from './abandoned-attempts.ts';
import { endOfKilled, errorClassOf, failedEvent } from './action-failure.ts';
import { AttemptOutcomes } from './attempt-outcomes.ts';
import type { ChildJobs } from './child-jobs.ts';
import type { CommitRequest, CommitResult } from './commit-batch.ts';
import { expressionFailed } from './control-nodes.ts';
import type { HeldJob } from './held-job.ts';
import type { JobEvaluator, ResolvedAction } from './job-evaluator.ts';
import type { ProcessAdmission } from './process-admission.ts';
import { ProcessAttempts } from './process-attempts.ts';
import type { RunningAttempt, RunningAttempts } from './running-attempts.ts';
import { bootIdOf } from './server-id.ts';
import type { StartGate } from './start-gate.ts';

export interface ActionRunnerOptions {
  /** The server whose lease covers the attempts. */
  readonly serverId: string;
  readonly types: ReadonlyMap<string, ActionType>;
  readonly evaluator: JobEvaluator;
  readonly processes: ProcessRunner;
  readonly admission: ProcessAdmission;
  readonly running: RunningAttempts;
  readonly children: ChildJobs;
  readonly abandoned: AbandonedAttempts;
  readonly credentials: ActionCredentials;
  readonly clock: Clock;
  /** Commits, and does not give up before the store takes it or the server closes. */
  commit(request: CommitRequest): Promise<CommitResult>;
  /** Always open by default. */
  readonly gate?: StartGate | undefined;
  /** What an action gets to know beyond its own element. */
  context(
    job: HeldJob,
    action: WorkflowAction,
    resolved: Pick<ResolvedAction, 'element' | 'configuration'>,
    signal: AbortSignal,
  ): ActionContext;
}

export class ActionRunner {
  readonly #options: ActionRunnerOptions;
  readonly #outcomes: AttemptOutcomes;
  readonly #attempts: ProcessAttempts;

  constructor(options: ActionRunnerOptions) {
    this.#options = options;
    this.#outcomes = new AttemptOutcomes(options);
    this.#attempts = new ProcessAttempts({ ...options, outcomes: this.#outcomes });
  }

  /** Whether the action is dispatched through the queue; the others start where they stand. */
  isQueued(type: string): boolean {
    const kind = this.#options.types.get(type)?.kind;
    return kind === 'queued' || kind === 'process';
  }

  /** Starts the action as soon as there is room for it. Resolves once it runs, or waits. */
  async start(job: HeldJob, name: string): Promise<void> {
    const { gate } = this.#options;
    if (gate?.isOpen === false) await gate.whenOpen();
    const node = job.definition.nodes.get(name);
    if (node?.kind !== 'action') return;
    const type = this.#options.types.get(node.type);
    if (type === undefined) return this.#refuse(job, node);
    if (type.kind !== 'process') return this.#claimAndRun(job, node, type);
    const key = actionId(job.row.id, name);
    await new Promise<void>((resolve) => {
      const demand = { type: type.name, memoryBytes: type.memoryDemandBytes(node.element) };
      let isWaiting = true;
      this.#options.admission.request(key, demand, () => {
        isWaiting = false;
        this.#claimAndRun(job, node, type).then(resolve, resolve);
      });
      if (isWaiting) resolve();
    });
  }

  /** An attempt was claimed within a transition: from now on it is this server's work. */
  began(job: HeldJob, name: string, attempt: number): void {
    this.#options.running.begin(actionId(job.row.id, name), attempt);
  }

  /** Runs an attempt that was claimed within a transition. */
  async runClaimed(job: HeldJob, name: string, resolved: ResolvedAction): Promise<void> {
    const { gate } = this.#options;
    if (gate?.isOpen === false) await gate.whenOpen();
    const action = job.state.actions.get(name);
    const type = action && this.#options.types.get(action.type);
    const attempt = this.#options.running.get(actionId(job.row.id, name));
    if (action === undefined || type === undefined || attempt === undefined) return;
    if (action.status !== 'RUNNING' || attempt.abort.signal.aborted) {
      this.#outcomes.forget(job, action);
      return;
    }
    await this.#run(job, action, type, resolved, attempt);
  }

  /** Goes on with an attempt that a dead server had claimed. */
  async takeOver(job: HeldJob, action: WorkflowAction): Promise<void> {
    const type = this.#options.types.get(action.type);
    if (type === undefined) return;
    if (type.kind === 'child-job' && (await this.#options.children.resume(job, action))) return;
    const restarted = type.kind !== 'process' && type.kind !== 'child-job';
    const result = await this.#outcomes.post(job, {
      kind: 'taken-over',
      name: action.name,
      attempt: action.attempt,
      owner: this.#options.serverId,
      restarted,
    });
    const taken = result.job?.state.actions.get(action.name);
    if (result.verdict !== 'accepted' || taken === undefined) return;
    const attempt = this.#options.running.begin(actionId(job.row.id, taken.name), taken.attempt);
    const context = await this.#restoreContext(job, taken, attempt);
    if (type.kind === 'process') {
      const isKnown = await this.#options.abandoned.adopt(action.owner, context.directory);
      const boot = bootIdOf(action.owner);
      if (isKnown) await this.#attempts.reattach(job, taken, type, context, attempt, boot);
      else await this.#outcomes.unknown(job, taken, 'its server is gone with its data directory');
      return;
    }
    if (type.kind === 'child-job') await this.#startChild(job, taken, type, context);
    else await this.#runInServer(job, taken, type, context);
  }

  /** Takes up the end of a process once more, after its failure was mended. */
  async endAgain(job: HeldJob, name: string): Promise<void> {
    const action = job.state.actions.get(name);
    if (action !== undefined) await this.takeOver(job, action);
  }

  /** Stops the attempt's work, if it is this server's, and says so once it is gone. */
  async kill(job: HeldJob, name: string): Promise<void> {
    const running = this.#options.running.get(actionId(job.row.id, name));
    running?.abort.abort();
    if (await this.#killChild(job, name)) return;
    if (running === undefined) return;
    await running.process?.kill();
    await this.#outcomes.post(job, { kind: 'killed', name, ...endOfKilled(running.process) });
  }

  /** Kills the job that is the action's work; false for an action that has none. */
  async #killChild(job: HeldJob, name: string): Promise<boolean> {
    const action = job.state.actions.get(name);
    if (action === undefined) return false;
    if (this.#options.types.get(action.type)?.kind !== 'child-job') return false;
    await this.#options.children.kill(action);
    await this.#outcomes.post(job, { kind: 'killed', name });
    return true;
  }

  /** Stops work that a dead server has left behind. */
  async killAbandoned(job: HeldJob, action: WorkflowAction): Promise<void> {
    if (await this.#killChild(job, action.name)) return;
    if (this.#options.types.get(action.type)?.kind === 'process') {
      const signal = AbortSignal.abort();
      const { evaluator } = this.#options;
      const resolved = await evaluator.restoreAction(job, action.name, action.conf);
      const { directory } = this.#options.context(job, action, resolved, signal);
      await this.#options.abandoned.adopt(action.owner, directory);
      const attached = await this.#options.processes.attach(directory);
      if (attached.kind === 'running') await attached.process.kill();
    }
    const isProcess = this.#options.types.get(action.type)?.kind === 'process';
    await this.#outcomes.post(job, {
      kind: 'killed',
      name: action.name,
      ...endOfKilled(isProcess),
    });
  }

  async #claimAndRun(job: HeldJob, node: ActionNode, type: ActionType): Promise<void> {
    const id = actionId(job.row.id, node.name);
    const resolved = await this.#resolve(job, node);
    const { serverId, running } = this.#options;
    const result =
      resolved &&
      (await this.#outcomes.post(job, {
        kind: 'claim',
        name: node.name,
        owner: serverId,
        conf: resolved.conf,
        retry: resolved.retry,
      }));
    const action = result?.job?.state.actions.get(node.name);
    if (result?.verdict !== 'accepted' || action === undefined || resolved === undefined) {
      this.#options.admission.release(id);
      return;
    }
    await this.#run(job, action, type, resolved, running.begin(id, action.attempt));
  }

  async #run(
    job: HeldJob,
    action: WorkflowAction,
    type: ActionType,
    resolved: ResolvedAction,
    attempt: RunningAttempt,
  ): Promise<void> {
    const context = this.#options.context(job, action, resolved, attempt.abort.signal);
    if (type.kind === 'process') await this.#attempts.launch(job, action, type, context, attempt);
    else if (type.kind === 'child-job') await this.#startChild(job, action, type, context);
    else await this.#runInServer(job, action, type, context);
  }

  /** The action with its expressions evaluated; undefined after a failure, which is posted. */
  async #resolve(job: HeldJob, node: ActionNode): Promise<ResolvedAction | undefined> {
    try {
      return await this.#options.evaluator.resolveAction(job, node);
    } catch (error) {
      await this.#outcomes.post(job, expressionFailed(node.name, error, errorClassOf(error)));
      return undefined;
    }
  }

  async #refuse(job: HeldJob, node: ActionNode): Promise<void> {
    await this.#outcomes.post(
      job,
      expressionFailed(node.name, new HowdahError('HOWDAH_ACTION_TYPE_UNAVAILABLE', [node.type])),
    );
  }

  async #runInServer(
    job: HeldJob,
    action: WorkflowAction,
    type: InServerActionType,
    context: ActionContext,
  ): Promise<void> {
    await this.#outcomes.conclude(job, action, 'start', async () => {
      const granted = await this.#options.credentials.grant(job.definition, context);
      return await type.run(granted.context);
    });
  }

  /** Returns once the child runs; its end comes as an event of its own. */
  async #startChild(
    job: HeldJob,
    action: WorkflowAction,
    type: ChildJobActionType,
    context: ActionContext,
  ): Promise<void> {
    try {
      await this.#options.children.start(job, action, type.submission(context));
    } catch (error) {
      await this.#outcomes.post(job, failedEvent(action, 'start', error));
    }
    this.#outcomes.forget(job, action);
  }

  async #restoreContext(
    job: HeldJob,
    action: WorkflowAction,
    attempt: RunningAttempt,
  ): Promise<ActionContext> {
    const { evaluator } = this.#options;
    const resolved = await evaluator.restoreAction(job, action.name, action.conf);
    return this.#options.context(job, action, resolved, attempt.abort.signal);
  }
}
