/**
 * What a registered peer's message means to the state machine: events of its own kind only, about
 * itself, and with nothing in them that could not be.
 */
import { requireIdentifier, requireWhole } from '../check-registration.ts';
import type { DriverToMaster, WorkerMessage } from '../cluster-messages.ts';
import type { FinishedExecutorState } from '../executor-state.ts';
import type { MasterEvent, Timeless } from './master-event.ts';

const finishedStates: readonly FinishedExecutorState[] = ['KILLED', 'FAILED', 'LOST', 'EXITED'];

/** Longer ones are no reasons but output. */
const REASON_CHARACTERS_MAX = 10_000;

/** @throws Error for what no worker says */
export function workerEvent(workerId: string, message: WorkerMessage): Timeless<MasterEvent> {
  switch (message.type) {
    case 'heartbeat':
    case 'worker-stopping':
      return { type: message.type, workerId };
    case 'executor-ended': {
      const { type, applicationId, executorId, state, exitStatus } = message;
      requireIdentifier(applicationId, 'application id');
      requireWhole(executorId, 0, 'executor id');
      if (!finishedStates.includes(state)) {
        throw new Error(`Its executor cannot have ended as ${String(state)}`);
      }
      const reason = String(message.message).slice(0, REASON_CHARACTERS_MAX);
      const code = exitStatus === undefined || exitStatus === null ? undefined : Number(exitStatus);
      const end = { applicationId, executorId, state, message: reason, exitStatus: code };
      return { type, workerId, ...end };
    }
    default:
      throw new Error(`A registered worker does not say ${String(message.type)}`);
  }
}

/** @throws Error for what no driver says */
export function driverEvent(applicationId: string, message: DriverToMaster): Timeless<MasterEvent> {
  switch (message.type) {
    case 'unregister-application':
      return { type: message.type, applicationId };
    case 'request-executors':
      requireWhole(message.total, 0, 'number of executors');
      return { type: message.type, applicationId, total: message.total };
    case 'executor-registered':
      requireWhole(message.executorId, 0, 'executor id');
      return { type: message.type, applicationId, executorId: message.executorId };
    case 'kill-executors': {
      const executorIds = [...message.executorIds];
      for (const executorId of executorIds) {
        requireWhole(executorId, 0, 'executor id');
      }
      return { type: message.type, applicationId, executorIds };
    }
    default:
      throw new Error(`A registered driver does not say ${String(message.type)}`);
  }
}
