/** Actions with their configurations, as commands answer them. */
import type { Clock } from '../../../base/time/clock.ts';
import { writeConfiguration } from '../../config/write-configuration.ts';
import {
  coordinatorActionFromRow,
  coordinatorStateFromRows,
} from '../../store/coordinator-rows.ts';
import type { CoordinatorActionRow } from '../../store/coordinator-tables.ts';
import type { Store } from '../../store/store.ts';
import type { CoordinatorActionView, CoordinatorRerun } from '../coordinator-service.ts';
import type { CoordinatorExecution } from '../execution/coordinator-execution.ts';
import { readCoordinatorJob } from './coordinator-queries.ts';

export interface ActionViewsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly execution: CoordinatorExecution;
}

export class ActionViews {
  readonly #options: ActionViewsOptions;

  constructor(options: ActionViewsOptions) {
    this.#options = options;
  }

  async of(rows: readonly CoordinatorActionRow[]): Promise<CoordinatorActionView[]> {
    return await Promise.all(rows.map((row) => this.#view(row)));
  }

  /** As they are the moment that they are run again. */
  async asRerun(
    rows: readonly CoordinatorActionRow[],
    { failed, refresh }: Pick<CoordinatorRerun, 'failed' | 'refresh'>,
  ): Promise<CoordinatorActionView[]> {
    const modified_ms = this.#options.clock.now();
    const views = await this.of(rows);
    return views.map(({ row, createdConf, runConf }) => ({
      createdConf,
      // What is resolved again has no configuration of a run yet.
      runConf: refresh ? createdConf : runConf,
      row: {
        ...row,
        modified_ms,
        status: 'WAITING',
        external_id: failed ? row.external_id : null,
        external_status: null,
        error_code: '',
        error_message: '',
      },
    }));
  }

  async #view(row: CoordinatorActionRow): Promise<CoordinatorActionView> {
    const { store, execution } = this.#options;
    const job = await readCoordinatorJob(store.database, row.job_id);
    const held = { row: job, state: coordinatorStateFromRows({ job, actions: [] }) };
    const createdConf = await execution.texts.text(row.conf_hash);
    // Until its workflow is started, an action shows the configuration that it was made with.
    return {
      row,
      createdConf,
      runConf: hasRun(row) ? await this.#runConf(held, row) : createdConf,
    };
  }

  /** Undefined while it cannot be told: expressions may ask for data that are not there yet. */
  async #runConf(
    held: Parameters<CoordinatorExecution['configurations']['of']>[0],
    row: CoordinatorActionRow,
  ): Promise<string | undefined> {
    try {
      const { configurations } = this.#options.execution;
      return writeConfiguration(await configurations.of(held, coordinatorActionFromRow(row)));
    } catch {
      return undefined;
    }
  }
}

/** Of data and expressions: with these an action has FAILED before its workflow was started. */
const codesBeforeStart: ReadonlySet<string> = new Set(['E1004', 'E1006', 'E1012', 'E1021']);

function hasRun({ external_id, run, is_resolved, status, error_code }: CoordinatorActionRow) {
  if (external_id !== null || (run > 0 && is_resolved === 1)) return true;
  return status === 'FAILED' && error_code !== null && !codesBeforeStart.has(error_code);
}
