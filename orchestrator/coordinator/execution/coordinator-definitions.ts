/** The definitions and configurations of coordinators, read again from what is stored of them. */
import type { Element } from '../../../actions/contract/element.ts';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { isAlertEnabled } from '../../sla/alert-switches.ts';
import { registerActionSla } from '../../sla/coordinator-sla.ts';
import type { SlaEntry } from '../../sla/sla-entry.ts';
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
import { processingTimeZone } from '../time/processing-time-zone.ts';
import { readStoredConfiguration } from './read-stored-configuration.ts';

/** What a job's row says, each part read when it is first asked for. */
export interface ReadCoordinatorJob {
  readonly definition: CoordinatorDefinition;
  readonly configuration: ReadonlyMap<string, string>;
  /** As the definition has it; a member of a bundle is listed under another. */
  readonly name: string;
}

/**
 * Definitions in memory. Reading one again takes a millisecond; keeping all of a large server's
 * would take more memory than everything else of its coordinators.
 */
const DEFINITIONS_MAX = 1_000;

export class CoordinatorDefinitions {
  readonly #settings: CoordinatorSettings;
  /** By the id and version of the definition; the order is that of use. */
  readonly #read = new Map<string, LazyCoordinatorJob>();

  constructor(settings: CoordinatorSettings) {
    this.#settings = settings;
  }

  get settings(): CoordinatorSettings {
    return this.#settings;
  }

  of(row: CoordinatorJobRow): ReadCoordinatorJob {
    const known = this.#read.get(row.id);
    if (known?.isOf(row)) {
      this.#read.delete(row.id);
      this.#read.set(row.id, known);
      return known;
    }
    const read = new LazyCoordinatorJob(row, (job) => this.#readDefinition(job));
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
    const { lastActionNumber, pauseMs } = job;
    const range = { fromMs, lastActionNumber, untilMs, pauseMs, limit };
    const { actions, nextMs } = nextNominalTimes(
      definition,
      range,
      this.#settings.processingTimeZone,
    );
    const made: NewAction[] = [];
    for (const { number, nominalTimeMs } of actions) {
      try {
        const { xml, dependencies, sla } = materialiseAction({
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
          sla: sla && this.#registerSla(sla, row, { number, nominalTimeMs }, nowMs),
        });
      } catch (error) {
        if (error instanceof HowdahError) return { failure: error };
        throw error;
      }
    }
    return { actions: made, nextMs };
  }

  /** @throws HowdahError E1007 */
  #registerSla(
    info: Element,
    row: CoordinatorJobRow,
    { number, nominalTimeMs: nominalMs }: { number: number; nominalTimeMs: number },
    nowMs: number,
  ): SlaEntry {
    const { id: jobId, app_name: appName, user_name: user } = row;
    const processing = processingTimeZone(this.#settings.processingTimeZone);
    const { alertAgeMaxHours } = this.#settings;
    const { configuration } = this.of(row);
    const isEnabled = isAlertEnabled(
      { jobId, coordinatorName: appName, number, nominalMs },
      { configuration, alertAgeMaxHours, processing },
      nowMs,
    );
    const id = coordinatorActionId(jobId, number);
    const action = { id, jobId, appName, user, isAlertEnabled: isEnabled };
    return registerActionSla(info, action, processing, nowMs);
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

  #readDefinition(row: CoordinatorJobRow): CoordinatorDefinition {
    return coordinatorFromJobXml(row.job_xml, {
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
  }
}

/** The start of an action asks for the configuration only, and the definition costs far more. */
class LazyCoordinatorJob implements ReadCoordinatorJob {
  readonly #row: CoordinatorJobRow;
  readonly #readDefinition: (row: CoordinatorJobRow) => CoordinatorDefinition;
  #definition: CoordinatorDefinition | undefined;
  #configuration: ReadonlyMap<string, string> | undefined;

  constructor(
    row: CoordinatorJobRow,
    readDefinition: (row: CoordinatorJobRow) => CoordinatorDefinition,
  ) {
    this.#row = row;
    this.#readDefinition = readDefinition;
  }

  /** Whether nothing has changed that was read from the row. */
  isOf({ job_xml, conf }: CoordinatorJobRow): boolean {
    return this.#row.job_xml === job_xml && this.#row.conf === conf;
  }

  get definition(): CoordinatorDefinition {
    this.#definition ??= this.#readDefinition(this.#row);
    return this.#definition;
  }

  get configuration(): ReadonlyMap<string, string> {
    this.#configuration ??= readStoredConfiguration(this.#row.conf);
    return this.#configuration;
  }

  get name(): string {
    const { bundle_id, app_name } = this.#row;
    if (bundle_id === null) return app_name;
    return this.definition.element.attributes.get('name') ?? '';
  }
}
