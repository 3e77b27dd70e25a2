/**
 * Does whatever is due in a coordinator: pauses and materialises, passes over, times out, makes
 * ready and starts actions, and derives the job's status from theirs.
 */
import type { CoordinatorDraft } from './coordinator-draft.ts';
import type { CoordinatorEvent } from './coordinator-event.ts';
import type { CoordinatorAction } from './coordinator-job-state.ts';
import { coordinatorJobStatuses } from './coordinator-job-status.ts';
import { deriveStatus } from './derive-status.ts';
import { applyJobCommand } from './job-commands.ts';
import { materialiseDue } from './materialise-due.ts';

const MINUTE_MS = 60_000;

export function settle(draft: CoordinatorDraft, kind: CoordinatorEvent['kind']): void {
  const { timing } = draft.environment;
  const isPass =
    timing.passIntervalMs === undefined ||
    kind === 'materialisation-pass' ||
    draft.job.nextMs === undefined;
  pauseOrUnpause(draft);
  if (isPass) materialiseDue(draft);
  if (coordinatorJobStatuses[draft.job.status].runsActions) {
    settleActions(draft);
    // A place under the throttle may have come free.
    if (timing.passIntervalMs === undefined && materialiseDue(draft)) settleActions(draft);
  }
  if (timing.statusIntervalMs === undefined || kind === 'status-pass') deriveStatus(draft);
}

function settleActions(draft: CoordinatorDraft): void {
  for (const action of draft.actions()) settleAction(draft, action);
  startReady(draft);
}

function pauseOrUnpause(draft: CoordinatorDraft): void {
  const { pauseMs } = draft.job;
  const isPaused = pauseMs !== undefined && pauseMs <= draft.nowMs;
  applyJobCommand(draft, isPaused ? 'pause' : 'unpause');
}

function settleAction(draft: CoordinatorDraft, action: CoordinatorAction): void {
  const { number, status, nominalMs, missing, pushMissing } = action;
  if (status !== 'WAITING' && status !== 'READY') return;
  if (nominalMs > draft.nowMs) return;
  if (isPassedOver(draft, action)) {
    draft.applyToAction(number, 'skip');
  } else if (status === 'READY') {
    return;
  } else if (missing === '' && pushMissing === '') {
    draft.applyToAction(number, 'data-complete');
  } else if (draft.nowMs >= timeoutOf(action)) {
    draft.applyToAction(number, 'time-out');
  } else {
    draft.command({ kind: 'check-data', number });
  }
}

/** LAST_ONLY gives way to the next action, NONE starts nothing late. */
function isPassedOver(draft: CoordinatorDraft, action: CoordinatorAction): boolean {
  return draft.nowMs > passedOverAfter(draft, action);
}

export function passedOverAfter(
  { job, environment }: Pick<CoordinatorDraft, 'job' | 'environment'>,
  { nominalMs, number }: CoordinatorAction,
): number {
  switch (job.execution) {
    case 'LAST_ONLY':
      return environment.nominalAfter(job, nominalMs, number) ?? Number.POSITIVE_INFINITY;
    case 'NONE':
      return nominalMs + environment.timing.noneToleranceMs;
    default:
      return Number.POSITIVE_INFINITY;
  }
}

/** Oozie compares whole minutes, so that data has until the end of the minute after the last. */
export function timeoutOf({ nominalMs, createdMs, timeoutMinutes }: CoordinatorAction): number {
  if (timeoutMinutes < 0) return Number.POSITIVE_INFINITY;
  return Math.max(nominalMs, createdMs) + (timeoutMinutes + 1) * MINUTE_MS;
}

function startReady(draft: CoordinatorDraft): void {
  const { concurrency, execution } = draft.job;
  const actions = draft.actions();
  const ready = actions.filter(({ status }) => status === 'READY');
  if (ready.length === 0) return;
  const running = actions.filter(({ status }) => status === 'RUNNING' || status === 'SUBMITTED');
  const places = concurrency < 0 ? ready.length : Math.max(0, concurrency - running.length);
  // Nominal times rise with the numbers.
  if (execution === 'LIFO' || execution === 'LAST_ONLY') ready.reverse();
  for (const { number, workflowId } of ready.slice(0, places)) {
    const id = workflowId ?? draft.environment.newWorkflowId();
    draft.applyToAction(number, 'submit', { workflowId: id });
    draft.command({ kind: 'start-workflow', number });
  }
}
