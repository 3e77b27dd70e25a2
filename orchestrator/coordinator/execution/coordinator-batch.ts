/** What one transaction does to coordinators: events of many of them, in order, as rows. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { notificationRows } from '../../notification/notification-row.ts';
import type { Notification } from '../../notification/workflow-notifications.ts';
import { slaToRow } from '../../sla/sla-rows.ts';
import {
  coordinatorActionId,
  coordinatorActionToRow,
  coordinatorJobToRow,
  coordinatorStateFromRows,
} from '../../store/coordinator-rows.ts';
import type {
  CoordinatorActionDocumentRow,
  CoordinatorActionRow,
  CoordinatorJobRow,
} from '../../store/coordinator-tables.ts';
import type { DefinitionRow } from '../../store/database-schema.ts';
import type { Batch } from '../../store/group-committer.ts';
import type { NotificationRow } from '../../store/notification-tables.ts';
import type { StoredRecurringJobs } from '../../store/recurring-work.ts';
import type { SlaEntryRow } from '../../store/sla-tables.ts';
import type { RowWrites, TransactionWork } from '../../store/store.ts';
import { applyCoordinatorChange, type CoordinatorChange } from '../job/coordinator-draft.ts';
import type { CoordinatorEnvironment } from '../job/coordinator-environment.ts';
import type { CoordinatorEvent } from '../job/coordinator-event.ts';
import { coordinatorTransition } from '../job/coordinator-transition.ts';
import type { CoordinatorVerdict } from '../job/coordinator-verdict.ts';
import type { HeldCoordinator, HeldCoordinators } from './held-coordinator.ts';

/** One thing to commit: an event of a coordinator that exists, or a new one. */
export interface CoordinatorRequest {
  readonly jobId: string;
  readonly event: CoordinatorEvent;
  /** A row that is there already stays as it is. */
  readonly creation?: CoordinatorCreation | undefined;
  /** Columns that the state machine does not know, of an `update`. */
  readonly replacement?: Partial<CoordinatorJobRow> | undefined;
  /** Texts that the rows refer to. */
  readonly definitions?: readonly DefinitionRow[] | undefined;
}

export interface CoordinatorCreation {
  readonly row: CoordinatorJobRow;
}

export interface CoordinatorResult {
  readonly verdict: CoordinatorVerdict | 'no-such-job';
  readonly held: HeldCoordinator | undefined;
  readonly change: CoordinatorChange | undefined;
  /** Put into the outbox with the change. */
  readonly notifications?: readonly NotificationRow[] | undefined;
}

export interface CoordinatorBatchEnvironment {
  of(held: HeldCoordinator): CoordinatorEnvironment;
  /** Whom the statuses that actions take are to be told. */
  notifications(held: HeldCoordinator, change: CoordinatorChange): readonly Notification[];
}

export class CoordinatorBatch implements Batch<CoordinatorResult> {
  readonly results: (CoordinatorResult | Error)[] = [];
  readonly work: TransactionWork;
  readonly #requests: readonly CoordinatorRequest[];
  readonly #held: HeldCoordinators;
  readonly #environment: CoordinatorBatchEnvironment;
  readonly #nowMs: number;
  readonly #touched = new Map<string, HeldCoordinator>();
  readonly #actions = new Map<string, CoordinatorActionRow>();
  readonly #documents = new Map<string, CoordinatorActionDocumentRow>();
  readonly #slaEntries = new Map<string, SlaEntryRow>();
  readonly #definitions = new Map<string, DefinitionRow>();
  readonly #deleted = new Set<string>();
  readonly #notifications: NotificationRow[] = [];

  constructor(
    requests: readonly CoordinatorRequest[],
    held: HeldCoordinators,
    environment: CoordinatorBatchEnvironment,
    nowMs: number,
  ) {
    this.#requests = requests;
    this.#held = held;
    this.#environment = environment;
    this.#nowMs = nowMs;
    this.work = {
      jobIds: [],
      heldVersion: () => undefined,
      recurring: {
        kind: 'coordinator',
        jobIds: [...new Set(requests.map(({ jobId }) => jobId))],
        heldVersion: (id) => held.get(id)?.row.version,
        deletedActionIds: () => [...this.#deleted],
      },
      compute: (_workflows, recurring) => this.#compute(recurring),
    };
  }

  forget(): void {
    for (const { jobId } of this.#requests) this.#held.delete(jobId);
  }

  #compute({ coordinators }: StoredRecurringJobs): RowWrites {
    for (const stored of coordinators.values()) {
      const state = coordinatorStateFromRows(stored);
      this.#held.set(stored.job.id, { row: stored.job, state });
    }
    for (const request of this.#requests) this.results.push(this.#attempt(request));
    return this.#rows();
  }

  /** An event that a state refuses is its sender's matter; whatever else went wrong is ours. */
  #attempt(request: CoordinatorRequest): CoordinatorResult | Error {
    try {
      return this.#apply(request);
    } catch (error) {
      if (error instanceof HowdahError) return error;
      throw error;
    }
  }

  #apply(request: CoordinatorRequest): CoordinatorResult {
    const { jobId, event, creation, replacement, definitions = [] } = request;
    let held = this.#held.get(jobId);
    if (held === undefined && creation !== undefined) {
      const row = { ...creation.row };
      held = { row, state: coordinatorStateFromRows({ job: row, actions: [] }) };
      this.#held.set(jobId, held);
      this.#touched.set(jobId, held);
    }
    if (held === undefined) return { verdict: 'no-such-job', held, change: undefined };
    if (replacement !== undefined) held.row = { ...held.row, ...replacement };
    const environment = this.#environment.of(held);
    const { verdict, change } = coordinatorTransition(held.state, event, environment);
    for (const definition of definitions) this.#definitions.set(definition.hash, definition);
    const isChanged = change.isJobChanged || change.actions.size > 0 || change.deleted.size > 0;
    const notifications = this.#notify(held, change);
    if (isChanged || replacement !== undefined) this.#note(held, change);
    return { verdict, held, change, notifications };
  }

  #notify(held: HeldCoordinator, change: CoordinatorChange): NotificationRow[] {
    const told = this.#environment.notifications(held, change);
    if (told.length === 0) return [];
    const key = `${held.row.id}/${held.row.version}`;
    const rows = notificationRows(told, key, this.#nowMs, this.#notifications.length);
    this.#notifications.push(...rows);
    return rows;
  }

  #note(held: HeldCoordinator, change: CoordinatorChange): void {
    const { id } = held.row;
    this.#touched.set(id, held);
    for (const number of change.deleted) {
      const actionId = coordinatorActionId(id, number);
      this.#deleted.add(actionId);
      this.#actions.delete(actionId);
      this.#documents.delete(actionId);
      this.#slaEntries.delete(actionId);
    }
    for (const action of change.actions.values()) {
      const row = coordinatorActionToRow(id, action);
      this.#actions.set(row.id, row);
    }
    for (const [number, xml] of change.xml) {
      const actionId = coordinatorActionId(id, number);
      this.#documents.set(actionId, { action_id: actionId, xml });
    }
    for (const entry of change.sla.values()) this.#slaEntries.set(entry.id, slaToRow(entry));
    held.state = applyCoordinatorChange(held.state, change);
  }

  #rows(): RowWrites {
    const jobs: CoordinatorJobRow[] = [];
    for (const held of this.#touched.values()) {
      held.row = coordinatorJobToRow(held.state.job, held.row, this.#nowMs);
      jobs.push(held.row);
    }
    return {
      definitions: [...this.#definitions.values()],
      coordinator_jobs: jobs,
      coordinator_actions: [...this.#actions.values()],
      coordinator_action_documents: [...this.#documents.values()],
      sla_entries: [...this.#slaEntries.values()],
      notifications: this.#notifications,
    };
  }
}
