/**
 * Makes a block of a partition's rows as they are computed. A block may turn out too large for the
 * memory that can be had: then it goes to disk, where its level allows that, or is not kept, and
 * the rows are passed on as they come.
 */
import type { StorageLevel } from '../rdd/storage-level.ts';
import { estimateColumnBytes } from '../storage/estimate-size.ts';
import { type RowSource, rowSource } from './batch-source.ts';
import { BlockWriter } from './block-writer.ts';
import { type CachedBlock, CHUNK_ROWS, encodeShared, readBlock } from './cached-block.ts';
import type { CleanUps } from './open-file.ts';

export interface UnrollTarget {
  /** Where a block on disk goes. */
  readonly path: string;
  readonly level: StorageLevel;
  /** Makes room. @returns whether so many bytes may be held in memory */
  readonly reserve: (sizeBytes: number) => boolean;
  /** Of the task that computes the rows. */
  readonly cleanUps: CleanUps;
}

/** `rows` are those of the block, or, where nothing is kept, what was computed and the rest. */
export interface Unrolled {
  readonly block: CachedBlock | undefined;
  readonly rows: RowSource;
}

export function unrollBlock(source: RowSource, target: UnrollTarget): Unrolled {
  const { level, path, reserve, cleanUps } = target;
  const held = level.deserialized ? new HeldRows() : new HeldChunks();
  let fits = level.useMemory;
  for (let batch = source.next(); batch !== undefined; batch = source.next()) {
    held.add(batch);
    fits &&= reserve(held.sizeBytes);
    if (!fits) {
      break;
    }
  }
  const block = held.block();
  if (fits && reserve(block.sizeBytes)) {
    return { block, rows: readBlock(block, cleanUps) };
  }
  if (level.useDisk) {
    const file = fileOf(block, source, path);
    return { block: file, rows: readBlock(file, cleanUps) };
  }
  return { block: undefined, rows: inTurn(readBlock(block, cleanUps), source) };
}

/** A block in memory, and what follows it, as a file. Needs nothing closed at a task's end. */
export function fileOf(block: CachedBlock, rest: RowSource, path: string): CachedBlock {
  const writer = new BlockWriter(path);
  try {
    const held = inTurn(readBlock(block, []), rest);
    for (let batch = held.next(); batch !== undefined; batch = held.next()) {
      writer.append(batch);
    }
  } catch (error) {
    writer.abort();
    throw error;
  }
  writer.commit();
  return { form: 'file', path, sizeBytes: writer.sizeBytes };
}

function inTurn(first: RowSource, second: RowSource): RowSource {
  let isFirst = true;
  return rowSource(() => {
    const batch = isFirst ? first.next() : undefined;
    isFirst = batch !== undefined;
    return batch ?? second.next();
  });
}

class HeldRows {
  sizeBytes = 0;
  private readonly rows: unknown[] = [];

  add(batch: readonly unknown[]): void {
    this.sizeBytes += estimateColumnBytes(batch as unknown[]);
    for (const row of batch) {
      this.rows.push(row);
    }
  }

  block(): CachedBlock {
    return { form: 'rows', rows: this.rows, sizeBytes: this.sizeBytes };
  }
}

class HeldChunks {
  sizeBytes = 0;
  private readonly chunks: SharedArrayBuffer[] = [];
  private pending: unknown[] = [];

  add(batch: readonly unknown[]): void {
    for (const row of batch) {
      this.pending.push(row);
    }
    if (this.pending.length >= CHUNK_ROWS) {
      this.encode();
    }
  }

  block(): CachedBlock {
    this.encode();
    return { form: 'chunks', chunks: this.chunks, sizeBytes: this.sizeBytes };
  }

  private encode(): void {
    if (this.pending.length > 0) {
      const bytes = encodeShared(this.pending);
      this.chunks.push(bytes);
      this.sizeBytes += bytes.byteLength;
      this.pending = [];
    }
  }
}
