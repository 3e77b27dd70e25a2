/** What travels through the queue: which attempt to start, and a hint where to find it. */
export interface DispatchItem {
  readonly attemptId: string;
  /** Counts the dispatches of one attempt; the sweeper sends a lost one again as the next. */
  readonly dispatchNumber: number;
  /** Small, and plain JSON. */
  readonly payload: unknown;
}
