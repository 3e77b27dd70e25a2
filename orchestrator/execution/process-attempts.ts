/** The attempts whose work is a process: started, followed, and found again by a later server. */
import type {
  ActionContext,
  ProcessActionType,
  ProcessExit,
} from '../../actions/contract/action-type.ts';
import { inAttempt } from '../../actions/launcher/work-directory.ts';
import type { ProcessRunner, RunningProcess } from '../../actions/process/process-runner.ts';
import type { Clock } from '../../base/time/clock.ts';
import type { ActionCredentials } from '../credentials/action-credentials.ts';
import type { WorkflowAction } from '../job/workflow-job-state.ts';
import { actionId } from '../store/workflow-rows.ts';
import { failedEvent } from './action-failure.ts';
import type { AttemptOutcomes } from './attempt-outcomes.ts';
import type { HeldJob } from './held-job.ts';
import type { ProcessAdmission } from './process-admission.ts';
import type { RunningAttempt } from './running-attempts.ts';

/**
 * How long a process is left alone before it is recorded that it runs: whatever ends sooner has
 * both recorded at once. Until then its own record tells the same.
 */
const START_NOTICE_DELAY_MS = 20;

export interface ProcessAttemptsOptions {
  readonly clock: Clock;
  readonly processes: ProcessRunner;
  readonly admission: ProcessAdmission;
  readonly credentials: ActionCredentials;
  readonly outcomes: AttemptOutcomes;
}

export class ProcessAttempts {
  readonly #options: ProcessAttemptsOptions;
  readonly #outcomes: AttemptOutcomes;

  constructor(options: ProcessAttemptsOptions) {
    this.#options = options;
    this.#outcomes = options.outcomes;
  }

  /** Returns once the process runs; its end comes as an event of its own. */
  async launch(
    job: HeldJob,
    action: WorkflowAction,
    type: ProcessActionType,
    context: ActionContext,
    attempt: RunningAttempt,
  ): Promise<void> {
    try {
      // Work within the server keeps no notes mostly, and a directory costs more than its commits.
      inAttempt(context, () => this.#options.processes.makeDirectory(context.directory));
      const granted = await this.#options.credentials.grant(job.definition, context);
      const prepared = await type.prepare(granted.context);
      if (context.signal.aborted) {
        this.#options.processes.discard(context.directory);
        return this.#outcomes.forget(job, action);
      }
      const environment = { ...prepared.environment, ...granted.environment };
      const specification = { ...prepared, environment };
      const process = await this.#options.processes.start(context.directory, specification);
      this.#follow(job, action, type, context, attempt, process);
    } catch (error) {
      this.#options.processes.discard(context.directory);
      await this.#outcomes.post(job, failedEvent(action, 'start', error));
      this.#outcomes.forget(job, action);
    }
  }

  /**
   * Goes on with what a dead server has left.
   * @param claimedBootId the boot of the machine in which the attempt was claimed
   */
  async reattach(
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
        return this.launch(job, action, type, context, attempt);
      case 'running':
        return this.#follow(job, action, type, context, attempt, attached.process);
      case 'ended': {
        const noteStart = this.#startNotice(job, action, attached.pid);
        return this.#takeUp(job, action, type, context, attached.exit, noteStart);
      }
      case 'unknown':
        return this.#outcomes.unknown(job, action, attached.reason);
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
    const noteStart = this.#startNotice(job, action, process.pid);
    void process.ended.then((exit) => this.#takeUp(job, action, type, context, exit, noteStart));
  }

  /** Records soon that the process runs; the returned function does so at once, unless it is. */
  #startNotice(job: HeldJob, action: WorkflowAction, pid: number): () => void {
    let isNoted = false;
    const note = () => {
      timer.cancel();
      if (isNoted) return;
      isNoted = true;
      void this.#outcomes.post(job, {
        kind: 'started',
        name: action.name,
        attempt: action.attempt,
        externalId: String(pid),
        externalStatus: 'RUNNING',
      });
    };
    const timer = this.#options.clock.setTimer(START_NOTICE_DELAY_MS, note);
    return note;
  }

  /** What the end of a process means, unless nobody knows how, or whether, it ended. */
  async #takeUp(
    job: HeldJob,
    action: WorkflowAction,
    type: ProcessActionType,
    context: ActionContext,
    exit: ProcessExit,
    noteStart: () => void,
  ): Promise<void> {
    if (exit.doubt === 'outcome-unknown') {
      noteStart();
      await this.#outcomes.unknown(job, action, 'its process is gone and has left no exit status');
    } else {
      const phase = exit.doubt === 'never-executed' ? 'start' : 'end';
      await this.#outcomes.conclude(job, action, phase, async () => {
        try {
          await this.#options.credentials.conceal(job.definition, context);
          return await type.conclude(context, exit);
        } finally {
          // In the same transaction as the end, which is posted next.
          noteStart();
        }
      });
    }
  }
}
