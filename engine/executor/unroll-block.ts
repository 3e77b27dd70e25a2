/**
 * Makes a block of a partition's rows as they are computed. A block may turn out too large for the
 * memory that can be had: then it goes to disk, where its level allows that, or is not kept, and
 * the rows are passed on as they come.
 */
import type { StorageLevel } from '../rdd/storage-level.ts';
import { encodeChunk } from '../shuffle/chunk-file.ts';
import { estimateColumnBytes } from '../storage/estimate-size.ts';
import { type RowSource, rowSource } from './batch-source.ts';
import { BlockWriter } from './block-writer.ts';
import { type CachedBlock, readBlock } from './cached-block.ts';

export interface UnrollTarget {
  /** Where a block on disk goes. */
  readonly path: string;
  readonly level: StorageLevel;
  /** Makes room. @returns whether so many bytes may be held in memory */
  readonly reserve: (sizeBytes: number) => boolean;
}

/** `rows` are those of the block, or, where nothing is kept, what was computed and the rest. */
export interface Unrolled {
  readonly block: CachedBlock | undefined;
  readonly rows: RowSource;
}

/** Rows of one encoded chunk. */
const CHUNK_ROWS = 8_192;

export function unrollBlock(source: RowSource, target: UnrollTarget): Unrolled {
  const { level, path, reserve } = target;
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
    return kept(block);
  }
  return level.useDisk
    ? kept(fileOf(block, source, path))
    : { block: undefined, rows: inTurn(readBlock(block), source) };
}

/** A block in memory, and what follows it, as a file. */
export function fileOf(block: CachedBlock, rest: RowSource, path: string): CachedBlock {
  const writer = new BlockWriter(path);
  try {
    const held = inTurn(readBlock(block), rest);
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

function kept(block: CachedBlock): Unrolled {
  return { block, rows: readBlock(block) };
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
  private readonly chunks: Buffer[] = [];
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
      const bytes = encodeChunk([this.pending]);
      this.chunks.push(bytes);
      this.sizeBytes += bytes.length;
      this.pending = [];
    }
  }
}
