/** Actions that are final and are not to stay so. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { nextActionStatus } from '../action/action-transitions.ts';
import type { CoordinatorDraft } from './coordinator-draft.ts';
import type { RerunEvent } from './coordinator-event.ts';
import type { CoordinatorAction } from './coordinator-job-state.ts';
import { type CoordinatorJobStatus, isFinalCoordinatorStatus } from './coordinator-job-status.ts';

/** Why a job of that status runs nothing again; Oozie's CoordRerunXCommand. */
const refusals: { readonly [Status in CoordinatorJobStatus]?: string } = {
  PREP: 'coordinator job is PREP so no actions are materialized to rerun!',
  IGNORED: 'coordinator job is ignored so all actions are not eligible to rerun!',
};

/** @throws HowdahError E1018 */
export function refuseRerun(status: CoordinatorJobStatus): void {
  const reason = refusals[status];
  if (reason !== undefined) throw new HowdahError('E1018', [reason]);
}

/** Leads every action back to WAITING, or none. @throws HowdahError E1018 */
export function rerunActions(draft: CoordinatorDraft, { actions, failed }: RerunEvent): void {
  refuseRerun(draft.job.status);
  for (const { action, refreshed } of actions) {
    draft.applyToEnded(
      action,
      'rerun',
      {
        missing: refreshed?.missing ?? action.missing,
        pushMissing: refreshed?.pushMissing ?? action.pushMissing,
        isResolved: refreshed === undefined && action.isResolved,
        run: action.run + 1,
        isFailedRerun: failed && action.workflowId !== undefined,
        workflowId: failed ? action.workflowId : undefined,
        externalStatus: undefined,
        errorCode: '',
        errorMessage: '',
      },
      refreshed?.xml,
    );
  }
  if (isFinalCoordinatorStatus(draft.job.status)) draft.setJobStatus('RUNNING');
}

/** @throws HowdahError E1024 if one of them may not be ignored */
export function ignoreActions(
  draft: CoordinatorDraft,
  actions: readonly CoordinatorAction[],
): void {
  const refused = actions.filter(
    ({ number, status }) =>
      nextActionStatus(status, 'ignore') === undefined || draft.action(number) !== undefined,
  );
  if (refused.length > 0) {
    const numbers = refused.map(({ number }) => number).join(', ');
    throw new HowdahError('E1024', [
      'part or all actions are not eligible to ignore, ' +
        `check state of action number(s) [${numbers}]`,
    ]);
  }
  for (const action of actions) draft.applyToEnded(action, 'ignore');
}
