/**
 * What a slot asks while a task runs and waits for the answer to: user functions are synchronous,
 * so the slot's thread sleeps until its executor's main thread has found out. Answers survive
 * structured clone.
 */
import type { BroadcastDescription } from '../storage/broadcast-pieces.ts';

export type SlotQuestion =
  /** The bytes of a broadcast: a SharedArrayBuffer. Answered by the executor itself. */
  { readonly type: 'broadcast'; readonly description: BroadcastDescription };

/** Questions that only the driver can answer; an executor passes them on. */
export type DriverQuestion = {
  readonly type: 'broadcast-piece';
  readonly broadcastId: number;
  readonly piece: number;
};

/** Answers a question of a slot; what it throws or rejects with is thrown in the slot. */
export type QuestionHandler = (question: SlotQuestion, slot: number) => unknown;

/** An answer on its way back. */
export type QuestionReply = { readonly value: unknown } | { readonly error: string };

export async function replyTo(answer: () => unknown): Promise<QuestionReply> {
  try {
    return { value: await answer() };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
