/** When a coordinator has to be looked at again if nothing else happens to it. */
import { CoordinatorDraft } from './coordinator-draft.ts';
import type { CoordinatorEnvironment } from './coordinator-environment.ts';
import type { CoordinatorState } from './coordinator-job-state.ts';
import { coordinatorJobStatuses } from './coordinator-job-status.ts';
import { materialisationDueMs, placesUnderThrottle } from './materialise-due.ts';
import { passedOverAfter, timeoutOf } from './settle.ts';

/** @returns milliseconds since the epoch; undefined if time alone changes nothing */
export function nextDueMs(
  state: CoordinatorState,
  environment: CoordinatorEnvironment,
): number | undefined {
  const draft = new CoordinatorDraft(state, environment);
  const { job } = state;
  const facts = coordinatorJobStatuses[job.status];
  let dueMs = Number.POSITIVE_INFINITY;
  const at = (timeMs: number) => {
    if (timeMs < dueMs) dueMs = timeMs;
  };
  if (facts.materialises && job.pauseMs !== undefined && job.pauseMs > environment.nowMs) {
    at(job.pauseMs);
  }
  const hasPasses = environment.timing.passIntervalMs !== undefined && job.nextMs !== undefined;
  const passMs = hasPasses ? Number.POSITIVE_INFINITY : materialisationDueMs(draft);
  if (passMs > environment.nowMs || placesUnderThrottle(draft) > 0) at(passMs);
  if (facts.runsActions) {
    for (const action of state.actions.values()) {
      if (action.status !== 'WAITING' && action.status !== 'READY') continue;
      if (action.status === 'WAITING' && action.nominalMs > environment.nowMs) {
        at(action.nominalMs);
        continue;
      }
      at(passedOverAfter(draft, action) + 1);
      if (action.status === 'WAITING') at(timeoutOf(action));
    }
  }
  return Number.isFinite(dueMs) ? dueMs : undefined;
}
