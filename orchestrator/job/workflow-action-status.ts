interface StatusFlags {
  /** Nothing can change it any more within this run. */
  readonly isTerminal: boolean;
  /** Waits for its due time. */
  readonly isWaiting: boolean;
  /** Waits for somebody to resume the job. */
  readonly isManual: boolean;
}

function flags(set: Partial<StatusFlags> = {}): StatusFlags {
  return { isTerminal: false, isWaiting: false, isManual: false, ...set };
}

/**
 * The states of a workflow action (Oozie's names).
 *
 * PREP: its row exists; it is to be started. RUNNING: an attempt was claimed. DONE: it has ended,
 * but its job is suspended, so its transition waits. OK, ERROR: it has ended and its transition is
 * taken. START_RETRY, END_RETRY: a transient failure, tried again when due. USER_RETRY: an error
 * that the definition asks to retry. START_MANUAL, END_MANUAL: somebody has to look; its job is
 * SUSPENDED. KILLED, FAILED: ended from outside, or beyond repair.
 */
export const workflowActionStatuses = {
  PREP: flags(),
  RUNNING: flags(),
  DONE: flags(),
  OK: flags({ isTerminal: true }),
  ERROR: flags({ isTerminal: true }),
  START_RETRY: flags({ isWaiting: true }),
  END_RETRY: flags({ isWaiting: true }),
  USER_RETRY: flags({ isWaiting: true }),
  START_MANUAL: flags({ isManual: true }),
  END_MANUAL: flags({ isManual: true }),
  KILLED: flags({ isTerminal: true }),
  FAILED: flags({ isTerminal: true }),
} as const;

export type WorkflowActionStatus = keyof typeof workflowActionStatuses;

export function isTerminalActionStatus(status: WorkflowActionStatus): boolean {
  return workflowActionStatuses[status].isTerminal;
}

export function isWaitingActionStatus(status: WorkflowActionStatus): boolean {
  return workflowActionStatuses[status].isWaiting;
}

export function isManualActionStatus(status: WorkflowActionStatus): boolean {
  return workflowActionStatuses[status].isManual;
}
