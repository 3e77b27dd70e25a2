/** What workers do to a master's state: they come, beat, fall silent and go. */
import type { RegisterWorker, ReportedExecutor } from '../cluster-messages.ts';
import type { MasterDraft } from './master-draft.ts';
import type { StoredApplication } from './master-records.ts';
import {
  type ApplicationRecord,
  executorKey,
  executorsOn,
  type WorkerRecord,
} from './master-state.ts';
import { UNKNOWN_DESCRIPTION } from './unknown-application.ts';

/** Part of the timeout after which a worker beats: it may miss some. */
const BEATS_PER_TIMEOUT = 4;

export function registerWorker(draft: MasterDraft, message: RegisterWorker): void {
  const { workerId, host, port, cores, memoryMegabytes, webUiUrl, executors } = message;
  const sameAddress = [...draft.workers.values()].filter(
    (worker) => worker.workerId !== workerId && worker.host === host && worker.port === port,
  );
  if (sameAddress.some(({ state }) => state === 'ALIVE')) {
    const text = `Attempted to re-register worker at same address: ${host}:${port}`;
    draft.warn(text);
    draft.tellWorker(workerId, { type: 'registration-failed', message: text });
    return;
  }
  for (const other of sameAddress) {
    removeWorker(draft, other.workerId, 'Worker replaced by a new worker with same address');
    draft.workers.delete(other.workerId);
  }
  draft.info(
    draft.workers.get(workerId)?.state === 'UNKNOWN'
      ? `Worker has been re-registered: ${workerId}`
      : `Registering worker ${host}:${port} with ${cores} cores, ${memoryMegabytes} MiB RAM`,
  );
  const facts = { workerId, host, port, cores, memoryMegabytes, webUiUrl };
  draft.workers.set(workerId, { ...facts, state: 'ALIVE', lastHeartbeatMs: draft.nowMs });
  const { workerTimeoutMs, webUiUrl: masterWebUiUrl } = draft.settings;
  const heartbeatIntervalMs = workerTimeoutMs / BEATS_PER_TIMEOUT;
  draft.tellWorker(workerId, { type: 'registered-worker', heartbeatIntervalMs, masterWebUiUrl });
  dropUnreported(draft, workerId, executors);
  for (const executor of executors) {
    takeReported(draft, workerId, executor);
  }
  for (const applicationId of message.applicationIds) {
    keepFiles(draft, workerId, applicationId);
  }
}

/** Files of an application stay for as long as it lives, or may come back. */
function keepFiles(draft: MasterDraft, workerId: string, applicationId: string): void {
  if (draft.applications.has(applicationId)) {
    return;
  }
  const application = unknownApplication(draft, applicationId);
  if (application.state === 'UNKNOWN') {
    draft.applications.set(applicationId, application);
  } else {
    draft.tellWorker(workerId, { type: 'application-finished', applicationId });
  }
}

/** A worker that comes back has not all that the master believes: they ended meanwhile. */
function dropUnreported(
  draft: MasterDraft,
  workerId: string,
  reported: readonly ReportedExecutor[],
): void {
  const keys = new Set(reported.map((one) => executorKey(one.applicationId, one.executorId)));
  for (const executor of executorsOn(draft, workerId)) {
    const { applicationId, executorId } = executor;
    if (!keys.has(executorKey(applicationId, executorId))) {
      draft.removeExecutor(executor);
      draft.tellDriver(applicationId, {
        type: 'executor-updated',
        executorId,
        state: 'LOST',
        message: 'worker came back without it',
        exitStatus: undefined,
        isWorkerLost: true,
      });
    }
  }
}

/**
 * An executor that runs on a worker: kept if it is known, if its driver says that it has it, or if
 * that driver may still come back to a master that started anew; ended otherwise.
 */
function takeReported(draft: MasterDraft, workerId: string, reported: ReportedExecutor): void {
  const { applicationId, executorId } = reported;
  const known = draft.executors.get(executorKey(applicationId, executorId));
  if (known?.workerId === workerId) {
    return;
  }
  const application =
    draft.applications.get(applicationId) ?? unknownApplication(draft, applicationId);
  const isExpected = application.state === 'UNKNOWN' || application.claims.has(executorId);
  if (known !== undefined || !isExpected) {
    draft.warn(`Worker ${workerId} has executor ${applicationId}/${executorId}: not known here`);
    draft.tellWorker(workerId, { type: 'kill-executor', applicationId, executorId });
    return;
  }
  const claims = new Map(application.claims);
  claims.delete(executorId);
  const nextExecutorId = Math.max(application.nextExecutorId, executorId + 1);
  draft.applications.set(applicationId, { ...application, claims, nextExecutorId });
  draft.putExecutor({ ...reported, workerId, state: 'RUNNING' });
}

function unknownApplication(draft: MasterDraft, applicationId: string): ApplicationRecord {
  const wasHere = draft.completed.some((one) => one.applicationId === applicationId);
  const stored = { applicationId, description: UNKNOWN_DESCRIPTION, startedAtMs: draft.nowMs };
  const awaited = awaitedApplication(stored, draft.nowMs + draft.settings.workerTimeoutMs);
  // One that has ended here does not come back.
  return wasHere ? { ...awaited, state: 'FINISHED' } : awaited;
}

/** One whose driver has not come back yet. */
export function awaitedApplication(
  stored: StoredApplication,
  claimsEndMs: number,
): ApplicationRecord {
  return {
    ...stored,
    state: 'UNKNOWN',
    endedAtMs: undefined,
    coresAtEnd: 0,
    executorLimit: 0,
    nextExecutorId: 0,
    failures: 0,
    claims: new Map(),
    claimsEndMs,
  };
}

export function workerBeat(draft: MasterDraft, workerId: string): void {
  const worker = draft.workers.get(workerId);
  if (worker?.state === 'ALIVE') {
    draft.workers.set(workerId, { ...worker, lastHeartbeatMs: draft.nowMs });
    return;
  }
  draft.warn(`Got heartbeat from unregistered worker ${workerId}. Asking it to re-register.`);
  draft.tellWorker(workerId, { type: 'reconnect-worker' });
}

export function removeWorker(draft: MasterDraft, workerId: string, reason: string): void {
  const worker = draft.workers.get(workerId);
  if (worker === undefined || worker.state === 'DEAD') {
    return;
  }
  draft.info(`Removing worker ${workerId} on ${worker.host}:${worker.port}: ${reason}`);
  draft.workers.set(workerId, { ...worker, state: 'DEAD' });
  for (const { applicationId, description } of draft.applications.values()) {
    if (description.usesShuffleService) {
      draft.tellDriver(applicationId, { type: 'worker-removed', workerId, message: reason });
    }
  }
  for (const executor of executorsOn(draft, workerId)) {
    const { applicationId, executorId } = executor;
    draft.removeExecutor(executor);
    draft.info(`Telling app of lost executor: ${applicationId}/${executorId}`);
    draft.tellDriver(applicationId, {
      type: 'executor-updated',
      executorId,
      state: 'LOST',
      message: `worker lost: ${reason}`,
      exitStatus: undefined,
      isWorkerLost: true,
    });
  }
  draft.info(`Telling app of lost worker: ${workerId}`);
}

export function timeOutWorkers(draft: MasterDraft): void {
  const { workerTimeoutMs, deadWorkerPersistence } = draft.settings;
  for (const worker of draft.workers.values()) {
    const silentMs = draft.nowMs - worker.lastHeartbeatMs;
    if (worker.state === 'ALIVE' && silentMs > workerTimeoutMs) {
      removeWorker(draft, worker.workerId, `no heartbeat for ${silentMs} ms`);
    } else if (isForgotten(worker, silentMs, workerTimeoutMs * (deadWorkerPersistence + 1))) {
      draft.workers.delete(worker.workerId);
    }
  }
}

function isForgotten({ state }: WorkerRecord, silentMs: number, shownMs: number): boolean {
  return state === 'DEAD' && silentMs > shownMs;
}
