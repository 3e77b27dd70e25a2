/** The larger half of a server: workflow execution, and the API in front of it. */
import { randomUUID } from 'node:crypto';
import { actionTypes } from '../../actions/action-types.ts';
import {
  FileSystemRegistry,
  NAME_NODE_MAP_SETTING,
} from '../../base/file-system/file-system-registry.ts';
import { currentBootId, identifyProcess } from '../../base/process/process-identity.ts';
import type { ApiServices } from '../api/api-context.ts';
import { createApiServer } from '../api/api-server.ts';
import { SystemMode } from '../api/system-mode.ts';
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
import { closeApiServer } from './close-api-server.ts';
import { listen } from './listen.ts';
import { newApiContext } from './new-api-context.ts';
import { openRecurringJobs, type RecurringJobs } from './open-recurring-jobs.ts';
import type { ServerParts } from './server-parts.ts';

/** What the halves of a service share. */
interface ServiceCore {
  readonly serverId: string;
  readonly jobLog: JobLog;
  readonly systemMode: SystemMode;
}

/** @returns the URL at which the server answers */
export async function openService(parts: ServerParts): Promise<string> {
  const core: ServiceCore = {
    serverId: makeServerId(randomUUID(), currentBootId()),
    jobLog: openJobLog(parts),
    systemMode: new SystemMode(),
  };
  const opening = Promise.withResolvers<ApiServices>();
  // A failure ends the start as a whole; requests that wait for it end with their connections.
  opening.promise.catch(() => {});
  let execution: OpenWorkflowExecution | undefined;
  // Before the API's, so that nothing new comes in while it closes.
  parts.closing.add(() => execution?.close());
  let recurring: RecurringJobs | undefined;
  // After the API and before the workflows that they start.
  parts.closing.add(() => recurring?.close());
  try {
    const url = await openApi(parts, core, opening.promise);
    const opened = await newExecution(parts, core, url);
    ({ execution, recurring } = opened);
    await execution.start();
    await recurring.start();
    opening.resolve(opened.services);
    return url;
  } catch (error) {
    opening.reject(error);
    throw error;
  }
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

/** Listens at once; requests wait until there is somebody to answer them. */
async function openApi(
  parts: ServerParts,
  core: ServiceCore,
  opening: Promise<ApiServices>,
): Promise<string> {
  const { clock, closing, host, port } = parts;
  const stopping = new AbortController();
  let url = '';
  let services: ApiServices | undefined;
  const context = newApiContext(parts, {
    ...core,
    closing: stopping.signal,
    services: () => {
      if (services === undefined) throw new Error('the server is not ready');
      return services;
    },
    url: () => url,
  });
  const server = createApiServer(context);
  server.addHook('onRequest', async () => {
    services ??= await opening;
  });
  closing.add(() => {
    stopping.abort();
    return closeApiServer(server, clock);
  });
  url = await listen(server, host, port);
  return url;
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
