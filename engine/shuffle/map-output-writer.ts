/** Writes one map task's shuffle output: temporary files first, renamed when they are whole. */
import { closeSync, openSync, readSync, renameSync, rmSync, writeSync, writevSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { ByteWriter } from '../storage/byte-writer.ts';
import type { Column } from '../storage/column.ts';
import { encodeTuple } from '../storage/encode-column.ts';
import { CHUNK_HEADER_BYTES, type MapOutputFiles } from './shuffle-file.ts';

/** What is gathered in memory before it is written; more than this makes several runs. */
const PENDING_BYTES_MAX = 32 << 20;

/** Where a reducer's chunk lies in the temporary file. */
interface ChunkPlace {
  readonly partition: number;
  readonly offset: number;
  readonly length: number;
}

interface PendingChunk {
  readonly partition: number;
  readonly bytes: Buffer;
}

export interface WrittenMapOutput {
  readonly bytesWritten: number;
  readonly recordsWritten: number;
}

export class MapOutputWriter {
  private readonly files: MapOutputFiles;
  private readonly partitionCount: number;
  private readonly chunks: ChunkPlace[] = [];
  private readonly temporaryFile: string;
  private pending: PendingChunk[] = [];
  private pendingBytes = 0;
  private runs = 0;
  private descriptor: number | undefined;
  private flushedBytes = 0;
  private records = 0;

  constructor(files: MapOutputFiles, partitionCount: number) {
    this.files = files;
    this.partitionCount = partitionCount;
    this.temporaryFile = `${files.dataFile}.tmp`;
  }

  /**
   * Adds rows of one reducer: columns of equal length.
   * @returns the size of the chunk in bytes
   */
  append(partition: number, places: readonly Column[]): number {
    const rowCount = places[0]?.length ?? 0;
    if (rowCount === 0) {
      return 0;
    }
    const writer = new ByteWriter();
    writer.writePair(0, 0);
    writer.writePair(rowCount, 0);
    encodeTuple(writer, rowCount, places);
    const columns = writer.bytes(CHUNK_HEADER_BYTES);
    writer.patchPair(0, columns.length, crc32(columns));
    const bytes = writer.bytes();
    this.pending.push({ partition, bytes });
    this.pendingBytes += bytes.length;
    this.records += rowCount;
    if (this.pendingBytes >= PENDING_BYTES_MAX) {
      this.flush();
    }
    return bytes.length;
  }

  /** Makes the output visible under its final names. */
  commit(): WrittenMapOutput {
    this.flush();
    const inOrder = this.chunks.toSorted((left, right) => left.partition - right.partition);
    if (this.runs > 1) {
      this.rewrite(inOrder);
    }
    closeSync(this.descriptor ?? openSync(this.temporaryFile, 'w'));
    this.descriptor = undefined;
    renameSync(this.temporaryFile, this.files.dataFile);
    this.writeIndex(inOrder);
    return { bytesWritten: this.flushedBytes, recordsWritten: this.records };
  }

  /** Leaves nothing behind. */
  abort(): void {
    if (this.descriptor !== undefined) {
      closeSync(this.descriptor);
      this.descriptor = undefined;
    }
    rmSync(this.temporaryFile, { force: true });
  }

  private writeIndex(chunks: readonly ChunkPlace[]): void {
    const offsets = new Float64Array(this.partitionCount + 1);
    for (const { partition, length } of chunks) {
      offsets[partition + 1] = (offsets[partition + 1] as number) + length;
    }
    for (let partition = 0; partition < this.partitionCount; partition += 1) {
      offsets[partition + 1] = (offsets[partition + 1] as number) + (offsets[partition] as number);
    }
    const temporaryIndex = `${this.files.indexFile}.tmp`;
    const descriptor = openSync(temporaryIndex, 'w');
    try {
      writeFully(descriptor, new Uint8Array(offsets.buffer));
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporaryIndex, this.files.indexFile);
  }

  /** Writes what is pending as one run, in the order of the reducers. */
  private flush(): void {
    if (this.pending.length === 0) {
      return;
    }
    this.descriptor ??= openSync(this.temporaryFile, 'w+');
    this.pending.sort((left, right) => left.partition - right.partition);
    for (const { partition, bytes } of this.pending) {
      this.chunks.push({ partition, offset: this.flushedBytes, length: bytes.length });
      this.flushedBytes += bytes.length;
    }
    writeAll(
      this.descriptor,
      this.pending.map(({ bytes }) => bytes),
    );
    this.pending = [];
    this.pendingBytes = 0;
    this.runs += 1;
  }

  /** Copies chunks that were written over several rounds into the order of their reducers. */
  private rewrite(chunks: readonly ChunkPlace[]): void {
    const source = this.descriptor as number;
    const target = `${this.files.dataFile}.sorted.tmp`;
    const descriptor = openSync(target, 'w');
    try {
      for (const { offset, length } of chunks) {
        const bytes = Buffer.allocUnsafe(length);
        readFully(source, bytes, offset);
        writeFully(descriptor, bytes);
      }
    } finally {
      closeSync(source);
      this.descriptor = descriptor;
    }
    renameSync(target, this.temporaryFile);
  }
}

/** How many buffers one call of the system may take. */
const VECTOR_MAX = 1_000;

function writeAll(descriptor: number, buffers: readonly Buffer[]): void {
  for (let from = 0; from < buffers.length; from += VECTOR_MAX) {
    const part = buffers.slice(from, from + VECTOR_MAX);
    const sizeBytes = part.reduce((sum, buffer) => sum + buffer.length, 0);
    const written = writevSync(descriptor, part);
    if (written < sizeBytes) {
      // A short write: the rest follows in one piece.
      writeFully(descriptor, Buffer.concat(part).subarray(written));
    }
  }
}

function writeFully(descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    written += writeSync(descriptor, bytes, written, bytes.length - written);
  }
}

function readFully(descriptor: number, bytes: Uint8Array, position: number): void {
  let read = 0;
  while (read < bytes.length) {
    const count = readSync(descriptor, bytes, read, bytes.length - read, position + read);
    if (count === 0) {
      throw new Error('A temporary shuffle file is shorter than what was written to it');
    }
    read += count;
  }
}
