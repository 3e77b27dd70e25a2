/**
 * A partition of a persisted RDD in one of its forms: rows, which belong to the thread that made
 * them, encoded chunks in memory that all threads of the executor share, or a file of chunks.
 */
import { rmSync } from 'node:fs';
import type { StorageLevel } from '../rdd/storage-level.ts';
import { encodeChunk } from '../shuffle/chunk-file.ts';
import { chunksBetween, chunksOfBytes } from '../shuffle/read-chunk.ts';
import { BatchRamp, type RowSource, rowSource, sourceOfBatches } from './batch-source.ts';
import { type CleanUps, OpenFile } from './open-file.ts';

/** What any thread of the executor can read. */
export type SharedBlock =
  | {
      readonly form: 'chunks';
      readonly chunks: readonly SharedArrayBuffer[];
      readonly sizeBytes: number;
      readonly isFetched?: true;
      readonly level?: StorageLevel;
    }
  | {
      readonly form: 'file';
      readonly path: string;
      readonly sizeBytes: number;
      /** From another executor, for the task that asked: it removes the file at its end. */
      readonly isFetched?: true;
      /** What its RDD is kept as, where it is known. */
      readonly level?: StorageLevel;
    };

export type CachedBlock =
  | { readonly form: 'rows'; readonly rows: readonly unknown[]; readonly sizeBytes: number }
  | SharedBlock;

/** Rows of one encoded chunk. */
export const CHUNK_ROWS = 8_192;

/**
 * @param cleanUps of the task that reads
 * @throws Error from the source, for a file that is damaged; at once for one that is gone
 */
export function readBlock(block: CachedBlock, cleanUps: CleanUps): RowSource {
  switch (block.form) {
    case 'rows':
      return rowsInBatches(block.rows);
    case 'chunks':
      return sourceOfBatches(rowsOfChunks(block.chunks));
    case 'file':
      return sourceOfBatches(rowsOfFile(new OpenFile(block.path, cleanUps), block.sizeBytes));
  }
}

/** Rows as an encoded chunk in shared memory, of exactly its size. */
export function encodeShared(rows: unknown[]): SharedArrayBuffer {
  const bytes = encodeChunk([rows]);
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  return shared;
}

/** The place of what another executor has sent. */
export const FETCHED = 'fetched';

/** Tells apart what is offered for one block: `fetched`, the path of a file, or `memory`. */
export function placeOf(block: SharedBlock): string {
  if (block.isFetched === true) {
    return FETCHED;
  }
  return block.form === 'file' ? block.path : 'memory';
}

export function removeBlock(block: CachedBlock): void {
  if (block.form === 'file') {
    rmSync(block.path, { force: true });
  }
}

function rowsInBatches(rows: readonly unknown[]): RowSource {
  const ramp = new BatchRamp();
  let from = 0;
  return rowSource(() => {
    if (from >= rows.length) {
      return undefined;
    }
    const batch = rows.slice(from, from + ramp.next());
    from += batch.length;
    return batch;
  });
}

function* rowsOfChunks(chunks: readonly SharedArrayBuffer[]): Generator<unknown[]> {
  for (const bytes of chunks) {
    for (const { places } of chunksOfBytes(Buffer.from(bytes))) {
      yield Array.from<unknown>(places[0] as unknown[]);
    }
  }
}

function* rowsOfFile(file: OpenFile, sizeBytes: number): Generator<unknown[]> {
  for (const { places } of chunksBetween(file.descriptor, 0, sizeBytes)) {
    yield Array.from<unknown>(places[0] as unknown[]);
  }
  file.close();
}
