/**
 * A file of chunks, each of one part (a reducer, a spilled partition, a sorted run), written in any
 * order and read part by part. Where each chunk lies is kept in memory.
 */
import { closeSync, openSync, rmSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { ByteWriter } from '../storage/byte-writer.ts';
import type { Column } from '../storage/column.ts';
import { encodeTuple } from '../storage/encode-column.ts';
import { type Chunk, chunksBetween, readAt } from './read-chunk.ts';
import { CHUNK_HEADER_BYTES } from './shuffle-file.ts';
import { writeAllFully } from './write-fully.ts';

/** Where a chunk lies in the file. */
export interface ChunkPlace {
  readonly part: number;
  readonly offset: number;
  readonly length: number;
}

interface PendingChunk {
  readonly part: number;
  readonly bytes: Buffer;
}

export class ChunkFile {
  readonly path: string;
  /** In the order of the file. Within one flush that is the order of the parts. */
  readonly places: ChunkPlace[] = [];
  /** How often pending chunks were written. */
  flushes = 0;
  writtenBytes = 0;
  rows = 0;
  private readonly pendingBytesMax: number;
  private pending: PendingChunk[] = [];
  private pendingBytes = 0;
  private descriptor: number | undefined;

  /** @param pendingBytesMax what is gathered in memory before it is written */
  constructor(path: string, pendingBytesMax: number) {
    this.path = path;
    this.pendingBytesMax = pendingBytesMax;
  }

  /**
   * Adds rows of one part: columns of equal length.
   * @returns the size of the chunk in bytes
   */
  append(part: number, columns: readonly Column[]): number {
    const rowCount = columns[0]?.length ?? 0;
    if (rowCount === 0) {
      return 0;
    }
    const bytes = encodeChunk(columns);
    this.pending.push({ part, bytes });
    this.pendingBytes += bytes.length;
    this.rows += rowCount;
    if (this.pendingBytes >= this.pendingBytesMax) {
      this.flush();
    }
    return bytes.length;
  }

  /** Writes what is pending, in the order of the parts. */
  flush(): void {
    if (this.pending.length === 0) {
      return;
    }
    const descriptor = this.open();
    this.pending.sort((left, right) => left.part - right.part);
    writeAllFully(
      descriptor,
      this.pending.map(({ bytes }) => bytes),
    );
    for (const { part, bytes } of this.pending) {
      this.places.push({ part, offset: this.writtenBytes, length: bytes.length });
      this.writtenBytes += bytes.length;
    }
    this.pending = [];
    this.pendingBytes = 0;
    this.flushes += 1;
  }

  /** The chunks of one part in the order of their writing, after a flush. */
  *chunks(part: number): Generator<Chunk> {
    const descriptor = this.open();
    for (const { part: owner, offset, length } of this.places) {
      if (owner === part) {
        yield* chunksBetween(descriptor, offset, offset + length);
      }
    }
  }

  /** The bytes of a chunk as they lie in the file. */
  bytesOf({ offset, length }: ChunkPlace): Buffer {
    return readAt(this.open(), offset, length);
  }

  /** The open file, made where it does not exist. */
  open(): number {
    this.descriptor ??= openSync(this.path, 'w+');
    return this.descriptor;
  }

  close(): void {
    if (this.descriptor !== undefined) {
      closeSync(this.descriptor);
      this.descriptor = undefined;
    }
  }

  /** Leaves nothing behind; may be called at any time. */
  remove(): void {
    this.close();
    rmSync(this.path, { force: true });
  }
}

/** Columns of equal length with their header, ready to be written. */
export function encodeChunk(columns: readonly Column[]): Buffer {
  const rowCount = columns[0]?.length ?? 0;
  const writer = new ByteWriter();
  writer.writePair(0, 0);
  writer.writePair(rowCount, 0);
  encodeTuple(writer, rowCount, columns);
  const body = writer.bytes(CHUNK_HEADER_BYTES);
  writer.patchPair(0, body.length, crc32(body));
  return writer.bytes();
}
