/**
 * A slot's side of broadcasts: the value is made from the executor's bytes when a task first asks
 * for it, and kept for later tasks.
 */
import type { BroadcastDescription } from './broadcast-pieces.ts';
import { broadcastFromBytes } from './broadcast-value.ts';

type FetchBytes = (description: BroadcastDescription) => SharedArrayBuffer;

const values = new Map<number, unknown>();
let fetchBytes: FetchBytes | undefined;

/** Told once by the slot: how bytes are come by. */
export function connectBroadcasts(fetch: FetchBytes): void {
  fetchBytes = fetch;
}

/**
 * The value, fetched by the executor if need be. For use in a task only.
 * @throws Error when the driver has destroyed the broadcast
 */
export function broadcastValue(description: BroadcastDescription): unknown {
  const { broadcastId } = description;
  if (!values.has(broadcastId)) {
    if (fetchBytes === undefined) {
      throw new Error('The value of a broadcast is made in a slot');
    }
    values.set(broadcastId, broadcastFromBytes(fetchBytes(description)));
  }
  return values.get(broadcastId);
}

export function dropBroadcastValue(broadcastId: number): void {
  values.delete(broadcastId);
}
