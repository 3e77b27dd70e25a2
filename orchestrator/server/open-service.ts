/** The larger half of a server: what runs jobs. */
import { randomUUID } from 'node:crypto';
import { actionTypes } from '../../actions/action-types.ts';
import {
  FileSystemRegistry,
  NAME_NODE_MAP_SETTING,
} from '../../base/file-system/file-system-registry.ts';
import { currentBootId, identifyProcess } from '../../base/process/process-identity.ts';
import type { ApiServices } from '../api/api-context.ts';
import { SystemMode } from '../api/system-mode.ts';
import type { Authenticator } from '../auth/authenticator.ts';
import { attemptDirectory } from '../data-directory/data-directory-layout.ts';
import { readCount } from '../execution/execution-settings.ts';
import {
  type OpenWorkflowExecution,
  openWorkflowExecution,
} from '../execution/open-workflow-execution.ts';
import { makeServerId } from '../execution/server-id.ts';
import { JobLog } from '../log/job-log.ts';
import { openRetention } from '../retention/open-retention.ts';
import type { RetentionLimits } from '../retention/retention-settings.ts';
import { HttpPort } from './http-port.ts';
import { newAuthenticator } from './new-authenticator.ts';
import { openRecurringJobs, type RecurringJobs } from './open-recurring-jobs.ts';
import type { ServerParts } from './server-parts.ts';

/** What the halves of a service share. */
interface ServiceCore {
  readonly serverId: string;
  readonly authenticator: Authenticator;
  readonly jobLog: JobLog;
  readonly systemMode: SystemMode;
}

/** How long those who ask wait, at most, for jobs of the last server to go on first. */
const HEAD_START_MS_MAX = 100;

/** @returns the URL at which the server answers */
export async function openService(parts: ServerParts): Promise<string> {
  const core: ServiceCore = {
    serverId: makeServerId(randomUUID(), currentBootId()),
    // Settings that say nothing are refused before anything runs.
    authenticator: newAuthenticator(parts),
    jobLog: openJobLog(parts),
    systemMode: new SystemMode(),
  };
  const port = new HttpPort();
  parts.closing.add(() => port.close(parts.clock));
  await port.listen(parts.host, parts.port);
  const { execution, recurring, services } = await newExecution(parts, core, port.url);
  parts.closing.add(() => execution.close());
  // Before the workflows that they start.
  parts.closing.add(() => recurring.close());
  await execution.start();
  await recurring.start();
  await execution.whenGoingOn(HEAD_START_MS_MAX);
  const { openApi } = await import('./open-api.ts');
  await openApi(parts, { ...core, port, services });
  return port.url;
}

/** What one job may write to the log. */
const JOB_LOG_BYTES_SETTING = 'howdah.log.job.max.bytes';
const JOB_LOG_BYTES_MAX = 67_108_864;

function openJobLog({ directory, clock, settings, secrets, log, closing }: ServerParts): JobLog {
  const jobLog = new JobLog({
    directory: directory.layout.logsDirectory,
    clock,
    mask: secrets.mask,
    jobBytesMax: readCount(settings, JOB_LOG_BYTES_SETTING, JOB_LOG_BYTES_MAX),
    onError: (error) => log.error(error.message, { code: error.code }),
  });
  closing.add(() => jobLog.close());
  return jobLog;
}

interface OpenedExecution {
  readonly execution: OpenWorkflowExecution;
  readonly recurring: RecurringJobs;
  readonly services: ApiServices;
}

async function newExecution(
  parts: ServerParts,
  { serverId, jobLog, systemMode: gate }: ServiceCore,
  url: string,
): Promise<OpenedExecution> {
  const { directory, clock, settings, installation, log, closing } = parts;
  const { layout } = directory;
  const identity = identifyProcess(process.pid);
  if (identity === undefined) throw new Error('this process cannot identify itself');
  const [queue, store] = await Promise.all([parts.queueOpening, parts.storeOpening]);
  const onError = (error: unknown) => log.error('execution', { problem: describe(error) });
  const fileSystems = new FileSystemRegistry({ nameNodeMap: settings.get(NAME_NODE_MAP_SETTING) });
  let recurring: RecurringJobs | undefined;
  const execution = openWorkflowExecution({
    store,
    queue: queue.address,
    installation,
    server: { id: serverId, url, identity, dataDirectory: layout.root },
    clock,
    settings,
    fileSystems,
    types: actionTypes(),
    log: jobLog,
    gate,
    secrets: parts.secrets,
    preparedDirectory: layout.preparedDirectory,
    attemptDirectory: (jobId, nodeName, run, attempt) =>
      attemptDirectory(layout, jobId, nodeName, run, attempt),
    serverUrl: () => url,
    onJobStatus: ({ row }, status) => recurring?.workflowStatus(row.id, row.parent_id, status),
    onError,
  });
  recurring = openRecurringJobs({
    ...{ store, clock, settings, fileSystems, log: jobLog, gate, onError },
    ids: execution.ids,
    notify: execution.notify,
    workflows: execution.service,
    sla: execution.sla,
  });
  const retention = openRetention({
    ...{ store, clock, settings, log: jobLog, onError },
    jobsDirectory: layout.jobsDirectory,
    forget: execution.forget,
  });
  retention.start();
  closing.add(() => retention.close());
  const purge = (limits: Partial<RetentionLimits>) => retention.purge(limits);
  const services = {
    workflows: execution.service,
    coordinators: recurring.coordinators,
    bundles: recurring.bundles,
    sla: execution.sla.service,
    purge,
  };
  return { execution, recurring, services };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
