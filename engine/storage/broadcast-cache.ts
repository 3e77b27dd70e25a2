/** An executor's broadcasts: fetched from the driver once, held as bytes that its slots share. */
import { type BroadcastDescription, pieceCount, placePiece } from './broadcast-pieces.ts';

/** Pieces that are asked for at a time: enough to keep the line busy, few enough to hold. */
const PIECES_IN_FLIGHT = 4;

export type FetchPiece = (broadcastId: number, piece: number) => Promise<Uint8Array>;

export class BroadcastCache {
  private readonly fetchPiece: FetchPiece;
  private readonly held = new Map<number, Promise<SharedArrayBuffer>>();

  constructor(fetchPiece: FetchPiece) {
    this.fetchPiece = fetchPiece;
  }

  /** The bytes; slots that ask while they are on the way wait for the same fetch. */
  get(description: BroadcastDescription): Promise<SharedArrayBuffer> {
    const { broadcastId } = description;
    let bytes = this.held.get(broadcastId);
    if (bytes === undefined) {
      bytes = this.fetch(description);
      this.held.set(broadcastId, bytes);
      // A failed fetch is tried again by whoever asks next.
      bytes.catch(() => this.held.delete(broadcastId));
    }
    return bytes;
  }

  drop(broadcastId: number): void {
    this.held.delete(broadcastId);
  }

  private async fetch(description: BroadcastDescription): Promise<SharedArrayBuffer> {
    const target = new Uint8Array(new SharedArrayBuffer(description.sizeBytes));
    const count = pieceCount(description);
    let next = 0;
    const fetchInTurn = async () => {
      for (let index = next++; index < count; index = next++) {
        const piece = await this.fetchPiece(description.broadcastId, index);
        placePiece(description, index, piece, target);
      }
    };
    await Promise.all(Array.from({ length: PIECES_IN_FLIGHT }, fetchInTurn));
    return target.buffer;
  }
}
