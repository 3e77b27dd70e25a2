/** What drivers do to a master's state: applications come, change their demands and end. */
import type { ClaimedExecutor, RegisterApplication } from '../cluster-messages.ts';
import type { MasterDraft } from './master-draft.ts';
import {
  type ApplicationRecord,
  coresGranted,
  type ExecutorRecord,
  executorKey,
  executorsOf,
} from './master-state.ts';

export function registerApplication(draft: MasterDraft, message: RegisterApplication): void {
  const { applicationId, description, executorLimit, executors } = message;
  const known = draft.applications.get(applicationId);
  if (known !== undefined && known.state !== 'UNKNOWN') {
    const text = `Application ${applicationId} is registered by another driver`;
    draft.warn(text);
    draft.tellDriver(applicationId, { type: 'registration-failed', message: text });
    return;
  }
  draft.info(
    known?.description.driverHost
      ? `Application has been re-registered: ${applicationId}`
      : `Registering app ${description.name} with ID ${applicationId}`,
  );
  const claims = takeClaims(draft, applicationId, executors);
  const nextExecutorId = Math.max(message.nextExecutorId, known?.nextExecutorId ?? 0);
  draft.applications.set(applicationId, {
    applicationId,
    description,
    state: executors.length === 0 ? 'WAITING' : 'RUNNING',
    startedAtMs: known?.startedAtMs ?? draft.nowMs,
    endedAtMs: undefined,
    coresAtEnd: 0,
    executorLimit: executorLimit ?? Number.POSITIVE_INFINITY,
    nextExecutorId,
    failures: 0,
    claims,
    claimsEndMs: draft.nowMs + draft.settings.workerTimeoutMs,
  });
  draft.completed = draft.completed.filter((one) => one.applicationId !== applicationId);
  draft.tellDriver(applicationId, { type: 'registered-application', applicationId });
}

/** Executors that only a worker knows are ended: their driver has given them up. */
function takeClaims(
  draft: MasterDraft,
  applicationId: string,
  claimed: readonly ClaimedExecutor[],
): Map<number, number> {
  const claims = new Map(claimed.map(({ executorId, cores }) => [executorId, cores]));
  for (const executor of executorsOf(draft, applicationId)) {
    if (!claims.delete(executor.executorId)) {
      draft.killExecutor(executor);
    }
  }
  return claims;
}

/** Its executors are told to end, and all workers to remove what they have of it. */
export function finishApplication(
  draft: MasterDraft,
  applicationId: string,
  state: 'FINISHED' | 'FAILED',
): void {
  const application = draft.applications.get(applicationId);
  if (application === undefined) {
    return;
  }
  const coresAtEnd = coresGranted(draft, application);
  draft.info(`Removing app ${applicationId}`);
  for (const executor of executorsOf(draft, applicationId)) {
    draft.killExecutor(executor);
  }
  for (const { workerId, state: workerState } of draft.workers.values()) {
    if (workerState === 'ALIVE') {
      draft.tellWorker(workerId, { type: 'application-finished', applicationId });
    }
  }
  draft.applications.delete(applicationId);
  const ended: ApplicationRecord = { ...application, state, coresAtEnd, endedAtMs: draft.nowMs };
  const kept = draft.settings.applicationsRetained;
  draft.completed = kept === 0 ? [] : [...draft.completed, ended].slice(-kept);
}

export function requestExecutors(draft: MasterDraft, applicationId: string, total: number): void {
  if (!draft.applications.has(applicationId)) {
    return;
  }
  draft.info(`Application ${applicationId} requested to set total executors to ${total}.`);
  draft.changeApplication(applicationId, { executorLimit: total });
}

/** Others take their places, unless fewer were requested before. */
export function killExecutors(
  draft: MasterDraft,
  applicationId: string,
  executorIds: readonly number[],
): void {
  const running = executorIds
    .map((executorId) => draft.executors.get(executorKey(applicationId, executorId)))
    .filter((executor): executor is ExecutorRecord => executor !== undefined);
  for (const executor of running) {
    const { executorId } = executor;
    draft.killExecutor(executor);
    draft.tellDriver(applicationId, {
      type: 'executor-updated',
      executorId,
      state: 'KILLED',
      message: 'Executor killed by driver.',
      exitStatus: undefined,
      isWorkerLost: false,
    });
  }
}

/** Drivers and workers that have not come back to a master that started anew are given up. */
export function endClaims(draft: MasterDraft): void {
  for (const { applicationId, state, claims, claimsEndMs } of draft.applications.values()) {
    if (draft.nowMs < claimsEndMs) {
      continue;
    }
    if (state === 'UNKNOWN') {
      draft.warn(`The driver of app ${applicationId} has not come back`);
      finishApplication(draft, applicationId, 'FINISHED');
    } else if (claims.size > 0) {
      draft.changeApplication(applicationId, { claims: new Map() });
    }
  }
}
