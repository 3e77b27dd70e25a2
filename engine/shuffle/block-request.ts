/** How a reducer's blocks are asked for over a connection, and what is answered. */

/** Where somebody serves the blocks of an executor. */
export interface BlockAddress {
  readonly host: string;
  readonly port: number;
}

/** A place among the blocks that were asked for. */
export interface BlockPosition {
  /** Which of `mapTaskIds`. */
  readonly output: number;
  /** Bytes of that block that are known. */
  readonly offset: number;
}

/** One reducer's blocks of several map tasks of one executor, in that order. */
export interface BlockRequest {
  readonly executorId: string;
  readonly shuffleId: number;
  readonly reduceId: number;
  readonly mapTaskIds: readonly number[];
  readonly from: BlockPosition;
  /** Answers hold whole chunks, up to about so many bytes. */
  readonly bytesMax: number;
}

/** Asked of a worker: what these executors left of these shuffles will not be read any more. */
export interface OutputRemoval {
  readonly executorIds: readonly string[];
  readonly shuffleIds: readonly number[];
}

export interface BlockResponse {
  readonly parts: readonly { readonly output: number; readonly bytes: Uint8Array }[];
  /** Where to go on; undefined where everything was sent. */
  readonly next: BlockPosition | undefined;
  /** The block at `next` cannot be read, and why. */
  readonly failure: string | undefined;
}
