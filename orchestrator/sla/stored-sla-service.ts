/** The SlaService over a store and the monitor of this server. */
import type { Kysely } from 'kysely';
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { Clock } from '../../base/time/clock.ts';
import type { ProcessingTimeZone } from '../coordinator/time/processing-time-zone.ts';
import type { DatabaseSchema } from '../store/database-schema.ts';
import { changeSla, judgeSla, slaStatusOf } from './judge-sla.ts';
import { querySla } from './query-sla.ts';
import type { SlaEntry, SlaExpectation } from './sla-entry.ts';
import { changeSlaExpectation } from './sla-expectation.ts';
import type { SlaMonitor } from './sla-monitor.ts';
import {
  type SlaChange,
  type SlaFilter,
  type SlaPage,
  type SlaService,
  slaChangeNames,
} from './sla-service.ts';
import type { SlaSummary } from './sla-summary.ts';

export interface StoredSlaServiceOptions {
  readonly database: Kysely<DatabaseSchema>;
  readonly monitor: Pick<SlaMonitor, 'change'>;
  readonly clock: Clock;
  readonly processing: ProcessingTimeZone;
}

export class StoredSlaService implements SlaService {
  readonly #options: StoredSlaServiceOptions;

  constructor(options: StoredSlaServiceOptions) {
    this.#options = options;
  }

  async list(filter: SlaFilter, page: SlaPage): Promise<SlaSummary[]> {
    const { database, clock } = this.#options;
    const nowMs = clock.now();
    const entries = await querySla(database, filter, page, nowMs);
    return entries.map((entry) => slaSummary(entry, nowMs));
  }

  async setAlerts(ids: readonly string[], isEnabled: boolean): Promise<string[]> {
    const changed = await this.#options.monitor.change(ids, (entry) => ({
      ...entry,
      isAlertEnabled: isEnabled,
    }));
    if (changed.length === 0) throw new HowdahError('E1026', ['No record found']);
    return changed.map(({ id }) => id);
  }

  async change(ids: readonly string[], change: SlaChange): Promise<string[]> {
    for (const name of change.keys()) {
      if ((slaChangeNames as readonly string[]).includes(name)) continue;
      throw new HowdahError('E1027', [`Unsupported parameter ${name}`], { subject: name });
    }
    const changed = await this.#options.monitor.change(ids, (entry, nowMs) =>
      changeSla(entry, this.#expectation(entry, change), nowMs),
    );
    if (changed.length === 0) throw new HowdahError('E1027', ['No record found']);
    return changed.map(({ id }) => id);
  }

  #expectation(entry: SlaEntry, change: SlaChange): SlaExpectation {
    try {
      return changeSlaExpectation(entry, change, this.#options.processing);
    } catch (error) {
      if (!(error instanceof HowdahError)) throw error;
      throw new HowdahError('E1027', [error.codedMessage], { mend: error.mend, cause: error });
    }
  }
}

function slaSummary(entry: SlaEntry, nowMs: number): SlaSummary {
  const { actualStartMs, actualEndMs } = entry;
  const actualDurationMs =
    actualStartMs === undefined ? undefined : (actualEndMs ?? nowMs) - actualStartMs;
  return {
    ...entry,
    actualDurationMs,
    slaStatus: slaStatusOf(entry, nowMs),
    eventStatuses: judgeSla(entry, nowMs),
  };
}
