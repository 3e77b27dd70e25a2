/** The statuses of a coordinator job, and what the job may do in each of them. */

interface StatusFacts {
  readonly isFinal: boolean;
  /** New actions are materialised. */
  readonly materialises: boolean;
  /** Actions that are there look for their data and start. */
  readonly runsActions: boolean;
}

const final: StatusFacts = { isFinal: true, materialises: false, runsActions: false };
const running: StatusFacts = { isFinal: false, materialises: true, runsActions: true };
const paused: StatusFacts = { isFinal: false, materialises: false, runsActions: true };
const suspended: StatusFacts = { isFinal: false, materialises: false, runsActions: false };

export const coordinatorJobStatuses = {
  /** Nothing is materialised yet. */
  PREP: running,
  RUNNING: running,
  RUNNINGWITHERROR: running,
  PREPSUSPENDED: suspended,
  SUSPENDED: suspended,
  SUSPENDEDWITHERROR: suspended,
  PREPPAUSED: paused,
  PAUSED: paused,
  PAUSEDWITHERROR: paused,
  SUCCEEDED: final,
  DONEWITHERROR: final,
  KILLED: final,
  FAILED: final,
  /** A user took it out of its bundle's reckoning. */
  IGNORED: final,
} as const satisfies Record<string, StatusFacts>;

export type CoordinatorJobStatus = keyof typeof coordinatorJobStatuses;

export function isFinalCoordinatorStatus(status: CoordinatorJobStatus): boolean {
  return coordinatorJobStatuses[status].isFinal;
}

export function isCoordinatorJobStatus(text: string): text is CoordinatorJobStatus {
  return Object.hasOwn(coordinatorJobStatuses, text);
}
