/** Puts the parts that run workflow jobs together. */
import type { ActionType } from '../../actions/contract/action-type.ts';
import { ProcessRunner } from '../../actions/process/process-runner.ts';
import type { FileSystems } from '../../base/file-system/file-systems.ts';
import type { Clock } from '../../base/time/clock.ts';
import type { ActionCredentials } from '../credentials/action-credentials.ts';
import type { WorkflowJobStatus } from '../job/workflow-job-status.ts';
import type { NotificationSender } from '../notification/notification-sender.ts';
import {
  type Notification,
  type WorkflowChangeFacts,
  workflowNotifications,
} from '../notification/workflow-notifications.ts';
import { Dispatcher, type DispatchItem } from '../queue/dispatcher.ts';
import type { QueueAddress } from '../queue/queue-address.ts';
import { followWorkflow } from '../sla/follow-workflow.ts';
import type { SlaMonitor } from '../sla/sla-monitor.ts';
import type { Store } from '../store/store.ts';
import { AbandonedAttempts } from './abandoned-attempts.ts';
import { actionContexts } from './action-contexts.ts';
import { ActionRunner } from './action-runner.ts';
import { callback } from './child-job-tie.ts';
import { ChildJobs } from './child-jobs.ts';
import { ClaimsAhead } from './claims-ahead.ts';
import { CommandRunner } from './command-runner.ts';
import type { CommitRequest, CommitResult } from './commit-batch.ts';
import { Committer } from './committer.ts';
import { immediateAnswers } from './control-nodes.ts';
import type { DispatchPayload } from './dispatches.ts';
import { readProcessLimits, readRetrySettings } from './execution-settings.ts';
import type { HeldJob, JobReader } from './held-job.ts';
import { HeldJobs } from './held-jobs.ts';
import type { JobEvaluator } from './job-evaluator.ts';
import type { JobLogs } from './job-logs.ts';
import { JobWatchers } from './job-watchers.ts';
import { persistentCommit } from './persistent-commit.ts';
import { ProcessAdmission } from './process-admission.ts';
import { RunningAttempts } from './running-attempts.ts';
import { type ServerFacts, ServerLease } from './server-lease.ts';
import type { StartGate } from './start-gate.ts';
import { Sweeper } from './sweeper.ts';
import { WorkflowReruns } from './workflow-reruns.ts';
import type { WorkflowSubmission } from './workflow-submission.ts';

export interface WorkflowExecutionOptions {
  readonly store: Store;
  readonly queue: QueueAddress;
  /** Keeps this installation's keys apart in a shared queue server. */
  readonly installation: string;
  readonly server: ServerFacts;
  readonly clock: Clock;
  readonly settings: ReadonlyMap<string, string>;
  readonly fileSystems: FileSystems;
  readonly types: ReadonlyMap<string, ActionType>;
  readonly reader: JobReader;
  readonly evaluator: JobEvaluator;
  readonly logs: JobLogs;
  readonly credentials: ActionCredentials;
  readonly submission: WorkflowSubmission;
  readonly notifications: Pick<NotificationSender, 'start' | 'send' | 'close'>;
  readonly sla: SlaMonitor;
  readonly gate?: StartGate | undefined;
  attemptDirectory(jobId: string, nodeName: string, run: number, attempt: number): string;
  /** Where attempts are prepared ahead, on their file system. */
  readonly preparedDirectory?: string | undefined;
  /** `http://host:port`, once the server listens. */
  serverUrl(): string;
  /** Told of each status that a job takes, once it is durable; must not throw. */
  onJobStatus?: ((job: HeldJob, status: WorkflowJobStatus) => void) | undefined;
  /** Told of what went wrong inside and is tried again; must not throw. */
  onError(error: unknown): void;
}

/** Dispatches that may be on their way to a start at once; starting one takes milliseconds. */
const CONCURRENT_STARTS_MAX = 256;
/** Dispatches in one entry of the queue, where no other server could take a share of them. */
const UNSHARED_ENTRY_ITEMS_MAX = 16;

export class WorkflowExecution {
  readonly committer: Committer;
  readonly watchers: JobWatchers;
  readonly reruns: WorkflowReruns;
  readonly #options: WorkflowExecutionOptions;
  readonly #held = new HeldJobs();
  readonly #running = new RunningAttempts();
  readonly #claims: ClaimsAhead | undefined;
  readonly #processes: ProcessRunner;
  readonly #dispatcher: Dispatcher;
  readonly #commands: CommandRunner;
  readonly #sweeper: Sweeper;
  readonly #lease: ServerLease;
  readonly #children: ChildJobs;
  readonly #commit: (request: CommitRequest) => Promise<CommitResult>;
  #isClosed = false;

  constructor(options: WorkflowExecutionOptions) {
    const { store, clock, settings, logs, evaluator, server, onError } = options;
    this.#options = options;
    this.watchers = new JobWatchers(clock);
    const { preparedDirectory } = options;
    this.#processes = new ProcessRunner({ clock, preparedDirectory });
    const admission = new ProcessAdmission(readProcessLimits(settings));
    if (!store.isShared) {
      const { types } = options;
      this.#claims = new ClaimsAhead({ serverId: server.id, types, evaluator, admission });
    }
    this.committer = this.#newCommitter();
    this.#commit = persistentCommit({
      committer: this.committer,
      clock,
      onError,
      isClosed: () => this.#isClosed,
    });
    const commit = this.#commit;
    const { submission } = options;
    this.reruns = new WorkflowReruns({ committer: this.committer, submission, settings });
    this.#children = new ChildJobs({
      submission,
      reruns: this.reruns,
      serverUrl: options.serverUrl,
      load: (jobId) => this.#load(jobId),
      commit,
    });
    const running = this.#running;
    const actions = new ActionRunner({
      serverId: server.id,
      types: options.types,
      evaluator,
      processes: this.#processes,
      admission,
      running,
      children: this.#children,
      abandoned: new AbandonedAttempts(options),
      credentials: options.credentials,
      gate: options.gate,
      clock,
      commit,
      context: actionContexts({ ...options, actionLog: logs.actionLog.bind(logs) }),
    });
    this.#dispatcher = this.#newDispatcher();
    const dispatcher = this.#dispatcher;
    const claims = this.#claims;
    this.#commands = new CommandRunner({
      clock,
      actions,
      claims,
      evaluator,
      dispatcher,
      logs,
      commit,
    });
    this.#sweeper = new Sweeper({
      store,
      clock,
      serverId: server.id,
      actions,
      commands: this.#commands,
      running,
      admission,
      load: (jobId) => this.#load(jobId),
      onError,
    });
    this.#lease = new ServerLease(store, clock, server);
  }

  /** Starts to run what the store owes, and whatever is committed from now on. */
  async start(): Promise<void> {
    await Promise.all([this.#dispatcher.start(), this.#lease.take()]);
    await this.#sweeper.start();
    await this.#options.notifications.start();
    await this.#options.sla.start();
  }

  /**
   * Resolves once the steps that follow what the last server left under way have begun, at the
   * latest after `atMostMs`.
   */
  async whenGoingOn(atMostMs: number): Promise<void> {
    const late = Promise.withResolvers<void>();
    const timer = this.#options.clock.setTimer(atMostMs, late.resolve);
    const goingOn = this.#sweeper.whenTakenOver().then(() => this.#commands.whenBegun());
    await Promise.race([goingOn, late.promise]);
    timer.cancel();
  }

  /** Takes nothing new and leaves external processes running. */
  async close(): Promise<void> {
    this.#sweeper.stop();
    this.#commands.close();
    await this.#dispatcher.close();
    await this.committer.whenIdle();
    this.#isClosed = true;
    this.#processes.close();
    await this.#options.notifications.close();
    await this.#options.sla.close();
    await this.#lease.release();
  }

  /** Drops jobs from memory that are about to be removed. */
  forget(jobIds: readonly string[]): void {
    for (const id of jobIds) this.#held.drop(id);
  }

  #newCommitter(): Committer {
    const { store, clock, settings, reader, evaluator } = this.#options;
    return new Committer({
      store,
      held: this.#held,
      clock,
      environment: {
        reader,
        retry: readRetrySettings(settings),
        answer: (job) => immediateAnswers(evaluator, this.#claims, job),
        userRetry: (job, node) => evaluator.enteredRetry(job, node),
        writtenConf: (job, nodeName) => evaluator.writtenConf(job, nodeName),
        notifications: (change) => this.#notifications(change),
        failed: (jobId) => this.#claims?.forget(jobId),
        sendAhead: (results) => this.#commands.sendAhead(results),
        attemptsUnderWay: () => this.#running.size,
      },
      onCommitted: (result) => this.#follow(result),
      // The next steps of jobs go out before answers and all that these lead to.
      onBatchCommitted: () => this.#dispatcher.flush(),
    });
  }

  #newDispatcher(): Dispatcher {
    const { queue, installation, clock, store, onError } = this.#options;
    return new Dispatcher({
      address: queue,
      installation,
      clock,
      concurrency: CONCURRENT_STARTS_MAX,
      isShared: store.isShared,
      entryItemsMax: store.isShared ? 1 : UNSHARED_ENTRY_ITEMS_MAX,
      onDispatch: (item) => this.#arrived(item),
      onError,
      onReconnected: () => {
        this.#sweeper.queueWasEmptied().catch(onError);
      },
    });
  }

  #follow(result: CommitResult): void {
    if (result.job === undefined || this.#isClosed) return;
    this.#options.logs.committed(result);
    this.#options.notifications.send(result.notifications ?? []);
    followWorkflow(this.#options.sla, {
      job: result.job.state.job,
      hasNewStatus: result.newStatus !== undefined,
      changed: result.changed ?? [],
      registered: result.slaEntries ?? [],
    });
    this.#commands.follow(result);
    this.watchers.notify(result.job);
    if (result.newStatus === undefined) return;
    void this.#children.changed(result.job, result.newStatus);
    this.#options.onJobStatus?.(result.job, result.newStatus);
  }

  /** Our own jobs are told by the commit itself, and not by a request to ourselves. */
  #notifications(change: WorkflowChangeFacts): Notification[] {
    const { settings, serverUrl } = this.#options;
    const ownUrl = callback(serverUrl());
    return workflowNotifications(change, settings).filter(({ url }) => !url.startsWith(ownUrl));
  }

  async #arrived(item: DispatchItem): Promise<void> {
    const payload = item.payload as DispatchPayload;
    // It may be faster than the transaction that has sent it.
    await this.committer.whenSettled();
    const job = await this.#load(payload.jobId);
    if (!this.#isClosed) await this.#commands.arrived(payload, job);
  }

  /** The job as this server holds it, read from the store if need be. */
  async #load(jobId: string): Promise<HeldJob | undefined> {
    return this.#held.get(jobId) ?? (await this.#commit({ jobId })).job;
  }
}
