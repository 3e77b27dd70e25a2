/** What travels through the queue: which attempt to start, and a hint where to find it. */
export interface DispatchItem {
  readonly attemptId: string;
  /** Counts the dispatches of one attempt; the sweeper sends a lost one again as the next. */
  readonly dispatchNumber: number;
  /** Small, and plain JSON. */
  readonly payload: unknown;
}

/**
 * One entry of the queue: dispatches that left at the same moment and travel together. Adding,
 * fetching and removing an entry costs the same for one dispatch as for many.
 */
export interface QueueEntry {
  readonly items: readonly DispatchItem[];
}
