/** From submitted properties to a bundle that can be stored. */
import { createHash } from 'node:crypto';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { FileSystems } from '../../../base/file-system/file-systems.ts';
import type { Clock } from '../../../base/time/clock.ts';
import { jobConfiguration } from '../../config/job-configuration.ts';
import {
  refuseReservedProperties,
  reservedForCoordinators,
} from '../../config/reserved-properties.ts';
import { writeConfiguration } from '../../config/write-configuration.ts';
import {
  bundleApp,
  type RecurringApp,
  readRecurringApp,
} from '../../coordinator/service/read-recurring-app.ts';
import type { BundleDefinition } from '../../definition/bundle-definition.ts';
import { readBundle, requireBundle } from '../../definition/read-bundle.ts';
import type { JobIdGenerator } from '../../job/job-id.ts';
import { bundleActionToRow } from '../../store/bundle-rows.ts';
import type { BundleJobRow } from '../../store/coordinator-tables.ts';
import type { DefinitionRow } from '../../store/database-schema.ts';
import type { StoredBundle } from '../../store/recurring-work.ts';
import type { BundleSubmission as Submission } from '../bundle-service.ts';

export interface BundleSubmissionOptions {
  readonly fileSystems: FileSystems;
  readonly clock: Clock;
  readonly ids: Pick<JobIdGenerator, 'next'>;
  /** `oozie.processing.timezone` */
  readonly processingZone: string;
}

interface CheckedBundle {
  readonly app: RecurringApp;
  readonly definition: BundleDefinition;
  readonly configuration: ReadonlyMap<string, string>;
  readonly owner: string;
}

export interface PreparedBundle {
  readonly stored: StoredBundle;
  readonly definition: DefinitionRow;
}

/** Oozie reports what it finds in the file itself bare, and all else within E1310. */
const bareCodes: ReadonlySet<string> = new Set(['E0700', 'E0701', 'E0307', 'E1603', 'E1310']);

export class BundleSubmission {
  readonly #options: BundleSubmissionOptions;

  constructor(options: BundleSubmissionOptions) {
    this.#options = options;
  }

  /** @throws HowdahError the error that Oozie would find first */
  async check(submission: Submission): Promise<CheckedBundle> {
    try {
      return await this.#check(submission);
    } catch (cause) {
      if (!(cause instanceof HowdahError) || bareCodes.has(cause.code)) throw cause;
      const { position, subject, mend } = cause;
      // The wrapping of workflows' submissions is none of bundles'.
      const inner = cause.code === 'E0803' ? (cause.message.split('IO error, ')[1] ?? '') : '';
      const text = inner === '' ? cause.codedMessage : inner;
      throw new HowdahError('E1310', [text], { cause, position, subject, mend });
    }
  }

  async prepare(submission: Submission): Promise<PreparedBundle> {
    const { app, definition, configuration, owner } = await this.check(submission);
    const nowMs = this.#options.clock.now();
    const id = this.#options.ids.next('B');
    const hash = createHash('sha256').update(app.definition).digest('hex');
    const job: BundleJobRow = {
      id,
      version: 0,
      app_name: definition.name,
      app_path: configuration.get(bundleApp.pathProperty) ?? '',
      user_name: owner,
      group_name: configuration.get('group.name') ?? null,
      acl: configuration.get('oozie.job.acl') ?? null,
      external_id: null,
      conf: writeConfiguration(configuration),
      definition_hash: hash,
      job_xml: definition.xml,
      status: 'PREP',
      kickoff_ms: definition.kickOffMs ?? null,
      end_ms: null,
      pause_ms: null,
      created_ms: nowMs,
      started_ms: null,
      ended_ms: null,
      modified_ms: nowMs,
    };
    const actions = definition.coordinators
      .filter(({ isEnabled }) => isEnabled)
      .map(({ name, isCritical }, sequence) =>
        bundleActionToRow(
          id,
          {
            ...{ name, isCritical, sequence, status: 'PREP', isPending: false },
            ...{ coordinatorId: undefined, errorCode: undefined, errorMessage: undefined },
          },
          nowMs,
        ),
      );
    const definitionRow = { hash, text: app.definition, format: app.format };
    return { stored: { job, actions }, definition: definitionRow };
  }

  async #check({ properties: submitted, user }: Submission): Promise<CheckedBundle> {
    const { fileSystems, processingZone } = this.#options;
    const properties = new Map(submitted);
    if (user !== undefined) properties.set('user.name', user);
    const owner = properties.get('user.name');
    if (owner === undefined) throw new HowdahError('E1603', ['user cannot be null']);
    const system = new Map([['user.name', owner]]);
    refuseReservedProperties(properties, reservedForCoordinators);
    const resolved = jobConfiguration(properties, { system });
    const app = await readRecurringApp(bundleApp, resolved, fileSystems);
    const all = jobConfiguration(properties, { defaults: app.defaults, system });
    const read = readBundle(app.definition, all, {
      file: app.file,
      format: app.format,
      processingTimeZone: processingZone,
    });
    const definition = requireBundle(read);
    return { app, definition, configuration: read.configuration, owner };
  }
}
