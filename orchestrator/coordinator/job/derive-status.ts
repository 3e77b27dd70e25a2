/** The status that a job has by those of its actions (Oozie's StatusTransitService). */
import type { CoordinatorDraft } from './coordinator-draft.ts';
import type { CoordinatorJob, EndedActions } from './coordinator-job-state.ts';
import { type CoordinatorJobStatus, isFinalCoordinatorStatus } from './coordinator-job-status.ts';

export function deriveStatus(draft: CoordinatorDraft): void {
  const { job } = draft;
  if (isFinalCoordinatorStatus(job.status)) return;
  const active = draft.actions();
  if (job.isMaterialised && active.length === 0) {
    draft.setJobStatus(finalStatus(job.endedActions));
    return;
  }
  // Oozie leaves actions that were passed over out of its sum, so that a job with any runs on.
  const isStill = active.every(({ status }) => status === 'SUSPENDED') && !job.endedActions.SKIPPED;
  if (
    job.isMaterialised &&
    isStill &&
    (job.status === 'RUNNING' || job.status === 'RUNNINGWITHERROR')
  ) {
    draft.setJobStatus(job.status === 'RUNNING' ? 'SUSPENDED' : 'SUSPENDEDWITHERROR');
    return;
  }
  if (!draft.environment.timing.hidesErrors) markErrors(draft, job);
}

function finalStatus(ended: EndedActions): CoordinatorJobStatus {
  const total = Object.values(ended).reduce((sum, count) => sum + count, 0);
  const good = (ended.SUCCEEDED ?? 0) + (ended.SKIPPED ?? 0) + (ended.IGNORED ?? 0);
  if (good === total) return 'SUCCEEDED';
  if (ended.KILLED === total) return 'KILLED';
  if (ended.FAILED === total) return 'FAILED';
  return 'DONEWITHERROR';
}

const withErrors: { readonly [Status in CoordinatorJobStatus]?: CoordinatorJobStatus } = {
  RUNNING: 'RUNNINGWITHERROR',
  SUSPENDED: 'SUSPENDEDWITHERROR',
  PAUSED: 'PAUSEDWITHERROR',
};

const withoutErrors: { readonly [Status in CoordinatorJobStatus]?: CoordinatorJobStatus } = {
  RUNNINGWITHERROR: 'RUNNING',
  SUSPENDEDWITHERROR: 'SUSPENDED',
  PAUSEDWITHERROR: 'PAUSED',
};

function markErrors(draft: CoordinatorDraft, { endedActions, status }: CoordinatorJob): void {
  const { KILLED = 0, FAILED = 0, TIMEDOUT = 0 } = endedActions;
  const marks = KILLED + FAILED + TIMEDOUT > 0 ? withErrors : withoutErrors;
  const marked = marks[status];
  if (marked !== undefined) draft.setJobStatus(marked);
}
