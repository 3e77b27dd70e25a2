/** How executors ask each other for cached blocks, and what is answered. */
import type { BlockAddress } from '../shuffle/block-request.ts';
import type { BlockId } from './block-id.ts';

/** An executor that keeps a block, as far as the driver knows. */
export interface BlockHolder {
  readonly executorId: string;
  readonly address: BlockAddress;
}

export interface CachedBlockRequest {
  readonly block: BlockId;
  /** What was answered could not be read: it is dropped, and nothing is answered. */
  readonly isDamaged: boolean;
  /** Undefined for the beginning, then what the last answer said. */
  readonly from: BlockPlace | undefined;
}

/** A place in a block as its executor keeps it: it cannot be gone on with in another form. */
export interface BlockPlace {
  readonly form: 'chunks' | 'file';
  /** Of the chunk, or a position in the file. */
  readonly at: number;
}

/** Undefined where the executor does not keep the block, or not in that form any more. */
export type CachedBlockAnswer =
  | {
      readonly sizeBytes: number;
      /** Whole chunks. */
      readonly bytes: Uint8Array;
      /** Undefined where everything was sent. */
      readonly next: BlockPlace | undefined;
    }
  | undefined;
