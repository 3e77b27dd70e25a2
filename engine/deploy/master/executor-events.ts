/** What becomes of executors: they register with their driver, and they end. */
import type { FinishedExecutorState } from '../executor-state.ts';
import { finishApplication } from './application-events.ts';
import type { MasterDraft } from './master-draft.ts';
import { executorKey, executorsOf } from './master-state.ts';

export function executorRegistered(
  draft: MasterDraft,
  applicationId: string,
  executorId: number,
): void {
  const executor = draft.executors.get(executorKey(applicationId, executorId));
  if (executor !== undefined) {
    draft.putExecutor({ ...executor, state: 'RUNNING' });
    draft.changeApplication(applicationId, { failures: 0 });
  }
}

export interface ExecutorEnd {
  readonly workerId: string;
  readonly applicationId: string;
  readonly executorId: number;
  readonly state: FinishedExecutorState;
  readonly message: string;
  readonly exitStatus: number | undefined;
}

export function executorEnded(draft: MasterDraft, end: ExecutorEnd): void {
  const { applicationId, executorId, state, message, exitStatus } = end;
  const executor = draft.executors.get(executorKey(applicationId, executorId));
  if (executor === undefined || executor.workerId !== end.workerId) {
    // It was told to end, and its cores were free from then on.
    return;
  }
  draft.info(`Removing executor ${applicationId}/${executorId} because it is ${state}`);
  draft.removeExecutor(executor);
  draft.tellDriver(applicationId, {
    type: 'executor-updated',
    executorId,
    state,
    message,
    exitStatus,
    isWorkerLost: false,
  });
  if (exitStatus !== 0) {
    countFailure(draft, applicationId);
  }
}

/** An application whose executors cannot be started is not tried for ever. */
function countFailure(draft: MasterDraft, applicationId: string): void {
  const application = draft.applications.get(applicationId);
  const { executorRetriesMax } = draft.settings;
  if (application === undefined) {
    return;
  }
  const failures = application.failures + 1;
  draft.changeApplication(applicationId, { failures });
  const isRunning = executorsOf(draft, applicationId).some(({ state }) => state === 'RUNNING');
  if (executorRetriesMax >= 0 && failures >= executorRetriesMax && !isRunning) {
    const text =
      `Application ${application.description.name} with ID ${applicationId} failed ` +
      `${failures} times; removing it`;
    draft.error(text);
    draft.tellDriver(applicationId, { type: 'application-removed', message: text });
    finishApplication(draft, applicationId, 'FAILED');
  }
}
