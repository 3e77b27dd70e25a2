/** The driver's broadcasts: bytes that executors fetch in pieces and slots of its own share. */
import {
  type BroadcastDescription,
  type BroadcastSettings,
  describeBroadcast,
} from './broadcast-pieces.ts';

export class BroadcastServer {
  private readonly settings: BroadcastSettings;
  private readonly held = new Map<
    number,
    { readonly bytes: Uint8Array<SharedArrayBuffer>; readonly pieceBytes: number }
  >();

  constructor(settings: BroadcastSettings) {
    this.settings = settings;
  }

  add(broadcastId: number, bytes: Uint8Array<SharedArrayBuffer>): BroadcastDescription {
    this.held.set(broadcastId, { bytes, pieceBytes: this.settings.pieceBytes });
    return describeBroadcast(broadcastId, bytes, this.settings);
  }

  /** Shared with slots of this process. @throws Error after `destroy` */
  shared(broadcastId: number): SharedArrayBuffer {
    return this.find(broadcastId).bytes.buffer;
  }

  /** For another process. @throws Error after `destroy` */
  piece(broadcastId: number, index: number): Uint8Array {
    const { bytes, pieceBytes } = this.find(broadcastId);
    return bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes);
  }

  destroy(broadcastId: number): void {
    this.held.delete(broadcastId);
  }

  private find(broadcastId: number) {
    const found = this.held.get(broadcastId);
    if (found === undefined) {
      throw new Error(`Attempted to use Broadcast(${broadcastId}) after it was destroyed`);
    }
    return found;
  }
}
