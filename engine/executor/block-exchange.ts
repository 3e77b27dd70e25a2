/** How executors ask each other for what they keep, and what is answered. */
import type { StorageLevel } from '../rdd/storage-level.ts';
import type { BlockAddress } from '../shuffle/block-request.ts';
import type { MapOutputFiles } from '../shuffle/shuffle-file.ts';
import type { BlockId } from './block-id.ts';

/** An executor that keeps a block, as far as the driver knows. */
export interface BlockHolder {
  readonly executorId: string;
  readonly address: BlockAddress;
}

export type PeerRequest = CachedBlockRequest | OutputFileRequest;

/** A map output by the task that wrote it. */
export interface OutputName {
  readonly shuffleId: number;
  readonly mapTaskId: number;
}

export interface OutputFileRequest extends OutputName {
  readonly type: 'output-file';
  readonly file: keyof MapOutputFiles;
  /** In bytes. */
  readonly offset: number;
}

export interface OutputFileAnswer {
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
}

export interface CachedBlockRequest {
  readonly type: 'cached-block';
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
      readonly level: StorageLevel | undefined;
      /** Whole chunks. */
      readonly bytes: Uint8Array;
      /** Undefined where everything was sent. */
      readonly next: BlockPlace | undefined;
    }
  | undefined;
