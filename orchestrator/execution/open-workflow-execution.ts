/** Makes a server's workflow execution out of what the server has opened for it. */
import type { ActionType } from '../../actions/contract/action-type.ts';
import type { FileSystems } from '../../base/file-system/file-systems.ts';
import type { Clock } from '../../base/time/clock.ts';
import { readConfiguration } from '../config/read-configuration.ts';
import { ActionCredentials } from '../credentials/action-credentials.ts';
import type { KnownSecrets } from '../credentials/known-secrets.ts';
import { readCredentialProviders } from '../credentials/provider-settings.ts';
import { JobIdGenerator } from '../job/job-id.ts';
import type { WorkflowJobStatus } from '../job/workflow-job-status.ts';
import type { JobLog } from '../log/job-log.ts';
import { openNotificationSender } from '../notification/open-notification-sender.ts';
import type { QueueAddress } from '../queue/queue-address.ts';
import { type OpenSla, openSla } from '../sla/open-sla.ts';
import type { NotificationRow } from '../store/notification-tables.ts';
import type { Store } from '../store/store.ts';
import { DefinitionCache } from './definition-cache.ts';
import type { HeldJob } from './held-job.ts';
import { JobLogs } from './job-logs.ts';
import type { ServerFacts } from './server-lease.ts';
import type { StartGate } from './start-gate.ts';
import { StoredWorkflowService } from './stored-workflow-service.ts';
import { WorkflowEvaluator } from './workflow-evaluator.ts';
import { WorkflowExecution } from './workflow-execution.ts';
import type { WorkflowService } from './workflow-service.ts';
import { WorkflowSubmission } from './workflow-submission.ts';

export interface OpenWorkflowExecutionOptions {
  readonly store: Store;
  readonly queue: QueueAddress;
  /** Keeps this installation's keys apart in a shared queue server. */
  readonly installation: string;
  /** `id` is made by `makeServerId`. */
  readonly server: ServerFacts;
  readonly clock: Clock;
  /** By Oozie's names where it has them. */
  readonly settings: ReadonlyMap<string, string>;
  readonly fileSystems: FileSystems;
  readonly types: ReadonlyMap<string, ActionType>;
  readonly log: JobLog;
  /** Always open by default. */
  readonly gate?: StartGate | undefined;
  /** What is kept out of logs and answers. */
  readonly secrets: KnownSecrets;
  /** Where attempts are prepared ahead, on their file system. */
  readonly preparedDirectory?: string | undefined;
  /** Absolute path of an attempt's directory, which need not exist yet. */
  attemptDirectory(jobId: string, nodeName: string, run: number, attempt: number): string;
  /** `http://host:port`, once the server listens. */
  serverUrl(): string;
  /** Told of each status that a job takes, once it is durable; must not throw. */
  onJobStatus?: ((job: HeldJob, status: WorkflowJobStatus) => void) | undefined;
  /** Told of what went wrong inside and is tried again; must not throw. */
  onError(error: unknown): void;
}

export interface OpenWorkflowExecution {
  readonly service: WorkflowService;
  readonly sla: OpenSla;
  /** Makes the ids of all jobs of this server. */
  readonly ids: JobIdGenerator;
  /** Sends what was put into the outbox with a commit. */
  notify(rows: readonly NotificationRow[]): void;
  /** Starts to run what the store owes, and whatever is committed from now on. */
  start(): Promise<void>;
  /** Resolves once the steps after what the last server left have begun, or after `atMostMs`. */
  whenGoingOn(atMostMs: number): Promise<void>;
  /** Drops jobs from memory that are about to be removed. */
  forget(jobIds: readonly string[]): void;
  /** Takes nothing new and leaves external processes running. */
  close(): Promise<void>;
}

/** `oozie.system.id`'s default for a user is `oozie-` and the user's name. */
const SYSTEM_ID_DEFAULT = 'howdah';

export function openWorkflowExecution(
  options: OpenWorkflowExecutionOptions,
): OpenWorkflowExecution {
  const { clock, settings } = options;
  const definitions = new DefinitionCache();
  const sla = openSla(options);
  const systemId = settings.get('oozie.system.id') ?? SYSTEM_ID_DEFAULT;
  const ids = new JobIdGenerator(clock.now(), systemId);
  const evaluator = new WorkflowEvaluator(options);
  const submission = new WorkflowSubmission({
    ...options,
    evaluator,
    ids,
    definitions,
  });
  const notifications = openNotificationSender(options);
  const execution = new WorkflowExecution({
    ...options,
    submission,
    reader: {
      definition: (hash, text, format) => definitions.read(hash, text, format),
      configuration: (conf) => readConfiguration(conf, 'job configuration'),
    },
    evaluator,
    logs: new JobLogs(options.log),
    notifications,
    sla: sla.monitor,
    credentials: new ActionCredentials({
      providers: readCredentialProviders(settings),
      secrets: options.secrets,
      settings,
    }),
  });
  return {
    sla,
    ids,
    notify: (rows) => notifications.send(rows),
    service: new StoredWorkflowService({ ...options, execution, submission }),
    start: () => execution.start(),
    whenGoingOn: (atMostMs) => execution.whenGoingOn(atMostMs),
    forget: (jobIds) => execution.forget(jobIds),
    close: () => execution.close(),
  };
}
