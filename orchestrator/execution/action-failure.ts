/** What actions throw, as the events that it is to their jobs. */
import { ActionError } from '../../actions/contract/action-type.ts';
import type { ErrorClass } from '../../base/error/error-code.ts';
import { errorRow } from '../../base/error/error-table.ts';
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { FailedEvent, WorkflowEvent } from '../job/workflow-event.ts';
import type { WorkflowAction } from '../job/workflow-job-state.ts';

/** Of a process it is known that it was killed; work in the server may have come to its end. */
export function endOfKilled(process: unknown): { readonly externalStatus?: string } {
  return process ? { externalStatus: 'KILLED' } : {};
}

/** Errors of an action have their class; others that of their code, and FAILED without one. */
export function errorClassOf(error: unknown): ErrorClass {
  if (error instanceof ActionError) return error.errorClass;
  return error instanceof HowdahError ? errorRow(error.code).errorClass : 'FAILED';
}

/** What an action threw, as the event that it is. An error of ours in the code is not retried. */
export function failedEvent(
  action: WorkflowAction,
  phase: FailedEvent['phase'],
  error: unknown,
): WorkflowEvent {
  const event = { kind: 'failed', name: action.name, attempt: action.attempt, phase } as const;
  if (error instanceof ActionError) {
    return {
      ...event,
      errorClass: error.errorClass,
      errorCode: error.code,
      errorMessage: error.message,
      externalStatus: error.externalStatus,
    };
  }
  const code = error instanceof HowdahError ? error.code : 'JA009';
  const errorMessage = error instanceof Error ? error.message : String(error);
  return { ...event, errorClass: 'NON_TRANSIENT', errorCode: code, errorMessage };
}
