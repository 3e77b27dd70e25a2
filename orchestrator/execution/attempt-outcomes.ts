/** Posts what becomes of attempts as events of their jobs, and lets go of what has ended. */
import type { ActionOutcome } from '../../actions/contract/action-type.ts';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { formatProperties } from '../../base/properties/format-properties.ts';
import type { Clock } from '../../base/time/clock.ts';
import type { ActionCredentials } from '../credentials/action-credentials.ts';
import type { FailedEvent, WorkflowEvent } from '../job/workflow-event.ts';
import type { WorkflowAction } from '../job/workflow-job-state.ts';
import { actionId } from '../store/workflow-rows.ts';
import { failedEvent } from './action-failure.ts';
import type { CommitRequest, CommitResult } from './commit-batch.ts';
import type { HeldJob } from './held-job.ts';
import type { ProcessAdmission } from './process-admission.ts';
import type { RunningAttempts } from './running-attempts.ts';

export interface AttemptOutcomesOptions {
  readonly admission: ProcessAdmission;
  readonly running: RunningAttempts;
  readonly credentials: ActionCredentials;
  readonly clock: Clock;
  /** Commits, and does not give up before the store takes it or the server closes. */
  commit(request: CommitRequest): Promise<CommitResult>;
}

export class AttemptOutcomes {
  readonly #options: AttemptOutcomesOptions;

  constructor(options: AttemptOutcomesOptions) {
    this.#options = options;
  }

  /** Nothing secret gets into the store with an event. */
  post(job: HeldJob, event: WorkflowEvent): Promise<CommitResult> {
    const shown = this.#options.credentials.concealEvent(event);
    return this.#options.commit({ jobId: job.row.id, event: shown });
  }

  /** Posts what the work gives, or how it failed. */
  async conclude(
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
    await this.post(job, event);
    this.forget(job, action);
  }

  /** Nobody knows how, or whether, the attempt has ended. */
  async unknown(job: HeldJob, action: WorkflowAction, reason: string): Promise<void> {
    const error = new HowdahError('HOWDAH_OUTCOME_UNKNOWN', [action.name, reason]);
    await this.post(job, {
      kind: 'outcome-unknown',
      name: action.name,
      attempt: action.attempt,
      reason: error.message,
    });
    this.forget(job, action);
  }

  /** The attempt is no longer this server's work. */
  forget(job: HeldJob, action: WorkflowAction): void {
    const id = actionId(job.row.id, action.name);
    this.#options.running.end(id);
    this.#options.admission.release(id);
  }

  #endedEvent(action: WorkflowAction, { dataMap, ...outcome }: ActionOutcome): WorkflowEvent {
    const data = outcome.data ?? (dataMap && formatProperties(dataMap, this.#options.clock.now()));
    return { kind: 'ended', name: action.name, attempt: action.attempt, ...outcome, data };
  }
}
