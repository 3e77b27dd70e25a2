/** The status that a bundle has by those of its coordinators (Oozie's StatusTransitService). */
import {
  type CoordinatorJobStatus,
  isFinalCoordinatorStatus,
} from '../../coordinator/job/coordinator-job-status.ts';
import type { BundleAction } from './bundle-job-state.ts';
import { type BundleJobStatus, bundleJobStatuses } from './bundle-job-status.ts';

const suspended: ReadonlySet<CoordinatorJobStatus> = new Set([
  'PREPSUSPENDED',
  'SUSPENDED',
  'SUSPENDEDWITHERROR',
]);

/** @returns undefined where it stays as it is */
export function deriveBundleStatus(
  status: BundleJobStatus,
  actions: readonly BundleAction[],
): BundleJobStatus | undefined {
  const { isFinal, isPreparing } = bundleJobStatuses[status];
  if (isFinal || isPreparing || actions.some(({ isPending }) => isPending)) return undefined;
  // Each of them is disabled: Oozie's E1318.
  if (actions.length === 0) return 'FAILED';
  // One that a user ignores counts for nothing.
  const counted = actions.filter((action) => action.status !== 'IGNORED');
  if (counted.every((action) => isFinalCoordinatorStatus(action.status))) {
    return finalStatus(counted);
  }
  const open = counted.filter((action) => !isFinalCoordinatorStatus(action.status));
  if (status === 'RUNNING' && open.every((action) => suspended.has(action.status))) {
    return 'SUSPENDED';
  }
  // A coordinator that is resumed by itself takes its bundle along.
  if (status === 'SUSPENDED' && open.every((action) => !suspended.has(action.status))) {
    return 'RUNNING';
  }
  return undefined;
}

const uniform: ReadonlySet<CoordinatorJobStatus> = new Set(['SUCCEEDED', 'KILLED', 'FAILED']);

function finalStatus(actions: readonly BundleAction[]): BundleJobStatus {
  const [first] = actions;
  if (first === undefined) return 'SUCCEEDED';
  const isUniform = actions.every(({ status }) => status === first.status);
  return isUniform && uniform.has(first.status)
    ? (first.status as BundleJobStatus)
    : 'DONEWITHERROR';
}
