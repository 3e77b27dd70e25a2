/** The statuses of a bundle job. */

interface StatusFacts {
  readonly isFinal: boolean;
  /** Its coordinators are not submitted yet. */
  readonly isPreparing: boolean;
}

function facts(isFinal: boolean, isPreparing: boolean): StatusFacts {
  return { isFinal, isPreparing };
}

export const bundleJobStatuses = {
  /** Until the kick-off time. */
  PREP: facts(false, true),
  PREPSUSPENDED: facts(false, true),
  PREPPAUSED: facts(false, true),
  RUNNING: facts(false, false),
  RUNNINGWITHERROR: facts(false, false),
  SUSPENDED: facts(false, false),
  SUSPENDEDWITHERROR: facts(false, false),
  PAUSED: facts(false, false),
  PAUSEDWITHERROR: facts(false, false),
  SUCCEEDED: facts(true, false),
  DONEWITHERROR: facts(true, false),
  KILLED: facts(true, false),
  FAILED: facts(true, false),
} as const satisfies Record<string, StatusFacts>;

export type BundleJobStatus = keyof typeof bundleJobStatuses;

export function isFinalBundleStatus(status: BundleJobStatus): boolean {
  return bundleJobStatuses[status].isFinal;
}
