/** Writes one map task's shuffle output: temporary files first, renamed when they are whole. */
import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import type { Column } from '../storage/column.ts';
import { ChunkFile, type ChunkPlace } from './chunk-file.ts';
import { indexToBytes, type MapOutputFiles } from './shuffle-file.ts';
import { writeFully } from './write-fully.ts';

/** What is gathered in memory before it is written; more than this makes several runs. */
const PENDING_BYTES_MAX = 32 << 20;

export interface WrittenMapOutput {
  readonly bytesWritten: number;
  readonly recordsWritten: number;
}

export class MapOutputWriter {
  private readonly files: MapOutputFiles;
  private readonly partitionCount: number;
  private readonly chunks: ChunkFile;

  /** @param pendingBytesMax what may be gathered in memory before it is written */
  constructor(
    files: MapOutputFiles,
    partitionCount: number,
    pendingBytesMax: number = PENDING_BYTES_MAX,
  ) {
    this.files = files;
    this.partitionCount = partitionCount;
    this.chunks = new ChunkFile(`${files.dataFile}.tmp`, pendingBytesMax);
  }

  /**
   * Adds rows of one reducer: columns of equal length.
   * @returns the size of the chunk in bytes
   */
  append(partition: number, columns: readonly Column[]): number {
    return this.chunks.append(partition, columns);
  }

  /** Makes the output visible under its final names. */
  commit(): WrittenMapOutput {
    const { chunks, files } = this;
    chunks.flush();
    chunks.open();
    const inOrder = chunks.places.toSorted((left, right) => left.part - right.part);
    if (chunks.flushes > 1) {
      this.rewrite(inOrder);
    }
    chunks.close();
    renameSync(chunks.path, files.dataFile);
    this.writeIndex(inOrder);
    return { bytesWritten: chunks.writtenBytes, recordsWritten: chunks.rows };
  }

  /** Leaves nothing behind. */
  abort(): void {
    this.chunks.remove();
    rmSync(this.sortedFile, { force: true });
  }

  private get sortedFile(): string {
    return `${this.files.dataFile}.sorted.tmp`;
  }

  private writeIndex(chunks: readonly ChunkPlace[]): void {
    const offsets = new Float64Array(this.partitionCount + 1);
    for (const { part, length } of chunks) {
      offsets[part + 1] = (offsets[part + 1] as number) + length;
    }
    for (let part = 0; part < this.partitionCount; part += 1) {
      offsets[part + 1] = (offsets[part + 1] as number) + (offsets[part] as number);
    }
    const temporaryIndex = `${this.files.indexFile}.tmp`;
    const descriptor = openSync(temporaryIndex, 'w');
    try {
      writeFully(descriptor, indexToBytes(offsets));
    } catch (error) {
      rmSync(temporaryIndex, { force: true });
      throw error;
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporaryIndex, this.files.indexFile);
  }

  /** Copies chunks that were written over several rounds into the order of their reducers. */
  private rewrite(inOrder: readonly ChunkPlace[]): void {
    const descriptor = openSync(this.sortedFile, 'w');
    try {
      for (const place of inOrder) {
        writeFully(descriptor, this.chunks.bytesOf(place));
      }
    } finally {
      closeSync(descriptor);
    }
    renameSync(this.sortedFile, this.chunks.path);
  }
}
