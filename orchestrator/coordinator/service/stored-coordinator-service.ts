/** The CoordinatorService over a store and the execution of this server. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { FileSystems } from '../../../base/file-system/file-systems.ts';
import type { Clock } from '../../../base/time/clock.ts';
import type { Page } from '../../execution/workflow-service.ts';
import type { JobIdGenerator } from '../../job/job-id.ts';
import type { SlaService } from '../../sla/sla-service.ts';
import { coordinatorActionFromRow } from '../../store/coordinator-rows.ts';
import type { CoordinatorActionRow, CoordinatorJobRow } from '../../store/coordinator-tables.ts';
import type { Store } from '../../store/store.ts';
import type {
  ActionScope,
  ActionsPage,
  AskedActions,
  CoordinatorActionView,
  CoordinatorCommand,
  CoordinatorFilter,
  CoordinatorRerun,
  CoordinatorService,
  CoordinatorSlaCommand,
  CoordinatorUpdate,
  CoordinatorView,
  CoordinatorSubmission as Submission,
  WaitingAction,
} from '../coordinator-service.ts';
import type { CoordinatorRequest, CoordinatorResult } from '../execution/coordinator-batch.ts';
import type { CoordinatorExecution } from '../execution/coordinator-execution.ts';
import { readStoredConfiguration } from '../execution/read-stored-configuration.ts';
import { uriExists } from '../execution/uri-exists.ts';
import type { CoordinatorEvent } from '../job/coordinator-event.ts';
import type { CoordinatorJobStatus } from '../job/coordinator-job-status.ts';
import { isOrderThatSkips, PASS_ACTIONS_MAX } from '../job/materialise-due.ts';
import { refuseRerun } from '../job/rerun-actions.ts';
import { dryRun, dryRunText } from '../materialise/dry-run.ts';
import { type ProcessingTimeZone, processingTimeZone } from '../time/processing-time-zone.ts';
import { ActionViews } from './action-views.ts';
import {
  actionsByNumber,
  lastEndedNumber,
  listCoordinators,
  pageOfActions,
  readCoordinatorAction,
  readCoordinatorJob,
  workflowsOf,
} from './coordinator-queries.ts';
import { CoordinatorSlaCommands } from './coordinator-sla-commands.ts';
import { CoordinatorSubmission } from './coordinator-submission.ts';
import { refuseChanges, updateDiff } from './coordinator-update.ts';
import { parseChangeValue } from './parse-change-value.ts';
import { coordinatorApp } from './read-recurring-app.ts';
import { notEligible, RerunPreparation } from './rerun-preparation.ts';
import { ScopedActions } from './scoped-actions.ts';
import { waitingAction } from './waiting-data.ts';

export interface StoredCoordinatorServiceOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly fileSystems: FileSystems;
  readonly ids: Pick<JobIdGenerator, 'next'>;
  readonly execution: CoordinatorExecution;
}

/** What a dry run of Oozie's goes through: the first window of materialisation. */
const DRY_RUN_WINDOW_MS = 3_600_000;

const noActions: ActionsPage = { offset: 1, length: 0, order: 'ascending', filter: {} };

export class StoredCoordinatorService implements CoordinatorService {
  readonly #options: StoredCoordinatorServiceOptions;
  readonly #submission: CoordinatorSubmission;
  readonly #scoped: ScopedActions;
  readonly #reruns: RerunPreparation;
  readonly #views: ActionViews;
  readonly #sla: CoordinatorSlaCommands;
  readonly #processing: ProcessingTimeZone;

  constructor(options: StoredCoordinatorServiceOptions) {
    const { store, execution } = options;
    const { definitions, texts } = execution;
    this.#options = options;
    this.#submission = new CoordinatorSubmission({ ...options, settings: definitions.settings });
    this.#processing = processingTimeZone(definitions.settings.processingTimeZone);
    this.#scoped = new ScopedActions(store, this.#processing);
    this.#reruns = new RerunPreparation({ ...options, definitions, texts });
    this.#views = new ActionViews({ ...options, execution });
    this.#sla = new CoordinatorSlaCommands({
      ...{ store, execution },
      actionNumbers: (jobId, scope) => this.actionNumbers(jobId, scope),
    });
  }

  get #database() {
    return this.#options.store.database;
  }

  async submit(submission: Submission): Promise<{ readonly id: string }> {
    const { row, definitions } = await this.#submission.prepare(submission);
    await this.#commit({ jobId: row.id, event: { kind: 'tick' }, creation: { row }, definitions });
    return { id: row.id };
  }

  async dryRun(submission: Submission): Promise<string> {
    const { execution, fileSystems, clock, ids } = this.#options;
    const { definition, configuration } = await this.#submission.check(submission);
    const { startMs, controls } = definition;
    const skips = isOrderThatSkips(controls) && startMs < clock.now();
    const actions = await dryRun({
      ...{ definition, configuration, settings: execution.definitions.settings },
      jobId: ids.next('C'),
      untilMs: startMs + DRY_RUN_WINDOW_MS,
      limit: skips ? PASS_ACTIONS_MAX : controls.throttle,
      nowMs: clock.now(),
      exists: uriExists(fileSystems),
    });
    return dryRunText(definition, actions);
  }

  async command(jobId: string, kind: CoordinatorCommand): Promise<'accepted' | 'ignored'> {
    const { verdict } = await this.#commitEvent(jobId, { kind });
    return verdict === 'accepted' ? 'accepted' : 'ignored';
  }

  async killActions(jobId: string, scope: ActionScope): Promise<CoordinatorActionView[]> {
    await readCoordinatorJob(this.#database, jobId);
    const rows = await this.#scoped.existing(jobId, scope);
    const numbers = rows.map((row) => row.action_number);
    const ended = rows.filter((row) => row.is_active === 0).map(coordinatorActionFromRow);
    await this.#commitEvent(jobId, { kind: 'kill-actions', numbers, ended });
    return await this.#views.of(await actionsByNumber(this.#database, jobId, numbers));
  }

  async change(jobId: string, value: string): Promise<void> {
    const change = parseChangeValue(value, this.#processing);
    await readCoordinatorJob(this.#database, jobId);
    const times = [change.endMs, change.pauseMs ?? undefined].filter((time) => time !== undefined);
    const lastEnded =
      times.length === 0
        ? undefined
        : await lastEndedNumber(this.#database, jobId, Math.min(...times));
    await this.#commitEvent(jobId, { kind: 'change', ...change, lastEndedNumber: lastEnded });
  }

  async rerun(jobId: string, request: CoordinatorRerun): Promise<CoordinatorActionView[]> {
    const job = await readCoordinatorJob(this.#database, jobId);
    refuseRerun(job.status as CoordinatorJobStatus);
    const rows = await this.#rerunRows(jobId, request.scope);
    const actions = await this.#reruns.prepare(job, rows, request);
    const before = await this.#views.asRerun(rows, request);
    await this.#commitEvent(jobId, { kind: 'rerun', actions, failed: request.failed });
    return before;
  }

  /** Of numbers those that are there will do; times must all be. */
  async #rerunRows(jobId: string, scope: ActionScope): Promise<CoordinatorActionRow[]> {
    if (scope.type === 'date') return await this.#scoped.every(jobId, scope, notEligible);
    const rows = await this.#scoped.existing(jobId, scope);
    if (rows.length === 0) throw notEligible();
    return rows;
  }

  async ignore(jobId: string, scope?: ActionScope): Promise<CoordinatorActionView[]> {
    await readCoordinatorJob(this.#database, jobId);
    if (scope === undefined) {
      await this.#commitEvent(jobId, { kind: 'change', status: 'IGNORED' });
      return [];
    }
    if (scope.type !== 'action') {
      throw new HowdahError('E1024', ['Currently ignore only support -action option']);
    }
    const rows = await this.#scoped.existing(jobId, scope);
    if (rows.length === 0) throw new HowdahError('E1024', ['no actions are eligible to ignore']);
    const actions = rows.map(coordinatorActionFromRow);
    await this.#commitEvent(jobId, { kind: 'ignore-actions', actions });
    const numbers = rows.map((row) => row.action_number);
    return await this.#views.of(await actionsByNumber(this.#database, jobId, numbers));
  }

  async update(jobId: string, request: CoordinatorUpdate): Promise<{ readonly diff: string }> {
    const job = await readCoordinatorJob(this.#database, jobId);
    const prepared = await this.#submission.prepare(asUpdate(job, request));
    const { row, definitions } = prepared;
    refuseChanges(job, row);
    const sendsConfiguration = request.properties.size > 0;
    const diff = request.showDiff ? updateDiff(job, row, sendsConfiguration) : '';
    if (request.dryRun) return { diff };
    const { app_path, group_name, acl, conf, conf_hash, definition_hash, job_xml } = row;
    await this.#commit({
      jobId,
      event: {
        kind: 'update',
        concurrency: row.concurrency,
        execution: row.execution as 'FIFO',
        throttle: row.throttle,
        timeoutMinutes: row.timeout_minutes,
      },
      replacement: { app_path, group_name, acl, conf, conf_hash, definition_hash, job_xml },
      definitions,
    });
    return { diff };
  }

  async job(jobId: string, page: ActionsPage = noActions): Promise<CoordinatorView> {
    const job = await readCoordinatorJob(this.#database, jobId);
    return { job, ...(await pageOfActions(this.#database, job, page)) };
  }

  action(actionId: string): Promise<CoordinatorActionRow> {
    return readCoordinatorAction(this.#database, actionId);
  }

  list(filter: CoordinatorFilter, page: Page) {
    return listCoordinators(this.#database, filter, page);
  }

  async workflowsOfAction(actionId: string) {
    return await workflowsOf(this.#database, actionId);
  }

  async missingDependencies(
    id: string,
    { dates, numbers }: AskedActions,
  ): Promise<WaitingAction[]> {
    const [jobId = '', own] = id.split('@', 2);
    const scopes: readonly ActionScope[] = [
      ...(dates === undefined ? [] : [{ type: 'date', text: dates } as const]),
      ...[own ?? numbers].flatMap((text) =>
        text === undefined ? [] : [{ type: 'action', text } as const],
      ),
    ];
    const rows = [];
    for (const scope of scopes) {
      if (scope.text === '') {
        const operation = 'CoordActionMissingDependenciesXCommand';
        throw new HowdahError('E0607', [operation, 'scope cannot be empty']);
      }
      rows.push(...(await this.#scoped.every(jobId, scope, noSuchAction(jobId))));
    }
    if (rows.length === 0) throw new HowdahError('E1029', ['Action(s) are missing.']);
    const { texts } = this.#options.execution;
    const waiting: WaitingAction[] = [];
    for (const { id: actionId, action_number, status, missing } of rows) {
      if (status !== 'WAITING' || missing === '') continue;
      waiting.push(waitingAction(action_number, await texts.action(actionId), missing));
    }
    return waiting;
  }

  async definition(jobId: string) {
    const job = await readCoordinatorJob(this.#database, jobId);
    return await this.#database
      .selectFrom('definitions')
      .where('hash', '=', job.definition_hash)
      .select(['text', 'format'])
      .executeTakeFirstOrThrow();
  }

  sla(jobId: string, command: CoordinatorSlaCommand, sla: SlaService): Promise<string[]> {
    return this.#sla.carryOut(jobId, command, sla);
  }

  async actionNumbers(jobId: string, scope: ActionScope): Promise<number[]> {
    const rows = await this.#scoped.every(jobId, scope, noSuchAction(jobId));
    return rows.map((row) => row.action_number);
  }

  #commitEvent(jobId: string, event: CoordinatorEvent): Promise<CoordinatorResult> {
    return this.#commit({ jobId, event });
  }

  async #commit(request: CoordinatorRequest): Promise<CoordinatorResult> {
    const result = await this.#options.execution.committer.commit(request);
    if (result.verdict !== 'no-such-job') return result;
    throw new HowdahError('E0604', [request.jobId], { subject: request.jobId });
  }
}

function noSuchAction(jobId: string) {
  return (number: number): HowdahError => {
    const actionId = `${jobId}@${number}`;
    return new HowdahError('E0605', [actionId], { subject: actionId });
  };
}

/**
 * The submission that an update is: with the job's configuration if it has none, of the same app
 * if it names none, for the same bundle.
 */
function asUpdate(job: CoordinatorJobRow, { properties, user }: CoordinatorUpdate): Submission {
  const complete = new Map(properties.size > 0 ? properties : readStoredConfiguration(job.conf));
  if (!complete.has(coordinatorApp.pathProperty)) {
    complete.set(coordinatorApp.pathProperty, job.app_path);
  }
  const { id: coordinatorId, bundle_id: bundleId, app_name: name } = job;
  const member = bundleId === null ? undefined : { coordinatorId, bundleId, name };
  return { properties: complete, user: user ?? job.user_name, member };
}
