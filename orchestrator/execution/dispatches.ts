import type { DispatchItem } from '../queue/dispatcher.ts';
import { actionId } from '../store/workflow-rows.ts';

/** How long a dispatch may take to arrive before it counts as lost and is sent again. */
export const DISPATCH_LOST_AFTER_MS = 5_000;

/** What a dispatch carries through the queue. The rows say everything else. */
export interface DispatchPayload {
  readonly jobId: string;
  readonly name: string;
}

interface Sent {
  readonly dispatchNumber: number;
  readonly sentMs: number;
}

/**
 * Remembers what was sent through the queue and has not arrived, so that what the queue lost is
 * sent again under a new number. After a restart it is empty: then everything is sent again.
 */
export class Dispatches {
  readonly #sent = new Map<string, Sent>();

  /** How many have not arrived. */
  get size(): number {
    return this.#sent.size;
  }

  /** The item to send for an action that is to be started; undefined while one is under way. */
  next(jobId: string, name: string, nowMs: number): DispatchItem | undefined {
    const id = actionId(jobId, name);
    const before = this.#sent.get(id);
    if (before !== undefined && nowMs < before.sentMs + DISPATCH_LOST_AFTER_MS) return undefined;
    const dispatchNumber = (before?.dispatchNumber ?? 0) + 1;
    this.#sent.set(id, { dispatchNumber, sentMs: nowMs });
    const payload: DispatchPayload = { jobId, name };
    // The time keeps the id apart from those of an earlier life of this server.
    return { attemptId: `${id}#${nowMs.toString(36)}`, dispatchNumber, payload };
  }

  arrived(payload: DispatchPayload): void {
    this.#sent.delete(actionId(payload.jobId, payload.name));
  }

  /** Everything under way counts as lost: the queue was emptied or restarted. */
  forgetAll(): void {
    this.#sent.clear();
  }
}
