/** Puts the parts that run workflow jobs together. */
import type { ActionType } from '../../actions/contract/action-type.ts';
import { ProcessRunner } from '../../actions/process/process-runner.ts';
import type { FileSystems } from '../../base/file-system/file-systems.ts';
import type { Clock } from '../../base/time/clock.ts';
import { Dispatcher, type DispatchItem } from '../queue/dispatcher.ts';
import type { QueueAddress } from '../queue/queue-address.ts';
import type { Store } from '../store/store.ts';
import { actionContexts } from './action-contexts.ts';
import { ActionRunner } from './action-runner.ts';
import { CommandRunner } from './command-runner.ts';
import type { CommitResult } from './commit-batch.ts';
import { Committer } from './committer.ts';
import { immediateAnswers } from './control-nodes.ts';
import type { DispatchPayload } from './dispatches.ts';
import { readProcessLimits, readRetrySettings } from './execution-settings.ts';
import type { JobReader } from './held-job.ts';
import { HeldJobs } from './held-jobs.ts';
import type { JobEvaluator } from './job-evaluator.ts';
import type { JobLogs } from './job-logs.ts';
import { JobWatchers } from './job-watchers.ts';
import { persistentCommit } from './persistent-commit.ts';
import { ProcessAdmission } from './process-admission.ts';
import { RunningAttempts } from './running-attempts.ts';
import { type ServerFacts, ServerLease } from './server-lease.ts';
import { Sweeper } from './sweeper.ts';

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
  attemptDirectory(jobId: string, nodeName: string, run: number, attempt: number): string;
  /** Told of what went wrong inside and is tried again; must not throw. */
  onError(error: unknown): void;
}

export interface WorkflowExecution {
  readonly committer: Committer;
  readonly watchers: JobWatchers;
  /** Takes nothing new and leaves external processes running. */
  close(): Promise<void>;
}

/** Dispatches that may be on their way to a start at once; starting one takes milliseconds. */
const CONCURRENT_STARTS_MAX = 256;

/** Starts to run what the store owes, and whatever is committed from now on. */
export async function openWorkflowExecution(
  options: WorkflowExecutionOptions,
): Promise<WorkflowExecution> {
  const { store, clock, settings, logs, evaluator, server } = options;
  const held = new HeldJobs();
  const watchers = new JobWatchers();
  const running = new RunningAttempts();
  const processes = new ProcessRunner({ clock });
  const admission = new ProcessAdmission(readProcessLimits(settings));
  let isClosed = false;

  const committer = new Committer({
    store,
    held,
    clock,
    environment: {
      reader: options.reader,
      retry: readRetrySettings(settings),
      answer: (job) => immediateAnswers(evaluator, job),
    },
    onCommitted,
  });
  const commit = persistentCommit({
    committer,
    clock,
    onError: options.onError,
    isClosed: () => isClosed,
  });
  const actions = new ActionRunner({
    serverId: server.id,
    types: options.types,
    evaluator,
    processes,
    admission,
    running,
    commit,
    context: actionContexts({ ...options, actionLog: logs.actionLog.bind(logs) }),
  });
  const dispatcher = new Dispatcher({
    address: options.queue,
    installation: options.installation,
    clock,
    concurrency: CONCURRENT_STARTS_MAX,
    onDispatch,
    onError: options.onError,
    onReconnected: () => void sweeper.queueWasEmptied(),
  });
  const commands = new CommandRunner({ clock, actions, evaluator, dispatcher, logs, commit });
  const load = async (jobId: string) => held.get(jobId) ?? (await commit({ jobId })).job;
  const sweeper = new Sweeper({
    store,
    clock,
    serverId: server.id,
    actions,
    commands,
    running,
    admission,
    load,
    onError: options.onError,
  });
  const lease = new ServerLease(store, clock, server);

  function onCommitted(result: CommitResult): void {
    if (result.job === undefined || isClosed) return;
    logs.committed(result);
    commands.follow(result);
    watchers.notify(result.job);
  }

  async function onDispatch(item: DispatchItem): Promise<void> {
    const payload = item.payload as DispatchPayload;
    const job = await load(payload.jobId);
    if (job !== undefined && !isClosed) await commands.arrived(payload, job);
  }

  await Promise.all([dispatcher.start(), lease.take()]);
  await sweeper.start();

  return {
    committer,
    watchers,
    async close() {
      sweeper.stop();
      commands.close();
      await dispatcher.close();
      await committer.whenIdle();
      isClosed = true;
      processes.close();
      await lease.release();
    },
  };
}
