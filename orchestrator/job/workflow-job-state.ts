import type { WorkflowActionStatus } from './workflow-action-status.ts';
import type { WorkflowJobStatus } from './workflow-job-status.ts';

/** What the state machine knows of a workflow job. Times are milliseconds since the epoch. */
export interface WorkflowJobState {
  readonly job: WorkflowJob;
  /** The nodes that were entered, in this run or kept from an earlier one, by name. */
  readonly actions: ReadonlyMap<string, WorkflowAction>;
}

export interface WorkflowJob {
  readonly id: string;
  readonly status: WorkflowJobStatus;
  /** 0 for the first run; each rerun adds 1. */
  readonly run: number;
  readonly startedMs: number | undefined;
  readonly endedMs: number | undefined;
  /** How many paths of each open fork have not reached its join yet, by execution path. */
  readonly openPaths: Readonly<Record<string, number>>;
  /** The node that ended with an error last; `wf:lastErrorNode()`. */
  readonly lastErrorNode: string | undefined;
  /** Nodes before which the job suspends itself (`oozie.suspend.on.nodes`); `*` means every one. */
  readonly suspendOnNodes: readonly string[];
}

export interface WorkflowAction {
  readonly name: string;
  /** `shell`, `switch`, `:START:` … */
  readonly type: string;
  readonly status: WorkflowActionStatus;
  /** Whether the server owes it something: a start, a kill, a retry. This is the outbox. */
  readonly pending: boolean;
  /** Its position in the forks: `/`, `/fork-a/`, `/fork-a/fork-b/`. */
  readonly executionPath: string;
  /** The job's run in which the node was entered; an earlier one for a node that a rerun keeps. */
  readonly run: number;
  readonly transition: string | undefined;
  /** Number of the current or last attempt in this run, from 1; 0 before the first. */
  readonly attempt: number;
  /** The server whose lease covers the running attempt. */
  readonly owner: string | undefined;
  /** When a waiting action is due. */
  readonly dueMs: number | undefined;
  /** Transient retries used. */
  readonly retries: number;
  readonly userRetryCount: number;
  readonly userRetryMax: number;
  readonly userRetryIntervalMinutes: number;
  readonly userRetryPolicy: 'periodic' | 'exponential';
  readonly startedMs: number | undefined;
  readonly endedMs: number | undefined;
  /** Its element as it was run: every expression evaluated. */
  readonly conf: string;
  readonly externalId: string | undefined;
  readonly externalStatus: string | undefined;
  readonly externalChildIds: string | undefined;
  readonly data: string | undefined;
  readonly stats: string | undefined;
  readonly errorCode: string | undefined;
  readonly errorMessage: string | undefined;
  /** The status that a DONE action will get once its job goes on. */
  readonly doneStatus: 'OK' | 'ERROR' | undefined;
  /** Orders actions that were entered in the same millisecond. */
  readonly sequence: number;
}
