/**
 * The state machine of a coordinator job: `(state, event) → change`. It does no I/O, reads no clock
 * and is the only place that changes a coordinator or its actions, live, in recovery and in tests.
 * After every event whatever is due is done: see `settle.ts`.
 */
import { workflowEventOf } from '../action/action-transitions.ts';
import { changeJob } from './change-job.ts';
import { type CoordinatorChange, CoordinatorDraft } from './coordinator-draft.ts';
import type { CoordinatorEnvironment } from './coordinator-environment.ts';
import type { CoordinatorActionEvent, CoordinatorEvent } from './coordinator-event.ts';
import type { CoordinatorState } from './coordinator-job-state.ts';
import type { CoordinatorVerdict } from './coordinator-verdict.ts';
import { applyJobCommand, killActions } from './job-commands.ts';
import { ignoreActions, rerunActions } from './rerun-actions.ts';
import { settle } from './settle.ts';

export interface CoordinatorTransition {
  readonly verdict: CoordinatorVerdict;
  readonly change: CoordinatorChange;
}

/** @throws HowdahError for a command that the caller is told of: E1015, E1016, E1018, E1022 … */
export function coordinatorTransition(
  state: CoordinatorState,
  event: CoordinatorEvent,
  environment: CoordinatorEnvironment,
): CoordinatorTransition {
  const draft = new CoordinatorDraft(state, environment);
  const verdict = apply(draft, event);
  settle(draft, event.kind);
  return { verdict, change: draft.finish() };
}

function apply(draft: CoordinatorDraft, event: CoordinatorEvent): CoordinatorVerdict {
  switch (event.kind) {
    case 'tick':
    case 'materialisation-pass':
    case 'status-pass':
      return 'accepted';
    case 'suspend':
    case 'resume':
    case 'kill':
    case 'fail':
      return applyJobCommand(draft, event.kind);
    case 'change':
      changeJob(draft, event);
      return 'accepted';
    case 'rerun':
      rerunActions(draft, event);
      return 'accepted';
    case 'kill-actions':
      killActions(draft, event);
      return 'accepted';
    case 'ignore-actions':
      ignoreActions(draft, event.actions);
      return 'accepted';
    case 'update': {
      const { kind: _kind, ...controls } = event;
      draft.updateJob(controls);
      return 'accepted';
    }
    default:
      return applyActionEvent(draft, event);
  }
}

function applyActionEvent(
  draft: CoordinatorDraft,
  event: CoordinatorActionEvent,
): CoordinatorVerdict {
  const action = draft.action(event.number);
  if (action === undefined) return 'ignored';
  if (event.kind === 'data-checked') {
    if (action.status !== 'WAITING') return 'ignored';
    const { missing, pushMissing, isMet, xml } = event;
    draft.updateAction(event.number, { missing, pushMissing, isResolved: isMet }, xml);
    if (isMet) draft.applyToAction(event.number, 'data-complete');
    return 'accepted';
  }
  if (event.kind === 'data-failed') {
    const failure = {
      ...{ errorCode: event.code, errorMessage: event.message },
      ...(event.missing !== undefined && { missing: event.missing }),
    };
    return draft.applyToAction(event.number, 'data-failed', failure) ? 'accepted' : 'ignored';
  }
  // The end of a workflow that an earlier run had is none of this one's.
  if (action.workflowId !== event.workflowId) return 'ignored';
  const isFailure = event.kind === 'start-failed';
  const kind = isFailure ? 'start-failed' : workflowEventOf(event.status);
  if (kind === undefined) return 'ignored';
  const change = isFailure
    ? { workflowId: undefined, errorCode: event.code, errorMessage: event.message }
    : {};
  return draft.applyToAction(event.number, kind, change) === undefined ? 'ignored' : 'accepted';
}
