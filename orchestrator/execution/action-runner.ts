/**
 * Runs actions: claims an attempt, has its type do the work, and posts the outcome as the next
 * event. Nothing here decides what an outcome means for the job.
 */
import { mkdirSync } from 'node:fs';
import type {
  ActionContext,
  ActionOutcome,
  ActionType,
  ChildJobActionType,
  InServerActionType,
  ProcessActionType,
  ProcessExit,
} from '../../actions/contract/action-type.ts';
import { inAttempt } from '../../actions/launcher/work-directory.ts';
import type { ProcessRunner, RunningProcess } from '../../actions/process/process-runner.ts';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { formatProperties } from '../../base/properties/format-properties.ts';
import type { Clock } from '../../base/time/clock.ts';
import type { ActionCredentials } from '../credentials/action-credentials.ts';
import type { ActionNode } from '../definition/workflow-definition.ts';
import type { FailedEvent, WorkflowEvent } from '../job/workflow-event.ts';
import type { WorkflowAction } from '../job/workflow-job-state.ts';
import { actionId } from '../store/workflow-rows.ts';
import { endOfKilled, errorClassOf, failedEvent } from './action-failure.ts';
import type { ChildJobs } from './child-jobs.ts';
import type { CommitRequest, CommitResult } from './commit-batch.ts';
import { expressionFailed } from './control-nodes.ts';
import type { HeldJob } from './held-job.ts';
import type { JobEvaluator, ResolvedAction } from './job-evaluator.ts';
import type { ProcessAdmission } from './process-admission.ts';
import type { RunningAttempt, RunningAttempts } from './running-attempts.ts';
import { bootIdOf } from './server-id.ts';

export interface ActionRunnerOptions {
  /** The server whose lease covers the attempts. */
  readonly serverId: string;
  readonly types: ReadonlyMap<string, ActionType>;
  readonly evaluator: JobEvaluator;
  readonly processes: ProcessRunner;
  readonly admission: ProcessAdmission;
  readonly running: RunningAttempts;
  readonly children: ChildJobs;
  readonly credentials: ActionCredentials;
  readonly clock: Clock;
  /** Commits, and does not give up before the store takes it or the server closes. */
  commit(request: CommitRequest): Promise<CommitResult>;
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

  constructor(options: ActionRunnerOptions) {
    this.#options = options;
  }

  /** Whether the action is dispatched through the queue; the others start where they stand. */
  isQueued(type: string): boolean {
    const kind = this.#options.types.get(type)?.kind;
    return kind === 'queued' || kind === 'process';
  }

  /** Starts the action as soon as there is room for it. Resolves once it runs, or waits. */
  async start(job: HeldJob, name: string): Promise<void> {
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
    const action = job.state.actions.get(name);
    const type = action && this.#options.types.get(action.type);
    const attempt = this.#options.running.get(actionId(job.row.id, name));
    if (action === undefined || type === undefined || attempt === undefined) return;
    if (action.status !== 'RUNNING' || attempt.abort.signal.aborted) {
      this.#forget(job, action);
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
    const result = await this.#commit(job, {
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
      const boot = bootIdOf(action.owner);
      await this.#reattach(job, taken, type, context, attempt, boot);
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
    await this.#commit(job, { kind: 'killed', name, ...endOfKilled(running.process) });
  }

  /** Kills the job that is the action's work; false for an action that has none. */
  async #killChild(job: HeldJob, name: string): Promise<boolean> {
    const action = job.state.actions.get(name);
    if (action === undefined) return false;
    if (this.#options.types.get(action.type)?.kind !== 'child-job') return false;
    await this.#options.children.kill(action);
    await this.#commit(job, { kind: 'killed', name });
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
      const attached = await this.#options.processes.attach(directory);
      if (attached.kind === 'running') await attached.process.kill();
    }
    const isProcess = this.#options.types.get(action.type)?.kind === 'process';
    await this.#commit(job, { kind: 'killed', name: action.name, ...endOfKilled(isProcess) });
  }

  async #claimAndRun(job: HeldJob, node: ActionNode, type: ActionType): Promise<void> {
    const id = actionId(job.row.id, node.name);
    const resolved = await this.#resolve(job, node);
    const { serverId, running } = this.#options;
    const result =
      resolved &&
      (await this.#commit(job, {
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
    if (type.kind === 'process') await this.#launch(job, action, type, context, attempt);
    else if (type.kind === 'child-job') await this.#startChild(job, action, type, context);
    else await this.#runInServer(job, action, type, context);
  }

  /** The action with its expressions evaluated; undefined after a failure, which is posted. */
  async #resolve(job: HeldJob, node: ActionNode): Promise<ResolvedAction | undefined> {
    try {
      return await this.#options.evaluator.resolveAction(job, node);
    } catch (error) {
      await this.#commit(job, expressionFailed(node.name, error, errorClassOf(error)));
      return undefined;
    }
  }

  async #refuse(job: HeldJob, node: ActionNode): Promise<void> {
    await this.#commit(
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
    await this.#conclude(job, action, 'start', async () => {
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
      await this.#commit(job, failedEvent(action, 'start', error));
    }
    this.#forget(job, action);
  }

  async #launch(
    job: HeldJob,
    action: WorkflowAction,
    type: ProcessActionType,
    context: ActionContext,
    attempt: RunningAttempt,
  ): Promise<void> {
    try {
      // Work within the server keeps no notes mostly, and a directory costs more than its commits.
      inAttempt(context, () => mkdirSync(context.directory, { recursive: true }));
      const granted = await this.#options.credentials.grant(job.definition, context);
      const prepared = await type.prepare(granted.context);
      if (context.signal.aborted) return this.#forget(job, action);
      const environment = { ...prepared.environment, ...granted.environment };
      const specification = { ...prepared, environment };
      const process = await this.#options.processes.start(context.directory, specification);
      this.#follow(job, action, type, context, attempt, process);
    } catch (error) {
      await this.#commit(job, failedEvent(action, 'start', error));
      this.#forget(job, action);
    }
  }

  /** Waits for the process without holding up the queue. */
  #follow(
    job: HeldJob,
    action: WorkflowAction,
    type: ProcessActionType,
    context: ActionContext,
    attempt: RunningAttempt,
    process: RunningProcess,
  ): void {
    attempt.process = process;
    if (attempt.abort.signal.aborted) void process.kill();
    void this.#commit(job, {
      kind: 'started',
      name: action.name,
      attempt: action.attempt,
      externalId: String(process.pid),
      externalStatus: 'RUNNING',
    });
    void process.ended.then((exit) => this.#takeUp(job, action, type, context, exit));
  }

  async #reattach(
    job: HeldJob,
    action: WorkflowAction,
    type: ProcessActionType,
    context: ActionContext,
    attempt: RunningAttempt,
    claimedBootId: string | undefined,
  ): Promise<void> {
    const id = actionId(job.row.id, action.name);
    const demand = { type: type.name, memoryBytes: type.memoryDemandBytes(context.element) };
    this.#options.admission.adopt(id, demand);
    const attached = await this.#options.processes.attach(context.directory, { claimedBootId });
    switch (attached.kind) {
      case 'never-started':
        return this.#launch(job, action, type, context, attempt);
      case 'running':
        return this.#follow(job, action, type, context, attempt, attached.process);
      case 'ended':
        return this.#takeUp(job, action, type, context, attached.exit);
      case 'unknown':
        return this.#outcomeUnknown(job, action, attached.reason);
    }
  }

  /** What the end of a process means, unless nobody knows how, or whether, it ended. */
  async #takeUp(
    job: HeldJob,
    action: WorkflowAction,
    type: ProcessActionType,
    context: ActionContext,
    exit: ProcessExit,
  ): Promise<void> {
    if (exit.doubt === 'outcome-unknown') {
      await this.#outcomeUnknown(job, action, 'its process is gone and has left no exit status');
    } else {
      const phase = exit.doubt === 'never-executed' ? 'start' : 'end';
      await this.#conclude(job, action, phase, async () => {
        await this.#options.credentials.conceal(job.definition, context);
        return await type.conclude(context, exit);
      });
    }
  }

  async #outcomeUnknown(job: HeldJob, action: WorkflowAction, reason: string): Promise<void> {
    const error = new HowdahError('HOWDAH_OUTCOME_UNKNOWN', [action.name, reason]);
    await this.#commit(job, {
      kind: 'outcome-unknown',
      name: action.name,
      attempt: action.attempt,
      reason: error.message,
    });
    this.#forget(job, action);
  }

  /** Posts what the work gives, or how it failed. */
  async #conclude(
    job: HeldJob,
    action: WorkflowAction,
    phase: FailedEvent['phase'],
    work: () => Promise<ActionOutcome>,
  ): Promise<void> {
    let event: WorkflowEvent;
    try {
      const outcome = await work();
      event = this.#endedEvent(action, outcome);
    } catch (error) {
      event = failedEvent(action, phase, error);
    }
    // Only then may the sweeper take an interest in the action again.
    await this.#commit(job, event);
    this.#forget(job, action);
  }

  #endedEvent(action: WorkflowAction, { dataMap, ...outcome }: ActionOutcome): WorkflowEvent {
    const data = outcome.data ?? (dataMap && formatProperties(dataMap, this.#options.clock.now()));
    return { kind: 'ended', name: action.name, attempt: action.attempt, ...outcome, data };
  }

  #forget(job: HeldJob, action: WorkflowAction): void {
    const id = actionId(job.row.id, action.name);
    this.#options.running.end(id);
    this.#options.admission.release(id);
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

  #commit(job: HeldJob, event: WorkflowEvent): Promise<CommitResult> {
    const shown = this.#options.credentials.concealEvent(event);
    return this.#options.commit({ jobId: job.row.id, event: shown });
  }
}
