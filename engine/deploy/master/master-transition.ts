/**
 * The master's state machine, one pure function: an event is applied, then free cores are given to
 * whoever wants them. What is not expected in a state changes nothing. After `Master.scala`.
 */
import {
  endClaims,
  finishApplication,
  killExecutors,
  registerApplication,
  requestExecutors,
} from './application-events.ts';
import { executorEnded, executorRegistered } from './executor-events.ts';
import { MasterDraft } from './master-draft.ts';
import type { MasterCommand, MasterEvent, MasterSettings } from './master-event.ts';
import type { MasterState } from './master-state.ts';
import { elect, recover } from './recovery-events.ts';
import { startExecutors } from './start-executors.ts';
import { registerWorker, removeWorker, timeOutWorkers, workerBeat } from './worker-events.ts';

export interface MasterTransition {
  readonly state: MasterState;
  /** In this order. */
  readonly commands: readonly MasterCommand[];
}

export function masterTransition(
  state: MasterState,
  event: MasterEvent,
  settings: MasterSettings,
): MasterTransition {
  const draft = new MasterDraft(state, settings, event.nowMs);
  apply(draft, event);
  recover(draft);
  if (event.type !== 'heartbeat' && draft.status === 'ALIVE') {
    startExecutors(draft);
  }
  const { status, recovery, workers, applications, executors, completed, commands } = draft;
  return { state: { status, recovery, workers, applications, executors, completed }, commands };
}

function apply(draft: MasterDraft, event: MasterEvent): void {
  if ((event.type === 'elected') !== (draft.status === 'STANDBY')) {
    return;
  }
  switch (event.type) {
    case 'elected':
      elect(draft, event);
      break;
    case 'register-worker':
      registerWorker(draft, event);
      break;
    case 'heartbeat':
      workerBeat(draft, event.workerId);
      break;
    case 'worker-stopping':
      removeWorker(draft, event.workerId, 'it was told to stop');
      break;
    case 'worker-disconnected':
      removeWorker(draft, event.workerId, 'its connection was lost');
      break;
    case 'executor-ended':
      executorEnded(draft, event);
      break;
    case 'register-application':
      registerApplication(draft, event);
      break;
    case 'unregister-application':
    case 'driver-disconnected':
      finishApplication(draft, event.applicationId, 'FINISHED');
      break;
    case 'request-executors':
      requestExecutors(draft, event.applicationId, event.total);
      break;
    case 'kill-executors':
      killExecutors(draft, event.applicationId, event.executorIds);
      break;
    case 'executor-registered':
      executorRegistered(draft, event.applicationId, event.executorId);
      break;
    case 'time-passed':
      timeOutWorkers(draft);
      if (draft.status === 'RECOVERING') {
        // Those that have not come back yet have until its end.
        break;
      }
      endClaims(draft);
      break;
  }
}
