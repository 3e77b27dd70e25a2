/** What a new master does with what an earlier one has left: Spark's `beginRecovery` and so on. */
import { durationText } from '../../event-log/duration-text.ts';
import { finishApplication } from './application-events.ts';
import type { MasterDraft } from './master-draft.ts';
import type { MasterRecords } from './master-records.ts';
import { nextMasterStatus, type RecoveryEvent } from './recovery-status.ts';
import { awaitedApplication, removeWorker } from './worker-events.ts';

export function elect(draft: MasterDraft, { workers, applications }: MasterRecords): void {
  const hasRecords = workers.length + applications.length > 0;
  move(draft, hasRecords ? 'elected-with-records' : 'elected-without-records');
  draft.info(`I have been elected leader! New state: ${draft.status}`);
  draft.recovery = {
    startedAtMs: draft.nowMs,
    endMs: draft.nowMs + draft.settings.recoveryTimeoutMs,
  };
  for (const application of applications) {
    draft.info(`Trying to recover app: ${application.applicationId}`);
    const awaited = awaitedApplication(application, draft.recovery.endMs);
    draft.applications.set(application.applicationId, awaited);
  }
  for (const worker of workers) {
    draft.info(`Trying to recover worker: ${worker.workerId}`);
    const state = 'UNKNOWN';
    draft.workers.set(worker.workerId, { ...worker, state, lastHeartbeatMs: draft.nowMs });
  }
}

/** To be called after every event: the last that was missing may be back. */
export function recover(draft: MasterDraft): void {
  if (draft.status !== 'RECOVERING') {
    return;
  }
  const known = [...draft.workers.values(), ...draft.applications.values()];
  if (!known.some(({ state }) => state === 'UNKNOWN')) {
    move(draft, 'all-are-back');
  } else if (draft.nowMs >= draft.recovery.endMs) {
    move(draft, 'time-is-over');
  } else {
    return;
  }
  for (const { workerId, state } of draft.workers.values()) {
    if (state === 'UNKNOWN') {
      removeWorker(draft, workerId, 'Not responding for recovery');
    }
  }
  for (const { applicationId, state } of draft.applications.values()) {
    if (state === 'UNKNOWN') {
      draft.warn(`The driver of app ${applicationId} has not come back`);
      finishApplication(draft, applicationId, 'FINISHED');
    }
  }
  move(draft, 'missing-given-up');
  const tookMs = draft.nowMs - draft.recovery.startedAtMs;
  draft.info(`Recovery complete in ${durationText(tookMs)} - resuming operations!`);
}

function move(draft: MasterDraft, event: RecoveryEvent): void {
  draft.status = nextMasterStatus(draft.status, event);
}
