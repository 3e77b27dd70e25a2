/** From submitted properties to a coordinator that can be stored. */
import { createHash } from 'node:crypto';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { FileSystems } from '../../../base/file-system/file-systems.ts';
import type { Clock } from '../../../base/time/clock.ts';
import { jobConfiguration } from '../../config/job-configuration.ts';
import {
  refuseReservedDefaults,
  refuseReservedProperties,
  reservedForCoordinators,
} from '../../config/reserved-properties.ts';
import { writeConfiguration } from '../../config/write-configuration.ts';
import { writePrettyXml } from '../../definition/xml/write-xml.ts';
import type { JobIdGenerator } from '../../job/job-id.ts';
import type { CoordinatorJobRow } from '../../store/coordinator-tables.ts';
import type { DefinitionRow } from '../../store/database-schema.ts';
import type { CoordinatorSubmission as Submission } from '../coordinator-service.ts';
import type { CoordinatorDefinition } from '../definition/coordinator-definition.ts';
import type { CoordinatorSettings } from '../definition/coordinator-settings.ts';
import { requireCoordinator } from '../definition/read-coordinator.ts';
import { readWithIncludes } from '../definition/read-with-includes.ts';
import { frequencyText, frequencyTimeUnit } from '../time/frequency.ts';
import {
  coordinatorApp,
  type RecurringApp,
  readIncludedFile,
  readRecurringApp,
} from './read-recurring-app.ts';

export interface CoordinatorSubmissionOptions {
  readonly fileSystems: FileSystems;
  readonly clock: Clock;
  readonly ids: Pick<JobIdGenerator, 'next'>;
  readonly settings: CoordinatorSettings;
}

/** A submission that nothing speaks against. */
export interface CheckedCoordinator {
  readonly app: RecurringApp;
  readonly definition: CoordinatorDefinition;
  readonly configuration: ReadonlyMap<string, string>;
  readonly owner: string;
}

export interface PreparedCoordinator {
  readonly row: CoordinatorJobRow;
  /** The texts that the row refers to. */
  readonly definitions: readonly DefinitionRow[];
}

/** Column width of Oozie's `app_name`, which its clients know. */
const APP_NAME_LENGTH_MAX = 255;

export class CoordinatorSubmission {
  readonly #options: CoordinatorSubmissionOptions;

  constructor(options: CoordinatorSubmissionOptions) {
    this.#options = options;
  }

  /** @throws HowdahError the error that Oozie would find first */
  async prepare(submission: Submission): Promise<PreparedCoordinator> {
    const checked = await this.check(submission);
    if (checked.definition.name.length > APP_NAME_LENGTH_MAX) {
      throw new HowdahError('E0803', [`app name is longer than ${APP_NAME_LENGTH_MAX} characters`]);
    }
    return this.rowsOf(checked, submission);
  }

  /** Everything that speaks against a submission. @throws HowdahError the first of it */
  async check({ properties: submitted, user, member }: Submission): Promise<CheckedCoordinator> {
    const { fileSystems } = this.#options;
    const properties = new Map(submitted);
    if (user !== undefined) properties.set('user.name', user);
    const owner = properties.get('user.name');
    if (owner === undefined) throw new HowdahError('E1603', ['user cannot be null']);
    const system = new Map([['user.name', owner]]);
    refuseReservedProperties(properties, reservedForCoordinators);
    const app = await readRecurringApp(
      coordinatorApp,
      jobConfiguration(properties, { system }),
      fileSystems,
    );
    refuseReservedDefaults(app.defaults, reservedForCoordinators);
    const resolved = jobConfiguration(properties, { defaults: app.defaults, system });
    const { file, format } = app;
    const { settings } = this.#options;
    const read = await readWithIncludes(
      app.definition,
      resolved,
      { file, format, settings, bundledAs: member?.name },
      (uri) => readIncludedFile(uri, fileSystems),
    );
    return { app, definition: requireCoordinator(read), configuration: read.configuration, owner };
  }

  rowsOf(
    { app, definition, configuration, owner }: CheckedCoordinator,
    { member }: Submission,
  ): PreparedCoordinator {
    const conf = writeConfiguration(configuration);
    const definitionRow: DefinitionRow = {
      hash: sha256(app.definition),
      text: app.definition,
      format: app.format,
    };
    const confRow: DefinitionRow = { hash: sha256(conf), text: conf, format: 'xml' };
    const nowMs = this.#options.clock.now();
    const { controls, frequency } = definition;
    const row: CoordinatorJobRow = {
      id: member?.coordinatorId ?? this.#options.ids.next('C'),
      version: 0,
      app_name: definition.name,
      app_path: configuration.get(coordinatorApp.pathProperty) ?? '',
      user_name: owner,
      group_name: configuration.get('group.name') ?? null,
      acl: configuration.get('oozie.job.acl') ?? null,
      external_id: null,
      bundle_id: member?.bundleId ?? null,
      conf,
      conf_hash: confRow.hash,
      definition_hash: definitionRow.hash,
      job_xml: writePrettyXml(definition.element),
      status: 'PREP',
      frequency: frequencyText(frequency),
      time_unit: frequencyTimeUnit(frequency),
      cron_clock: frequency.kind === 'cron' ? frequency.clock : 'processing',
      time_zone: definition.timezone,
      start_ms: definition.startMs,
      end_ms: definition.endMs,
      pause_ms: null,
      concurrency: controls.concurrency,
      execution: controls.execution,
      throttle: controls.throttle,
      timeout_minutes: controls.timeoutMinutes,
      last_action_number: 0,
      last_action_ms: null,
      next_materialised_ms: null,
      is_materialised: 0,
      ended_actions: '{}',
      created_ms: nowMs,
      started_ms: null,
      ended_ms: null,
      modified_ms: nowMs,
    };
    return { row, definitions: [definitionRow, confRow] };
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
