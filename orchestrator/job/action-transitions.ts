/** What events about an action do in each of its states (reference: Oozie's 1.9–1.11). */
import type { ErrorClass } from '../../base/error/error-code.ts';
import { cutMessage } from './cut-message.ts';
import { endJob } from './end-job.ts';
import { isUserRetried, retryDelayMs } from './retry-settings.ts';
import { failJob, leave, takeTransition } from './take-transition.ts';
import type { WorkflowActionStatus } from './workflow-action-status.ts';
import type { WorkflowDraft } from './workflow-draft.ts';
import type {
  ActionEvent,
  ClaimEvent,
  DecidedEvent,
  EndedEvent,
  FailedEvent,
  KilledEvent,
  KillMessageEvent,
  OutcomeUnknownEvent,
  StartedEvent,
  TakenOverEvent,
} from './workflow-event.ts';
import type { WorkflowAction } from './workflow-job-state.ts';

const MINUTE_MS = 60_000;

type Apply<Event> = (draft: WorkflowDraft, action: WorkflowAction, event: Event) => void;

type ActionTransitions = {
  readonly [Kind in ActionEvent['kind']]?: Apply<Extract<ActionEvent, { kind: Kind }>>;
};

/** What is not listed is ignored: it comes too late, or a second time. */
const actionTransitions: Readonly<Record<WorkflowActionStatus, ActionTransitions>> = {
  PREP: { claim, failed, decided, 'kill-message': killMessage },
  RUNNING: { started, ended, failed, 'outcome-unknown': outcomeUnknown, 'taken-over': takenOver },
  DONE: {},
  OK: {},
  ERROR: {},
  START_RETRY: { 'retry-due': restart },
  END_RETRY: { 'retry-due': endAgain },
  USER_RETRY: { 'retry-due': restart },
  START_MANUAL: {},
  END_MANUAL: {},
  KILLED: { killed, started: startedBeforeKill, ended: endedAfterKill, failed: failedAfterKill },
  FAILED: {},
};

export type ActionEventVerdict = 'accepted' | 'ignored';

export function applyActionEvent(draft: WorkflowDraft, event: ActionEvent): ActionEventVerdict {
  const action = draft.action(event.name);
  if (action === undefined || isStale(action, event)) return 'ignored';
  const apply = actionTransitions[action.status][event.kind] as Apply<ActionEvent> | undefined;
  if (apply === undefined || isHeldBySuspension(draft, action, event)) return 'ignored';
  apply(draft, action, event);
  return 'accepted';
}

/** An answer about an attempt that is not the current one. */
function isStale(action: WorkflowAction, event: ActionEvent): boolean {
  return 'attempt' in event && event.attempt !== undefined && event.attempt !== action.attempt;
}

/** A suspended job starts nothing and takes no transition; it asks again when it is resumed. */
function isHeldBySuspension(
  draft: WorkflowDraft,
  action: WorkflowAction,
  event: ActionEvent,
): boolean {
  if (draft.job.status === 'RUNNING') return false;
  return action.status === 'PREP' || event.kind === 'retry-due';
}

function claim(draft: WorkflowDraft, action: WorkflowAction, event: ClaimEvent): void {
  draft.updateAction(action.name, {
    status: 'RUNNING',
    pending: true,
    attempt: action.attempt + 1,
    owner: event.owner,
    conf: event.conf,
    startedMs: draft.nowMs,
    endedMs: undefined,
    errorCode: undefined,
    errorMessage: undefined,
    ...(event.retry && {
      userRetryMax: event.retry.max,
      userRetryIntervalMinutes: event.retry.intervalMinutes,
      userRetryPolicy: event.retry.policy,
    }),
  });
  if (event.isAhead === true) {
    draft.command({ kind: 'run-action', name: action.name, attempt: action.attempt + 1 });
  }
}

function started(draft: WorkflowDraft, action: WorkflowAction, event: StartedEvent): void {
  draft.updateAction(action.name, {
    externalId: event.externalId,
    externalStatus: event.externalStatus,
  });
}

/** Told late of a process that was killed right after its start. */
function startedBeforeKill(
  draft: WorkflowDraft,
  action: WorkflowAction,
  event: StartedEvent,
): void {
  draft.updateAction(action.name, { externalId: event.externalId });
}

function takenOver(draft: WorkflowDraft, action: WorkflowAction, event: TakenOverEvent): void {
  draft.updateAction(action.name, {
    owner: event.owner,
    attempt: action.attempt + (event.restarted ? 1 : 0),
  });
}

function ended(draft: WorkflowDraft, action: WorkflowAction, event: EndedEvent): void {
  const done = draft.updateAction(action.name, { ...endFacts(event), endedMs: draft.nowMs });
  if (event.status === 'ERROR' && retriesForUser(draft, done)) return;
  settle(draft, done, event.status);
}

function endFacts(event: EndedEvent): Partial<WorkflowAction> {
  return {
    externalStatus: event.externalStatus,
    externalChildIds: event.externalChildIds,
    data: event.data,
    stats: event.stats,
    errorCode: event.errorCode,
    errorMessage: cutMessage(event.errorMessage),
  };
}

/**
 * Work within the server that could not be stopped any more: what came of it is told, and nothing
 * follows. Of a process the end is that of the kill, which says so itself.
 */
function endedAfterKill(draft: WorkflowDraft, action: WorkflowAction, event: EndedEvent): void {
  if (action.externalId !== undefined) return;
  draft.updateAction(action.name, { ...endFacts(event), pending: false, owner: undefined });
}

function failedAfterKill(draft: WorkflowDraft, action: WorkflowAction, event: FailedEvent): void {
  draft.updateAction(action.name, {
    pending: false,
    owner: undefined,
    ...(event.errorClass === 'ERROR' && {
      externalStatus: event.externalStatus ?? 'ERROR',
      errorCode: event.errorCode,
      errorMessage: cutMessage(event.errorMessage),
    }),
  });
}

/** Takes the transition, or keeps the result until the suspended job is resumed. */
function settle(draft: WorkflowDraft, action: WorkflowAction, status: 'OK' | 'ERROR'): void {
  if (draft.job.status === 'SUSPENDED') {
    draft.updateAction(action.name, {
      status: 'DONE',
      doneStatus: status,
      // It ends when it goes on, to Oozie.
      endedMs: undefined,
      pending: true,
      owner: undefined,
    });
    return;
  }
  takeTransition(draft, action, status);
}

function retriesForUser(draft: WorkflowDraft, action: WorkflowAction): boolean {
  const settings = draft.environment.retry;
  if (action.userRetryCount >= action.userRetryMax) return false;
  if (!isUserRetried(settings, action.errorCode)) return false;
  const dueMs =
    draft.nowMs +
    retryDelayMs(
      action.userRetryIntervalMinutes * MINUTE_MS,
      action.userRetryPolicy,
      action.userRetryCount,
    );
  draft.updateAction(action.name, {
    status: 'USER_RETRY',
    pending: true,
    owner: undefined,
    endedMs: undefined,
    externalStatus: undefined,
    userRetryCount: action.userRetryCount + 1,
    dueMs,
  });
  draft.command({ kind: 'wake', name: action.name, dueMs });
  return true;
}

function failed(draft: WorkflowDraft, action: WorkflowAction, event: FailedEvent): void {
  const failure = draft.updateAction(action.name, {
    errorCode: event.errorCode,
    errorMessage: cutMessage(event.errorMessage),
    ...(event.externalStatus !== undefined && { externalStatus: event.externalStatus }),
    ...(event.conf !== undefined && { conf: event.conf }),
  });
  failureHandlers[event.errorClass](draft, failure, event);
}

const failureHandlers: Readonly<Record<ErrorClass, Apply<FailedEvent>>> = {
  TRANSIENT: (draft, action, { phase }) => retryTransient(draft, action, phase),
  NON_TRANSIENT: (draft, action, { phase }) => waitForHelp(draft, action, phase),
  ERROR: (draft, action) => {
    const change = { endedMs: draft.nowMs, externalStatus: action.externalStatus ?? 'ERROR' };
    const error = draft.updateAction(action.name, change);
    if (!retriesForUser(draft, error)) settle(draft, error, 'ERROR');
  },
  FAILED: (draft, action) => failJob(draft, action),
};

function retryTransient(
  draft: WorkflowDraft,
  action: WorkflowAction,
  phase: FailedEvent['phase'],
): void {
  const { transientMax, transientIntervalMs, transientPolicy } = draft.environment.retry;
  if (action.retries >= transientMax) {
    waitForHelp(draft, action, phase);
    return;
  }
  const dueMs = draft.nowMs + retryDelayMs(transientIntervalMs, transientPolicy, action.retries);
  draft.updateAction(action.name, {
    status: phase === 'start' ? 'START_RETRY' : 'END_RETRY',
    pending: true,
    owner: undefined,
    retries: action.retries + 1,
    dueMs,
  });
  draft.command({ kind: 'wake', name: action.name, dueMs });
}

/** Retries cannot help: the job waits, suspended, for somebody to mend the cause and resume it. */
function waitForHelp(
  draft: WorkflowDraft,
  action: WorkflowAction,
  phase: FailedEvent['phase'],
): void {
  draft.updateAction(action.name, {
    status: phase === 'start' ? 'START_MANUAL' : 'END_MANUAL',
    pending: false,
    owner: undefined,
    dueMs: undefined,
  });
  draft.setJobStatus('SUSPENDED');
}

function outcomeUnknown(
  draft: WorkflowDraft,
  action: WorkflowAction,
  event: OutcomeUnknownEvent,
): void {
  const unknown = draft.updateAction(action.name, {
    errorCode: 'HOWDAH_OUTCOME_UNKNOWN',
    errorMessage: event.reason,
  });
  waitForHelp(draft, unknown, 'start');
}

function restart(draft: WorkflowDraft, action: WorkflowAction): void {
  draft.updateAction(action.name, { status: 'PREP', pending: true, dueMs: undefined });
  draft.command({ kind: 'start-action', name: action.name });
}

function endAgain(draft: WorkflowDraft, action: WorkflowAction): void {
  draft.updateAction(action.name, { status: 'RUNNING', pending: true, dueMs: undefined });
  draft.command({ kind: 'end-action', name: action.name, attempt: action.attempt });
}

function killed(draft: WorkflowDraft, action: WorkflowAction, event: KilledEvent): void {
  draft.updateAction(action.name, {
    pending: false,
    owner: undefined,
    endedMs: draft.nowMs,
    ...(event.externalStatus !== undefined && { externalStatus: event.externalStatus }),
  });
}

function decided(draft: WorkflowDraft, action: WorkflowAction, event: DecidedEvent): void {
  leave(draft, action, event.to, {
    status: 'OK',
    externalStatus: event.to,
    conf: event.conf,
    endedMs: draft.nowMs,
  });
}

function killMessage(draft: WorkflowDraft, action: WorkflowAction, event: KillMessageEvent): void {
  const isEvaluated = event.message !== undefined;
  draft.updateAction(action.name, {
    status: isEvaluated ? 'OK' : 'ERROR',
    pending: false,
    externalStatus: 'OK',
    errorCode: isEvaluated ? 'E0729' : 'E0756',
    errorMessage: cutMessage(event.message ?? event.error),
    startedMs: action.startedMs ?? draft.nowMs,
    endedMs: action.endedMs ?? draft.nowMs,
  });
  endJob(draft, 'KILLED', action.name);
}
