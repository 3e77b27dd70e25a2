/** What one transaction does: the events of many jobs, applied in order, as rows to write. */

import type { ActionNode, WorkflowDefinition } from '../definition/workflow-definition.ts';
import { judgeJobEvent } from '../job/job-transitions.ts';
import { jobRetrySettings, type RetrySettings } from '../job/retry-settings.ts';
import type { ImmediateAnswer } from '../job/transition.ts';
import { type Transition, transition } from '../job/transition.ts';
import type { WorkflowCommand } from '../job/workflow-command.ts';
import { applyChange, type WorkflowChange } from '../job/workflow-draft.ts';
import type { ResolvedRetry, WorkflowEvent } from '../job/workflow-event.ts';
import type { WorkflowAction } from '../job/workflow-job-state.ts';
import type { WorkflowJobStatus } from '../job/workflow-job-status.ts';
import { notificationRows } from '../notification/notification-row.ts';
import {
  isAnyoneTold,
  type Notification,
  type WorkflowChangeFacts,
} from '../notification/workflow-notifications.ts';
import type { SlaEntry } from '../sla/sla-entry.ts';
import { slaToRow } from '../sla/sla-rows.ts';
import type {
  DefinitionRow,
  WorkflowActionRow,
  WorkflowAttemptRow,
  WorkflowJobRow,
} from '../store/database-schema.ts';
import type { NotificationRow } from '../store/notification-tables.ts';
import type { SlaEntryRow } from '../store/sla-tables.ts';
import type { Renewals, RowWrites, StoredWorkflowJob } from '../store/store.ts';
import { actionId, actionToRow, attemptToRow, jobToRow } from '../store/workflow-rows.ts';
import { type HeldJob, holdStoredJob, type JobReader } from './held-job.ts';
import type { HeldJobs } from './held-jobs.ts';

/** One thing to commit: an event of a job that exists, or a new job. */
export interface CommitRequest {
  readonly jobId: string;
  readonly event?: WorkflowEvent | undefined;
  readonly creation?: JobCreation | undefined;
  /** With the event `rerun`: what the job is run with from now on. */
  readonly renewal?: JobRenewal | undefined;
}

export interface JobCreation {
  /** Makes the job afresh each time: a batch that fails is tried again. */
  create(): HeldJob;
  readonly definition: DefinitionRow;
  /** What is expected of the job and its actions. */
  readonly slaEntries?: readonly SlaEntry[] | undefined;
}

export interface JobRenewal {
  readonly row: Partial<WorkflowJobRow>;
  readonly definition: WorkflowDefinition;
  readonly configuration: ReadonlyMap<string, string>;
  readonly definitionRow: DefinitionRow;
}

/** What became of a request. */
export interface CommitResult {
  readonly verdict: Transition['verdict'] | 'no-such-job';
  readonly job: HeldJob | undefined;
  readonly commands: readonly WorkflowCommand[];
  /** The job's status if it changed. */
  readonly newStatus?: WorkflowJobStatus | undefined;
  /** The actions that changed, as they are now. */
  readonly changed?: readonly WorkflowAction[] | undefined;
  /** Stored with a new job. */
  readonly slaEntries?: readonly SlaEntry[] | undefined;
  /** Put into the outbox with the change. */
  readonly notifications?: readonly NotificationRow[] | undefined;
}

export interface CommitEnvironment {
  readonly reader: JobReader;
  readonly retry: RetrySettings;
  answer(job: HeldJob): ImmediateAnswer;
  /** See `TransitionEnvironment`. */
  userRetry(job: HeldJob, node: ActionNode): ResolvedRetry | undefined;
  /** What is shown of a node before it is run: its element with the expressions in it. */
  writtenConf(job: HeldJob, nodeName: string): string;
  /** Whom a change is to be told. */
  notifications(change: WorkflowChangeFacts): Notification[];
  /** A transaction that was to change the job has failed. */
  failed(jobId: string): void;
  /**
   * Sends what the changes start on its way while they become durable; on arrival it waits until
   * they are. Whether there was anything to send.
   */
  sendAhead(results: readonly CommitResult[]): boolean;
  /** How many attempts this server is working on. */
  attemptsUnderWay(): number;
}

/** With so many attempts beside those of a transaction, more ends will come meanwhile. */
const ATTEMPTS_BESIDE_MIN = 4;

type WorkflowTable =
  | 'definitions'
  | 'workflow_jobs'
  | 'workflow_actions'
  | 'workflow_attempts'
  | 'notifications'
  | 'sla_entries';

/** By which a job runs, if only for a moment within the transition. */
const startingEvents: ReadonlySet<string> = new Set(['start', 'resume', 'rerun']);

export class CommitBatch {
  readonly results: CommitResult[] = [];
  readonly #requests: readonly CommitRequest[];
  readonly #held: HeldJobs;
  readonly #environment: CommitEnvironment;
  readonly #nowMs: number;
  /** Jobs that this batch has changed, with the nodes whose rows have to be written. */
  readonly #touched = new Map<string, { job: HeldJob; actions: Set<string> }>();
  readonly #definitions = new Map<string, DefinitionRow>();
  readonly #attempts = new Map<string, WorkflowAttemptRow>();
  readonly #notifications: NotificationRow[] = [];
  readonly #slaEntries: SlaEntryRow[] = [];
  readonly #renewed = new Set<string>();
  readonly #removedActionIds: string[] = [];
  #hasSent = false;

  constructor(
    requests: readonly CommitRequest[],
    held: HeldJobs,
    environment: CommitEnvironment,
    nowMs: number,
  ) {
    this.#requests = requests;
    this.#held = held;
    this.#environment = environment;
    this.#nowMs = nowMs;
  }

  get jobIds(): string[] {
    return [...new Set(this.#requests.map((request) => request.jobId))];
  }

  /** See `TransactionWork`. */
  written(): void {
    this.#hasSent = this.#environment.sendAhead(this.results);
  }

  /** See `TransactionWork`. */
  isThreadWanted(): boolean {
    if (this.#hasSent) return true;
    const beside = this.#environment.attemptsUnderWay() - this.#requests.length;
    return beside >= ATTEMPTS_BESIDE_MIN;
  }

  heldVersion(jobId: string): number | undefined {
    return this.#held.get(jobId)?.row.version;
  }

  compute(loaded: ReadonlyMap<string, StoredWorkflowJob>): RowWrites {
    for (const stored of loaded.values()) {
      this.#held.hold(holdStoredJob(stored, this.#environment.reader));
    }
    for (const request of this.#requests) {
      const { slaEntries } = request.creation ?? {};
      this.#slaEntries.push(...(slaEntries ?? []).map(slaToRow));
      this.results.push({ ...this.#apply(request), slaEntries });
    }
    return this.#rows();
  }

  /** After a failed commit memory may be ahead of the store. */
  forget(): void {
    for (const id of this.jobIds) {
      this.#held.drop(id);
      this.#environment.failed(id);
    }
  }

  #apply(request: CommitRequest): CommitResult {
    if (request.creation !== undefined && this.#held.get(request.jobId) === undefined) {
      const job = request.creation.create();
      const { definition } = request.creation;
      this.#held.hold(job);
      this.#touch(job);
      this.#definitions.set(definition.hash, definition);
    }
    const job = this.#held.get(request.jobId);
    if (job === undefined) return { verdict: 'no-such-job', job, commands: [] };
    if (request.event === undefined) return { verdict: 'accepted', job, commands: [] };
    return this.#applyEvent(this.#renew(job, request), request.event);
  }

  /** The job as it is from its rerun on, if it may be run again. */
  #renew(job: HeldJob, { renewal }: CommitRequest): HeldJob {
    if (renewal === undefined || judgeJobEvent(job.state.job.status, 'rerun') !== 'accepted') {
      return job;
    }
    const { definition, configuration, definitionRow } = renewal;
    const renewed = { ...job, row: { ...job.row, ...renewal.row }, definition, configuration };
    this.#held.hold(renewed);
    this.#renewed.add(job.row.id);
    this.#definitions.set(definitionRow.hash, definitionRow);
    return renewed;
  }

  /** Called after `compute`. */
  renewals(): Renewals {
    const jobs = [...this.#renewed].flatMap((id) => this.#touched.get(id)?.job.row ?? []);
    return { jobs, removedActionIds: this.#removedActionIds };
  }

  #applyEvent(job: HeldJob, event: WorkflowEvent): CommitResult {
    const environment = {
      definition: job.definition,
      nowMs: this.#nowMs,
      retry: jobRetrySettings(this.#environment.retry, job.configuration),
      userRetry: (node: ActionNode) => this.#environment.userRetry(job, node),
    };
    const answer = this.#environment.answer(job);
    const statusBefore = job.state.job.status;
    let notifications: NotificationRow[] = [];
    const { verdict, change } = transition(job.state, event, environment, answer);
    if (change.isJobChanged || change.actions.size > 0) {
      for (const [name, action] of change.actions) {
        this.#noteAttempt(job, job.state.actions.get(name), action);
      }
      notifications = this.#notify(job, change, startingEvents.has(event.kind));
      for (const name of change.removed) this.#removedActionIds.push(actionId(job.row.id, name));
      job.state = applyChange(job.state, change);
      this.#touch(job, change.actions.keys());
    }
    const newStatus = change.job.status === statusBefore ? undefined : change.job.status;
    const changed = [...change.actions.values()];
    return { verdict, job, commands: change.commands, newStatus, changed, notifications };
  }

  /** To be called before the change is applied. */
  #notify(job: HeldJob, change: WorkflowChange, isStart: boolean): NotificationRow[] {
    const { row, state, configuration } = job;
    if (!isAnyoneTold(configuration)) return [];
    const { status } = change.job;
    const told = this.#environment.notifications({
      jobId: row.id,
      parentId: row.parent_id ?? undefined,
      configuration,
      newStatus: status === state.job.status ? undefined : status,
      isStart,
      actions: [...change.actions.values()].map((after) => ({
        before: state.actions.get(after.name),
        after,
      })),
    });
    if (told.length === 0) return [];
    const key = `${row.id}/${row.version}`;
    const rows = notificationRows(told, key, this.#nowMs, this.#notifications.length);
    this.#notifications.push(...rows);
    return rows;
  }

  #noteAttempt(job: HeldJob, before: WorkflowAction | undefined, after: WorkflowAction): void {
    if (before?.run !== after.run || after.attempt === 0 || after.status === 'PREP') return;
    if (before.attempt < after.attempt && before.status === 'RUNNING') {
      this.#writeAttempt(attemptToRow(job.row.id, { ...before, status: 'LOST' }));
    }
    const endedMs = after.endedMs ?? this.#nowMs;
    this.#writeAttempt(attemptToRow(job.row.id, { ...after, endedMs }));
  }

  #writeAttempt(row: WorkflowAttemptRow): void {
    this.#attempts.set(`${row.action_id} ${row.run} ${row.attempt}`, row);
  }

  #touch(job: HeldJob, actionNames: Iterable<string> = []): void {
    let entry = this.#touched.get(job.row.id);
    if (entry === undefined) {
      entry = { job, actions: new Set() };
      this.#touched.set(job.row.id, entry);
    }
    entry.job = job;
    for (const name of actionNames) entry.actions.add(name);
  }

  #actionRow(job: HeldJob, action: WorkflowAction): WorkflowActionRow {
    const row = actionToRow(job.row.id, action);
    if (row.conf !== '') return row;
    return { ...row, conf: this.#environment.writtenConf(job, action.name) };
  }

  #rows(): RowWrites {
    const writes: Required<Pick<RowWrites, WorkflowTable>> = {
      definitions: [...this.#definitions.values()],
      workflow_jobs: [],
      workflow_actions: [],
      workflow_attempts: [...this.#attempts.values()],
      notifications: this.#notifications,
      sla_entries: this.#slaEntries,
    };
    for (const { job, actions } of this.#touched.values()) {
      job.row = jobToRow(job.state.job, job.row, this.#nowMs);
      this.#held.hold(job);
      writes.workflow_jobs.push(job.row);
      for (const name of actions) {
        const action = job.state.actions.get(name);
        if (action !== undefined) writes.workflow_actions.push(this.#actionRow(job, action));
      }
    }
    return writes;
  }
}
