/** Puts the parts that run coordinators together. */
import type { FileSystems } from '../../../base/file-system/file-systems.ts';
import type { Clock } from '../../../base/time/clock.ts';
import { onceOpen, type StartGate } from '../../execution/start-gate.ts';
import type { JobIdGenerator } from '../../job/job-id.ts';
import type { JobLog } from '../../log/job-log.ts';
import { coordinatorActionId } from '../../store/coordinator-rows.ts';
import { GroupCommitter } from '../../store/group-committer.ts';
import type { NotificationRow } from '../../store/notification-tables.ts';
import type { Store } from '../../store/store.ts';
import type { CoordinatorChange } from '../job/coordinator-draft.ts';
import type { CoordinatorEnvironment, CoordinatorTiming } from '../job/coordinator-environment.ts';
import type { CoordinatorEvent } from '../job/coordinator-event.ts';
import { isFinalCoordinatorStatus } from '../job/coordinator-job-status.ts';
import { nextDueMs } from '../job/next-due.ts';
import { ActionConfigurations } from './action-configuration.ts';
import { actionNotifications } from './action-notifications.ts';
import {
  CoordinatorBatch,
  type CoordinatorRequest,
  type CoordinatorResult,
} from './coordinator-batch.ts';
import { CoordinatorCommands } from './coordinator-commands.ts';
import { CoordinatorDefinitions } from './coordinator-definitions.ts';
import {
  readCoordinatorSettings,
  readCoordinatorTiming,
  readInputCheckIntervalMs,
} from './coordinator-execution-settings.ts';
import { CoordinatorLogs } from './coordinator-logs.ts';
import { CoordinatorPasses } from './coordinator-passes.ts';
import { CoordinatorSweeper, type UnsettledAction } from './coordinator-sweeper.ts';
import { CoordinatorTexts } from './coordinator-texts.ts';
import { DataWatcher, type WaitingData } from './data-watcher.ts';
import { DirectoryWatches } from './directory-watches.ts';
import { DueTimes } from './due-times.ts';
import type { HeldCoordinator, HeldCoordinators } from './held-coordinator.ts';
import { uriExists } from './uri-exists.ts';
import { type ActionWorkflows, WorkflowStarter } from './workflow-starter.ts';

export interface CoordinatorExecutionOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly settings: ReadonlyMap<string, string>;
  readonly fileSystems: FileSystems;
  readonly ids: Pick<JobIdGenerator, 'next'>;
  readonly workflows: ActionWorkflows;
  readonly log: JobLog;
  /** Always open by default. */
  readonly gate?: StartGate | undefined;
  /** Sends what was put into the outbox with a commit; must not throw. */
  notify?: ((rows: readonly NotificationRow[]) => void) | undefined;
  /** Told of each commit, once it is durable; must not throw. */
  onCommitted?: ((result: CoordinatorResult) => void) | undefined;
  /** Told of what went wrong inside and is tried again; must not throw. */
  onError(error: unknown): void;
}

export class CoordinatorExecution {
  readonly committer: GroupCommitter<CoordinatorRequest, CoordinatorResult>;
  readonly definitions: CoordinatorDefinitions;
  readonly texts: CoordinatorTexts;
  readonly configurations: ActionConfigurations;
  readonly logs: CoordinatorLogs;
  readonly #options: CoordinatorExecutionOptions;
  readonly #timing: CoordinatorTiming;
  readonly #held: HeldCoordinators = new Map();
  readonly #due: DueTimes;
  readonly #starter: WorkflowStarter;
  readonly #data: DataWatcher;
  readonly #sweeper: CoordinatorSweeper;
  readonly #passes: CoordinatorPasses;
  readonly #commands: CoordinatorCommands;
  #isRunning = false;

  constructor(options: CoordinatorExecutionOptions) {
    const { store, clock, settings, fileSystems, onError } = options;
    this.#options = options;
    this.#timing = readCoordinatorTiming(settings);
    this.definitions = new CoordinatorDefinitions(readCoordinatorSettings(settings));
    this.texts = new CoordinatorTexts(store);
    this.logs = new CoordinatorLogs(options.log);
    const { definitions, texts } = this;
    this.configurations = new ActionConfigurations({ definitions, texts });
    const held = (jobId: string) => this.#held.get(jobId);
    const commit = (jobId: string, event: CoordinatorEvent) =>
      this.committer.commit({ jobId, event });
    this.committer = new GroupCommitter({
      store,
      newBatch: (requests) =>
        new CoordinatorBatch(
          requests,
          this.#held,
          {
            of: (one) => this.#environment(one),
            notifications: ({ row }, { commands }) => {
              const configuration = () => this.definitions.of(row).configuration;
              return actionNotifications(row, commands, configuration, settings);
            },
          },
          clock.now(),
        ),
      onCommitted: (result) => this.#follow(result),
    });
    this.#due = new DueTimes(clock, (ids) => this.#tick(ids));
    const { configurations } = this;
    this.#starter = new WorkflowStarter({ ...options, configurations, held, commit });
    this.#data = new DataWatcher({
      clock,
      directories: new DirectoryWatches(fileSystems),
      exists: uriExists(fileSystems),
      latestUsesCurrentTime: definitions.settings.latestUsesCurrentTime,
      intervalMs: readInputCheckIntervalMs(settings),
      read: (jobId, number) => this.#waitingData(jobId, number),
      commit,
      warn: (jobId, number, message) => {
        const row = held(jobId)?.row;
        if (row !== undefined) this.logs.write(row, 'WARN', 'CoordActionInput', message, number);
      },
      onError,
    });
    this.#commands = new CoordinatorCommands({
      ...{ starter: this.#starter, data: this.#data },
      goOn: (jobId) => this.#tick([jobId]),
    });
    this.#passes = new CoordinatorPasses({
      ...{ clock, timing: this.#timing },
      jobIds: () => this.#held.keys(),
      commit: (jobId, event) => this.#commit(jobId, event),
    });
    this.#sweeper = new CoordinatorSweeper({
      ...{ store, clock, held: this.#held, onError },
      settle: (action) => this.#settle(action),
      refresh: (jobId) => this.#tick([jobId]),
    });
  }

  /** Goes on with what the store has. */
  async start(): Promise<void> {
    this.#isRunning = true;
    const { committer } = this;
    const ids = await this.#sweeper.openJobIds();
    await Promise.all(ids.map((jobId) => committer.commit({ jobId, event: { kind: 'tick' } })));
    await this.#sweeper.start();
    if (this.#isRunning) this.#passes.start();
  }

  async close(): Promise<void> {
    this.#isRunning = false;
    this.#due.close();
    this.#data.close();
    this.#starter.close();
    this.#sweeper.stop();
    this.#passes.close();
    await this.committer.whenIdle();
  }

  /** @param parentId the action that the workflow runs for */
  workflowStatus(workflowId: string, parentId: string, status: string): void {
    const [jobId = '', number] = parentId.split('@');
    if (!jobId.endsWith('-C') || !this.#isRunning) return;
    this.#commit(jobId, {
      ...{ kind: 'workflow-status', number: Number(number), workflowId, status },
    });
  }

  #environment(held: HeldCoordinator): CoordinatorEnvironment {
    const { clock, ids } = this.#options;
    const nowMs = clock.now();
    return {
      nowMs,
      timing: this.#timing,
      materialise: (job, range) => this.definitions.materialise(held.row, job, range, nowMs),
      nominalAfter: (job, nominalMs, number) =>
        this.definitions.nominalAfter(held.row, job, nominalMs, number),
      newWorkflowId: () => ids.next('W'),
    };
  }

  #follow(result: CoordinatorResult): void {
    const { held, change } = result;
    if (held === undefined || change === undefined) return;
    this.logs.committed(result);
    this.#options.notify?.(result.notifications ?? []);
    this.#options.onCommitted?.(result);
    if (!this.#isRunning) return;
    const { id } = held.row;
    const { state } = held;
    for (const command of change.commands) this.#commands.carryOut(id, command);
    const dueMs = nextDueMs(state, this.#environment(held));
    this.#due.set(id, hasChanged(change) ? dueMs : notAtOnce(dueMs, this.#options.clock.now()));
    if (isFinalCoordinatorStatus(state.job.status) && state.actions.size === 0) {
      this.#held.delete(id);
      this.definitions.forget(id);
    }
  }

  #tick(ids: readonly string[]): void {
    onceOpen(this.#options.gate, () => {
      for (const id of ids) this.#commit(id, { kind: 'tick' });
    });
  }

  #commit(jobId: string, event: CoordinatorEvent): void {
    if (!this.#isRunning) return;
    this.committer.commit({ jobId, event }).catch((error: unknown) => {
      // The store fails: the job is looked at again, and what was lost is the sweeper's to find.
      this.#options.onError(error);
      this.#due.set(jobId, this.#options.clock.now() + RETRY_INTERVAL_MS);
    });
  }

  #settle({ jobId, number, workflowId, workflowStatus }: UnsettledAction): void {
    if (workflowStatus === undefined) this.#starter.start(jobId, number);
    else this.workflowStatus(workflowId, coordinatorActionId(jobId, number), workflowStatus);
  }

  async #waitingData(jobId: string, number: number): Promise<WaitingData | undefined> {
    const held = this.#held.get(jobId);
    const action = held?.state.actions.get(number);
    if (held === undefined || action?.status !== 'WAITING') return undefined;
    const [element, facts] = await Promise.all([
      this.texts.action(coordinatorActionId(jobId, number)),
      this.configurations.facts(held, action),
    ]);
    const { missing, pushMissing, createdMs } = action;
    return { action: element, missing, pushMissing, facts, createdTimeMs: createdMs };
  }
}

/** Between attempts while the store fails, or while nothing comes of them. */
const RETRY_INTERVAL_MS = 1_000;

function hasChanged({ isJobChanged, actions, deleted }: CoordinatorChange): boolean {
  return isJobChanged || actions.size > 0 || deleted.size > 0;
}

/** What is due and was left as it is by a look at it would be looked at for ever. */
function notAtOnce(dueMs: number | undefined, nowMs: number): number | undefined {
  return dueMs !== undefined && dueMs <= nowMs ? nowMs + RETRY_INTERVAL_MS : dueMs;
}
