/**
 * The safety net: actions whose workflow is not in the state that they say, and coordinators that
 * another server has changed. Everything has an event of its own; this is for what a crash took.
 */
import type { ExpressionBuilder } from 'kysely';
import type { Clock, Timer } from '../../../base/time/clock.ts';
import type { CoordinatorActionRow } from '../../store/coordinator-tables.ts';
import type { Store } from '../../store/store.ts';
import { coordinatorJobStatuses } from '../job/coordinator-job-status.ts';
import type { HeldCoordinators } from './held-coordinator.ts';

const SWEEP_INTERVAL_MS = 10_000;

/** What changed since is still on its way. */
const SETTLED_AFTER_MS = 5_000;

/** Another server's clock may differ from ours by this much. */
const CLOCK_SLACK_MS = 60_000;

export interface UnsettledAction {
  readonly jobId: string;
  readonly number: number;
  readonly workflowId: string;
  /** Undefined if there is no such workflow. */
  readonly workflowStatus: string | undefined;
}

export interface CoordinatorSweeperOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly held: HeldCoordinators;
  settle(action: UnsettledAction): void;
  /** Looks at a coordinator again, as it is in the store. */
  refresh(jobId: string): void;
  onError(error: unknown): void;
}

const openStatuses = Object.entries(coordinatorJobStatuses)
  .filter(([, { isFinal }]) => !isFinal)
  .map(([status]) => status);

export class CoordinatorSweeper {
  readonly #options: CoordinatorSweeperOptions;
  #timer: Timer | undefined;
  #isClosed = false;
  #lookedMs = 0;

  constructor(options: CoordinatorSweeperOptions) {
    this.#options = options;
  }

  /** Every coordinator that is not final. */
  async openJobIds(): Promise<string[]> {
    const rows = await this.#options.store.database
      .selectFrom('coordinator_jobs')
      .where('status', 'in', openStatuses)
      .select('id')
      .execute();
    return rows.map(({ id }) => id);
  }

  /** Looks once, then again and again. Resolves after the first look. */
  async start(): Promise<void> {
    const { clock, onError } = this.#options;
    try {
      await this.#sweep();
    } catch (error) {
      onError(error);
    }
    if (this.#isClosed) return;
    this.#timer = clock.setTimer(SWEEP_INTERVAL_MS, () => void this.start());
  }

  stop(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

  async #sweep(): Promise<void> {
    const { store, clock, held } = this.#options;
    const isFirst = this.#lookedMs === 0;
    const nowMs = clock.now();
    const unsettled = store.database
      .selectFrom('coordinator_actions as a')
      .leftJoin('workflow_jobs as w', 'w.id', 'a.external_id')
      .where('a.is_active', '=', 1)
      .where('a.external_id', 'is not', null)
      .whereRef(
        (expression) => expression.fn.coalesce('w.status', expression.val('')),
        '!=',
        'a.status',
      )
      .select(['a.job_id', 'a.action_number', 'a.external_id', 'w.status as workflow_status']);
    const rows = await (isFirst ? unsettled : unsettled.where(isSettled(nowMs))).execute();
    for (const row of rows) {
      this.#options.settle({
        jobId: row.job_id,
        number: row.action_number,
        workflowId: row.external_id ?? '',
        workflowStatus: row.workflow_status ?? undefined,
      });
    }
    if (store.isShared && !isFirst) await this.#refreshChanged(held, nowMs);
    this.#lookedMs = nowMs;
  }

  /** Other servers tell nobody what they have changed. */
  async #refreshChanged(held: HeldCoordinators, nowMs: number): Promise<void> {
    // The clock may have been set back since the last look.
    const sinceMs = Math.min(this.#lookedMs, nowMs) - CLOCK_SLACK_MS;
    const rows = await this.#options.store.database
      .selectFrom('coordinator_jobs')
      .where('modified_ms', '>=', sinceMs)
      .where('status', 'in', openStatuses)
      .select(['id', 'version'])
      .execute();
    for (const { id, version } of rows) {
      if (held.get(id)?.row.version !== version) this.#options.refresh(id);
    }
  }
}

/** What was changed in the future was changed before the clock was set back. */
function isSettled(nowMs: number) {
  return (where: ExpressionBuilder<{ a: CoordinatorActionRow }, 'a'>) =>
    where.or([
      where('a.modified_ms', '<=', nowMs - SETTLED_AFTER_MS),
      where('a.modified_ms', '>', nowMs + CLOCK_SLACK_MS),
    ]);
}
