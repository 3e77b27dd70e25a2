/** States of a standalone cluster's executors, in Spark's words. */

/**
 * LAUNCHING until the executor has registered with its driver, then RUNNING. It ends as KILLED when
 * that was asked for, FAILED when it could not be started, LOST with its worker, or else EXITED.
 */
export type LiveExecutorState = 'LAUNCHING' | 'RUNNING';
export type FinishedExecutorState = 'KILLED' | 'FAILED' | 'LOST' | 'EXITED';
export type ExecutorState = LiveExecutorState | FinishedExecutorState;
