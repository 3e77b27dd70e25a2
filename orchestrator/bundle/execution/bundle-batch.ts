/** What one transaction does to bundles: events of many of them, in order, as rows. */

import { bundleActionToRow, bundleJobToRow, bundleStateFromRows } from '../../store/bundle-rows.ts';
import type { BundleActionRow, BundleJobRow } from '../../store/coordinator-tables.ts';
import type { DefinitionRow } from '../../store/database-schema.ts';
import type { Batch } from '../../store/group-committer.ts';
import type { StoredBundle, StoredRecurringJobs } from '../../store/recurring-work.ts';
import type { RowWrites, TransactionWork } from '../../store/store.ts';
import type { BundleCommand, BundleEvent, BundleState } from '../job/bundle-job-state.ts';
import { type BundleEnvironment, bundleTransition } from '../job/bundle-transition.ts';

/** A bundle as a server holds it in memory. */
export interface HeldBundle {
  row: BundleJobRow;
  state: BundleState;
}

export type HeldBundles = Map<string, HeldBundle>;

export interface BundleRequest {
  readonly jobId: string;
  readonly event: BundleEvent;
  readonly creation?: StoredBundle | undefined;
  readonly definitions?: readonly DefinitionRow[] | undefined;
}

export interface BundleResult {
  readonly verdict: 'accepted' | 'ignored' | 'no-such-job';
  readonly held: HeldBundle | undefined;
  readonly commands: readonly BundleCommand[];
}

export class BundleBatch implements Batch<BundleResult> {
  readonly results: BundleResult[] = [];
  readonly work: TransactionWork;
  readonly #requests: readonly BundleRequest[];
  readonly #held: HeldBundles;
  readonly #environment: BundleEnvironment;
  readonly #touched = new Map<string, HeldBundle>();
  readonly #definitions = new Map<string, DefinitionRow>();

  constructor(
    requests: readonly BundleRequest[],
    held: HeldBundles,
    environment: BundleEnvironment,
  ) {
    this.#requests = requests;
    this.#held = held;
    this.#environment = environment;
    this.work = {
      jobIds: [],
      heldVersion: () => undefined,
      recurring: {
        kind: 'bundle',
        jobIds: [...new Set(requests.map(({ jobId }) => jobId))],
        heldVersion: (id) => held.get(id)?.row.version,
        deletedActionIds: () => [],
      },
      compute: (_workflows, recurring) => this.#compute(recurring),
    };
  }

  forget(): void {
    for (const { jobId } of this.#requests) this.#held.delete(jobId);
  }

  #compute({ bundles }: StoredRecurringJobs): RowWrites {
    for (const stored of bundles.values()) this.#hold(stored);
    for (const request of this.#requests) this.results.push(this.#apply(request));
    return this.#rows();
  }

  #hold(stored: StoredBundle): HeldBundle {
    const held = { row: { ...stored.job }, state: bundleStateFromRows(stored) };
    this.#held.set(stored.job.id, held);
    return held;
  }

  #apply({ jobId, event, creation, definitions = [] }: BundleRequest): BundleResult {
    let held = this.#held.get(jobId);
    if (held === undefined && creation !== undefined) {
      held = this.#hold(creation);
      this.#touched.set(jobId, held);
      for (const definition of definitions) this.#definitions.set(definition.hash, definition);
    }
    if (held === undefined) return { verdict: 'no-such-job', held, commands: [] };
    const change = bundleTransition(held.state, event, this.#environment);
    if (change.isChanged) {
      held.state = change.state;
      this.#touched.set(jobId, held);
    }
    return { verdict: change.verdict, held, commands: change.commands };
  }

  #rows(): RowWrites {
    const { nowMs } = this.#environment;
    const jobs: BundleJobRow[] = [];
    const actions: BundleActionRow[] = [];
    for (const held of this.#touched.values()) {
      const { job, actions: all } = held.state;
      held.row = bundleJobToRow(job, held.row, nowMs);
      jobs.push(held.row);
      for (const action of all.values()) actions.push(bundleActionToRow(job.id, action, nowMs));
    }
    return {
      definitions: [...this.#definitions.values()],
      bundle_jobs: jobs,
      bundle_actions: actions,
    };
  }
}
