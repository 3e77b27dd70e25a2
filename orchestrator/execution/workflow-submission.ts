/** From submitted properties to a job that can be stored: everything that is checked at submit. */
import { createHash } from 'node:crypto';
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { FileSystems } from '../../base/file-system/file-systems.ts';
import type { Clock } from '../../base/time/clock.ts';
import { defaultConfiguration } from '../config/default-configuration.ts';
import { jobConfiguration, trimmedSubmission } from '../config/job-configuration.ts';
import { refuseReservedDefaults, refuseReservedProperties } from '../config/reserved-properties.ts';
import { resolveVariables } from '../config/resolve-variables.ts';
import { writeConfiguration } from '../config/write-configuration.ts';
import { checkParameters } from '../definition/check-parameters.ts';
import { checkRetries } from '../definition/check-retries.ts';
import { defaultDefinitionLimits } from '../definition/definition-limits.ts';
import { Evaluator } from '../definition/el/evaluator.ts';
import { submissionPhase } from '../definition/el/workflow-phases.ts';
import { submissionVariables } from '../definition/el/workflow-variables.ts';
import type { ClusterDefaults } from '../definition/graph/check-cluster-elements.ts';
import { firstProblem, type Problem, problemError } from '../definition/problem.ts';
import { type ReadSubmission, readSubmission } from '../definition/read-submission.ts';
import type { WorkflowDefinition } from '../definition/workflow-definition.ts';
import type { JobIdGenerator } from '../job/job-id.ts';
import type { WorkflowJob, WorkflowJobState } from '../job/workflow-job-state.ts';
import type { SlaEntry } from '../sla/sla-entry.ts';
import { evaluateWorkflowSla, hasSla, registerWorkflowSla } from '../sla/workflow-sla.ts';
import type { DefinitionRow, WorkflowJobRow } from '../store/database-schema.ts';
import type { JobCreation, JobRenewal } from './commit-batch.ts';
import type { DefinitionCache } from './definition-cache.ts';
import { dryRunExpressions } from './dry-run.ts';
import { readCount } from './execution-settings.ts';
import type { HeldJob } from './held-job.ts';
import type { JobEvaluator } from './job-evaluator.ts';
import { APP_PATH, GENERATED_XML, readApp, type WorkflowApp } from './read-app.ts';
import type { SubmitRequest } from './workflow-service.ts';

export interface WorkflowSubmissionOptions {
  readonly evaluator: JobEvaluator;
  readonly fileSystems: FileSystems;
  readonly clock: Clock;
  readonly settings: ReadonlyMap<string, string>;
  readonly ids: JobIdGenerator;
  readonly definitions: DefinitionCache;
}

export interface SubmittedJob extends JobCreation {
  readonly id: string;
}

/** A submission that nothing speaks against. */
interface CheckedSubmission {
  readonly app: WorkflowApp;
  readonly hash: string;
  readonly definition: WorkflowDefinition;
  readonly configuration: ReadonlyMap<string, string>;
  /** What actions get of config-default.xml and its like. */
  readonly appDefaults: ReadonlyMap<string, string>;
  readonly appName: string;
  readonly owner: string;
}

const DEFINITION_BYTES_SETTING = 'oozie.service.WorkflowAppService.WorkflowDefinitionMaxLength';

const otherAppPaths = ['oozie.coord.application.path', 'oozie.bundle.application.path'];

/** Column width of Oozie's `app_name`, which its clients know. */
const APP_NAME_LENGTH_MAX = 255;

export class WorkflowSubmission {
  readonly #options: WorkflowSubmissionOptions;

  constructor(options: WorkflowSubmissionOptions) {
    this.#options = options;
  }

  /** @throws HowdahError the error that Oozie would find first */
  async prepare(request: SubmitRequest): Promise<SubmittedJob> {
    const checked = await this.#check(withGroup(request));
    const { app, hash, definition, configuration, appName } = checked;
    const row = this.#newRow(checked, request);
    const create = (): HeldJob => ({
      row: { ...row },
      state: newState(row, configuration),
      definition,
      configuration,
    });
    const definitionRow: DefinitionRow = { hash, text: app.definition, format: app.format };
    if (appName.length > APP_NAME_LENGTH_MAX) {
      throw new HowdahError('E0803', [`app name is longer than ${APP_NAME_LENGTH_MAX} characters`]);
    }
    return {
      id: row.id,
      create,
      definition: definitionRow,
      slaEntries: this.#slaEntries(row, checked),
    };
  }

  /**
   * What a job is run with from its rerun on.
   * @param properties those of the rerun over those of the job
   * @throws HowdahError what a submission with these properties would find first
   */
  async prepareRerun(properties: ReadonlyMap<string, string>): Promise<JobRenewal> {
    // A job that a coordinator runs has its coordinator's path among its properties, too.
    const checked = await this.#check({ properties, start: true, parentId: '' });
    const { hash, app, definition, configuration } = checked;
    const definitionRow = { hash, text: app.definition, format: app.format };
    // They are among the job's properties now, and no action gets them once more.
    const row = { ...submittedColumns(checked), app_defaults: '[]' };
    return { row, definition, configuration, definitionRow };
  }

  /** @throws HowdahError E0803 */
  #slaEntries(row: WorkflowJobRow, { definition, configuration }: CheckedSubmission): SlaEntry[] {
    if (!hasSla(definition)) return [];
    const { id, app_name: appName, user_name: user } = row;
    const watched = { id, appName, user };
    const { settings, clock } = this.#options;
    return registerWorkflowSla({ ...watched, definition, configuration }, settings, clock.now());
  }

  /** @throws HowdahError the error that Oozie would find first */
  async dryRun(request: SubmitRequest): Promise<void> {
    const checked = await this.#check(withGroup(request));
    const row = this.#newRow(checked, { ...request, id: '' });
    const { app, definition, configuration } = checked;
    await dryRunExpressions(
      { row, state: newState(row, configuration), definition, configuration },
      app,
      this.#options,
    );
  }

  async #check({
    properties: submitted,
    user,
    parentId,
  }: SubmitRequest): Promise<CheckedSubmission> {
    const { fileSystems } = this.#options;
    const properties = new Map(submitted);
    if (user !== undefined) properties.set('user.name', user);
    if (!properties.has(APP_PATH) && properties.has(GENERATED_XML)) {
      properties.set(APP_PATH, this.#generatedPath(properties.get('user.name') ?? ''));
    }
    const owner = properties.get('user.name');
    if (owner === undefined) throw new HowdahError('E1603', ['user cannot be null']);
    const system = new Map([['user.name', owner]]);
    if (parentId === undefined) checkAppPaths(properties);
    const app = await readApp(jobConfiguration(properties, { system }), fileSystems);
    for (const file of app.defaultFiles) refuseReservedDefaults(file);
    const defaults = defaultConfiguration(app.defaultFiles, trimmedSubmission(properties), system);
    const hash = createHash('sha256').update(app.definition).digest('hex');
    const resolved = jobConfiguration(properties, { defaults: defaults.forJob, system });
    const { definition, configuration: checked } = this.#readDefinition(app, hash, resolved);
    // Parameters have given values, which others may refer to.
    const configuration =
      definition.parameters === undefined ? checked : resolveVariables(checked, system);
    refuseReservedProperties(properties);
    const appName = this.#evaluateName(definition, configuration);
    if (hasSla(definition)) evaluateWorkflowSla(definition, configuration);
    return {
      app,
      hash,
      definition,
      configuration,
      appDefaults: defaults.forActions,
      appName,
      owner,
    };
  }

  /** Where Oozie keeps an app that it is given as text; here it is a name only. */
  #generatedPath(user: string): string {
    const app = `gen_app_${this.#options.clock.now()}`;
    return `/user/${user}/oozie-fluent-job-api-generated/${app}`;
  }

  /** From the cache if this very text was accepted before under the same conditions. */
  #readDefinition(
    app: WorkflowApp,
    hash: string,
    properties: ReadonlyMap<string, string>,
  ): ReadSubmission {
    const { definitions, settings } = this.#options;
    const known = definitions.get(hash);
    if (known !== undefined) {
      const { configuration, problems } = checkParameters(known, properties);
      throwFirst([...problems, ...checkRetries(known, configuration)]);
      return { definition: known, configuration };
    }
    const { sizeBytesMax } = defaultDefinitionLimits;
    const limits = { sizeBytesMax: readCount(settings, DEFINITION_BYTES_SETTING, sizeBytesMax) };
    const validateForkJoin =
      settings.get('oozie.validate.ForkJoin') !== 'false' &&
      properties.get('oozie.wf.validate.ForkJoin') !== 'false';
    const read = readSubmission(app.definition, properties, {
      file: app.file,
      format: app.format,
      limits,
      validateForkJoin,
      clusterDefaults: clusterDefaults(settings),
    });
    // What was not checked in full must not pass for checked.
    if (validateForkJoin) definitions.put(hash, read.definition);
    return read;
  }

  #evaluateName(
    definition: WorkflowDefinition,
    configuration: ReadonlyMap<string, string>,
  ): string {
    const variables = submissionVariables(configuration);
    try {
      return new Evaluator(submissionPhase, undefined, variables).evaluate(definition.name);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new HowdahError('E0803', [reason], { subject: 'name', cause: error });
    }
  }

  #newRow(checked: CheckedSubmission, request: SubmitRequest): WorkflowJobRow {
    const nowMs = this.#options.clock.now();
    return {
      ...submittedColumns(checked),
      id: request.id ?? this.#options.ids.next('W'),
      version: 0,
      parent_id: request.parentId ?? null,
      status: 'PREP',
      run: 0,
      created_ms: nowMs,
      started_ms: null,
      ended_ms: null,
      modified_ms: nowMs,
      open_paths: '{}',
      last_error_node: null,
      suspend_on_nodes: JSON.stringify(suspendOnNodes(checked.configuration)),
    };
  }
}

/** At submission the newer of the two properties counts for both; a rerun looks at the older. */
function withGroup(request: SubmitRequest): SubmitRequest {
  const acl = request.properties.get('oozie.job.acl');
  if (acl === undefined || acl === '') return request;
  return { ...request, properties: new Map([...request.properties, ['group.name', acl]]) };
}

function newState(
  { id }: WorkflowJobRow,
  configuration: ReadonlyMap<string, string>,
): WorkflowJobState {
  const job: WorkflowJob = {
    id,
    status: 'PREP',
    run: 0,
    startedMs: undefined,
    endedMs: undefined,
    openPaths: {},
    lastErrorNode: undefined,
    suspendOnNodes: suspendOnNodes(configuration),
  };
  return { job, actions: new Map() };
}

/** What a submission says of its job, and a rerun says again. */
function submittedColumns(checked: CheckedSubmission) {
  const { app, hash, configuration, appDefaults, appName, owner } = checked;
  const group = configuration.get('group.name') ?? null;
  return {
    app_name: appName,
    app_path: configuration.get(APP_PATH) ?? '',
    app_directory: app.directory,
    user_name: owner,
    group_name: group,
    acl: group,
    external_id: configuration.get('oozie.wf.external.id') ?? null,
    conf: writeConfiguration(configuration),
    app_defaults: JSON.stringify([...appDefaults]),
    definition_hash: hash,
  };
}

function throwFirst(problems: readonly Problem[]): void {
  const first = firstProblem(problems);
  if (first !== undefined) throw problemError(first);
}

function checkAppPaths(properties: ReadonlyMap<string, string>): void {
  for (const name of otherAppPaths) {
    if (!properties.has(name)) continue;
    if (properties.has(APP_PATH)) throw new HowdahError('E0302', [`${APP_PATH}, ${name}`]);
    throw new HowdahError('E0401', [APP_PATH], {
      subject: name,
      mend: 'this server runs workflows; coordinators and bundles come with a later version',
    });
  }
}

/** The nodes before which a job suspends itself. */
export function suspendOnNodes(configuration: ReadonlyMap<string, string>): string[] {
  const names = configuration.get('oozie.suspend.on.nodes') ?? '';
  return names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** What actions get that name no name node or job tracker of their own. */
function clusterDefaults(settings: ReadonlyMap<string, string>): ClusterDefaults {
  return {
    // Paths are served without a cluster here, so actions need to name none.
    nameNode: settings.get('oozie.actions.default.name-node') ?? 'file:///',
    jobTracker:
      settings.get('oozie.actions.default.resource-manager') ??
      settings.get('oozie.actions.default.job-tracker') ??
      'local',
  };
}
