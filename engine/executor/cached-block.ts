/** A partition of a persisted RDD in one of its forms: rows, encoded chunks, or a file of them. */
import { closeSync, openSync, rmSync } from 'node:fs';
import { chunksBetween, chunksOfBytes } from '../shuffle/read-chunk.ts';
import { BatchRamp, type RowSource, rowSource, sourceOfBatches } from './batch-source.ts';

export type CachedBlock =
  | { readonly form: 'rows'; readonly rows: readonly unknown[]; readonly sizeBytes: number }
  | { readonly form: 'chunks'; readonly chunks: readonly Buffer[]; readonly sizeBytes: number }
  | { readonly form: 'file'; readonly path: string; readonly sizeBytes: number };

/** @throws Error from the source, for a file that is damaged */
export function readBlock(block: CachedBlock): RowSource {
  switch (block.form) {
    case 'rows':
      return rowsInBatches(block.rows);
    case 'chunks':
      return sourceOfBatches(rowsOfChunks(block.chunks));
    case 'file':
      return sourceOfBatches(rowsOfFile(block));
  }
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

function* rowsOfChunks(chunks: readonly Buffer[]): Generator<unknown[]> {
  for (const bytes of chunks) {
    for (const { places } of chunksOfBytes(bytes)) {
      yield Array.from<unknown>(places[0] as unknown[]);
    }
  }
}

function* rowsOfFile({ path, sizeBytes }: { path: string; sizeBytes: number }) {
  const descriptor = openSync(path, 'r');
  try {
    for (const { places } of chunksBetween(descriptor, 0, sizeBytes)) {
      yield Array.from<unknown>(places[0] as unknown[]);
    }
  } finally {
    closeSync(descriptor);
  }
}
