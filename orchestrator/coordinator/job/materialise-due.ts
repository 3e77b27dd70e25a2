/** When the next actions of a coordinator come into being, and how many (reference: 4.5). */
import type { CoordinatorDraft } from './coordinator-draft.ts';
import type { CoordinatorJob } from './coordinator-job-state.ts';
import { coordinatorJobStatuses } from './coordinator-job-status.ts';

/** Actions of one pass; a transaction should not keep others waiting for longer. */
export const PASS_ACTIONS_MAX = 100;

/** Materialises what is due and has a place under the throttle. @returns whether there was any */
export function materialiseDue(draft: CoordinatorDraft): boolean {
  const { job, environment, nowMs } = draft;
  const limit = placesUnderThrottle(draft);
  if (limit <= 0 || nowMs < materialisationDueMs(draft)) return false;
  const fromMs = job.nextMs ?? job.startMs;
  const pass = environment.materialise(job, {
    fromMs,
    untilMs: Math.min(windowEnd(draft, fromMs), job.endMs),
    limit: Math.min(limit, PASS_ACTIONS_MAX),
  });
  if ('failure' in pass) {
    draft.setJobStatus('FAILED', pass.failure.codedMessage);
    return false;
  }
  for (const action of pass.actions) draft.addAction(action);
  const isMaterialised = pass.nextMs >= job.endMs;
  draft.updateJob({
    lastActionNumber: pass.actions.at(-1)?.number ?? job.lastActionNumber,
    lastActionMs: pass.nextMs,
    nextMs: pass.nextMs,
    isMaterialised,
  });
  if (job.status === 'PREP') draft.setJobStatus('RUNNING');
  if (pass.actions.length > 0 && nowMs >= materialisationDueMs(draft)) {
    draft.command({ kind: 'go-on' });
  }
  return pass.actions.length > 0;
}

/** When the next pass is due, places or not; infinity if there is none to come. */
export function materialisationDueMs({
  job,
  environment,
}: Pick<CoordinatorDraft, 'job' | 'environment'>): number {
  if (!coordinatorJobStatuses[job.status].materialises || job.isMaterialised) {
    return Number.POSITIVE_INFINITY;
  }
  const nextMs = job.nextMs ?? job.startMs;
  if (job.pauseMs !== undefined && nextMs >= job.pauseMs) return Number.POSITIVE_INFINITY;
  return nextMs - environment.timing.lookAheadMs;
}

/**
 * Oozie's throttle counts the actions that wait; it looks every five minutes only, which holds the
 * ready ones down. Here that is the throttle's work.
 */
export function placesUnderThrottle(draft: CoordinatorDraft): number {
  const { job, nowMs } = draft;
  if (isOrderThatSkips(job) && (job.nextMs ?? job.startMs) < nowMs) return PASS_ACTIONS_MAX;
  const isCounted = (status: string) => status === 'WAITING' || status === 'READY';
  const waiting = draft.actions().filter(({ status }) => isCounted(status)).length;
  return job.throttle - waiting;
}

/** Late actions are passed over, so that the throttle need not hold them back. */
export function isOrderThatSkips({ execution }: Pick<CoordinatorJob, 'execution'>): boolean {
  return execution === 'LAST_ONLY' || execution === 'NONE';
}

/** Up to now where the job is behind, else a window from where the last pass ended. */
function windowEnd({ nowMs, environment }: CoordinatorDraft, fromMs: number): number {
  return Math.max(fromMs + environment.timing.windowMs, nowMs);
}
