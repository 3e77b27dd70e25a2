/** The statuses of a coordinator's actions, in Oozie's order, with what follows from each. */

interface StatusFacts {
  /** Nothing more happens to the action by itself. */
  readonly isFinal: boolean;
  /** It takes one of the places that `concurrency` allows. */
  readonly isRunning: boolean;
  /** Its coordinator does not succeed. */
  readonly isError: boolean;
}

function facts(isFinal: boolean, isRunning: boolean, isError: boolean): StatusFacts {
  return { isFinal, isRunning, isError };
}

export const coordinatorActionStatuses = {
  /** For its nominal time, or for data. */
  WAITING: facts(false, false, false),
  /** For a place under `concurrency`. */
  READY: facts(false, false, false),
  /** Its workflow is being created. */
  SUBMITTED: facts(false, true, false),
  RUNNING: facts(false, true, false),
  /** Its workflow is. */
  SUSPENDED: facts(false, false, false),
  /** The data did not come in time. */
  TIMEDOUT: facts(true, false, true),
  SUCCEEDED: facts(true, false, false),
  KILLED: facts(true, false, true),
  FAILED: facts(true, false, true),
  /** A user said that its failure does not matter. */
  IGNORED: facts(true, false, false),
  /** The execution order passed it over. */
  SKIPPED: facts(true, false, false),
} as const satisfies Record<string, StatusFacts>;

export type CoordinatorActionStatus = keyof typeof coordinatorActionStatuses;

export function isFinalActionStatus(status: CoordinatorActionStatus): boolean {
  return coordinatorActionStatuses[status].isFinal;
}

export function isCoordinatorActionStatus(text: string): text is CoordinatorActionStatus {
  return Object.hasOwn(coordinatorActionStatuses, text);
}
