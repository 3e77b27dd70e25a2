/** The definitions and configurations of coordinators, read again from what is stored of them. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { readConfiguration } from '../../config/read-configuration.ts';
import { coordinatorActionId } from '../../store/coordinator-rows.ts';
import type { CoordinatorJobRow } from '../../store/coordinator-tables.ts';
import type {
  CoordinatorDefinition,
  ExecutionOrder,
} from '../definition/coordinator-definition.ts';
import { coordinatorFromJobXml } from '../definition/coordinator-from-element.ts';
import type { CoordinatorSettings } from '../definition/coordinator-settings.ts';
import type {
  MaterialisationPass,
  MaterialisationRange,
  NewAction,
} from '../job/coordinator-environment.ts';
import type { CoordinatorJob } from '../job/coordinator-job-state.ts';
import { materialiseAction } from '../materialise/materialise-action.ts';
import { nextNominalTimes } from '../time/nominal-times.ts';

export interface ReadCoordinatorJob {
  readonly definition: CoordinatorDefinition;
  readonly configuration: ReadonlyMap<string, string>;
}

/**
 * Definitions in memory. Reading one again takes a millisecond; keeping all of a large server's
 * would take more memory than everything else of its coordinators.
 */
const DEFINITIONS_MAX = 1_000;

export class CoordinatorDefinitions {
  readonly #settings: CoordinatorSettings;
  /** By the id and version of the definition; the order is that of use. */
  readonly #read = new Map<string, ReadCoordinatorJob & { readonly jobXml: string }>();

  constructor(settings: CoordinatorSettings) {
    this.#settings = settings;
  }

  get settings(): CoordinatorSettings {
    return this.#settings;
  }

  of(row: CoordinatorJobRow): ReadCoordinatorJob {
    const known = this.#read.get(row.id);
    if (known !== undefined && known.jobXml === row.job_xml) {
      this.#read.delete(row.id);
      this.#read.set(row.id, known);
      return known;
    }
    const read = { ...this.#readJob(row), jobXml: row.job_xml };
    this.#read.set(row.id, read);
    const [oldest] = this.#read.keys();
    if (this.#read.size > DEFINITIONS_MAX && oldest !== undefined) this.#read.delete(oldest);
    return read;
  }

  forget(jobId: string): void {
    this.#read.delete(jobId);
  }

  /** The next actions of a job, by `materialiseAction`. */
  materialise(
    row: CoordinatorJobRow,
    job: CoordinatorJob,
    { fromMs, untilMs, limit }: MaterialisationRange,
    nowMs: number,
  ): MaterialisationPass {
    const { definition, configuration } = this.of(row);
    const { processingTimeZone } = this.#settings;
    const { lastActionNumber, pauseMs } = job;
    const range = { fromMs, lastActionNumber, untilMs, pauseMs, limit };
    const { actions, nextMs } = nextNominalTimes(definition, range, processingTimeZone);
    const made: NewAction[] = [];
    for (const { number, nominalTimeMs } of actions) {
      try {
        const { xml, dependencies } = materialiseAction({
          definition,
          settings: this.#settings,
          actionId: coordinatorActionId(row.id, number),
          actionNumber: number,
          nominalTimeMs,
          actualTimeMs: nowMs,
          configuration,
        });
        made.push({
          number,
          nominalMs: nominalTimeMs,
          missing: dependencies?.pull ?? '',
          pushMissing: dependencies?.push ?? '',
          xml,
          confHash: row.conf_hash,
        });
      } catch (error) {
        if (error instanceof HowdahError) return { failure: error };
        throw error;
      }
    }
    return { actions: made, nextMs };
  }

  /** The nominal time after one; undefined past the end: that action is the last to Oozie. */
  nominalAfter(
    row: CoordinatorJobRow,
    job: CoordinatorJob,
    nominalMs: number,
    number: number,
  ): number | undefined {
    const { definition } = this.of(row);
    const range = {
      fromMs: nominalMs,
      lastActionNumber: number - 1,
      untilMs: Number.POSITIVE_INFINITY,
      limit: 1,
    };
    const { nextMs } = nextNominalTimes(definition, range, this.#settings.processingTimeZone);
    return nextMs > job.endMs ? undefined : nextMs;
  }

  #readJob(row: CoordinatorJobRow): ReadCoordinatorJob {
    const definition = coordinatorFromJobXml(row.job_xml, {
      name: row.app_name,
      controls: {
        timeoutMinutes: row.timeout_minutes,
        concurrency: row.concurrency,
        execution: row.execution as ExecutionOrder,
        throttle: row.throttle,
      },
      cronClock: row.cron_clock === 'local' ? 'local' : 'processing',
      processingTimeZone: this.#settings.processingTimeZone,
    });
    return { definition, configuration: readConfiguration(row.conf, 'coordinator configuration') };
  }
}
