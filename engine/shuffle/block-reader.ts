/**
 * Reads a reducer's blocks straight from the map tasks' files, chunk by chunk, checking each one.
 */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { Column } from '../storage/column.ts';
import { ColumnReader, decodeTuple } from '../storage/decode-column.ts';
import { FetchFailedError, type MapOutput } from './map-output.ts';
import { CHUNK_HEADER_BYTES, mapOutputFiles } from './shuffle-file.ts';

/** Blocks up to this size are read at once, larger ones chunk by chunk. */
const WHOLE_BLOCK_BYTES = 4 << 20;

/** Index files are small and each is read by many reducers: that many stay in memory. */
const CACHED_INDEXES_MAX = 4_096;

export interface ReadMetrics {
  bytesRead: number;
  blocksRead: number;
  recordsRead: number;
}

export class BlockReader {
  private readonly indexes = new Map<string, Float64Array>();

  /**
   * Calls back with the columns of every chunk of a reducer, in the order of the map partitions.
   * @throws FetchFailedError for a file that is missing, too short or damaged
   */
  read(
    shuffleId: number,
    reduceId: number,
    outputs: readonly MapOutput[],
    metrics: ReadMetrics,
    visit: (places: Column[], rowCount: number) => void,
  ): void {
    for (const output of outputs) {
      for (const chunk of this.chunks(shuffleId, reduceId, output, metrics)) {
        metrics.recordsRead += chunk.rowCount;
        visit(chunk.places, chunk.rowCount);
      }
    }
  }

  /** The chunks of one block, read as they are asked for. */
  *chunks(
    shuffleId: number,
    reduceId: number,
    output: MapOutput,
    metrics: ReadMetrics,
  ): Generator<{ places: Column[]; rowCount: number }> {
    try {
      const files = mapOutputFiles(output.directory, shuffleId, output.mapTaskId);
      const offsets = this.offsetsOf(files.indexFile);
      const start = offsets[reduceId];
      const end = offsets[reduceId + 1];
      if (start === undefined || end === undefined) {
        throw new Error('A shuffle index file is shorter than its number of reducers');
      }
      if (end === start) {
        return;
      }
      metrics.bytesRead += end - start;
      metrics.blocksRead += 1;
      const descriptor = openSync(files.dataFile, 'r');
      try {
        yield* chunksBetween(descriptor, start, end);
      } finally {
        closeSync(descriptor);
      }
    } catch (error) {
      throw new FetchFailedError(shuffleId, reduceId, output, error);
    }
  }

  /** Forgets indexes, for files that were written anew under their old names. */
  clear(): void {
    this.indexes.clear();
  }

  private offsetsOf(indexFile: string): Float64Array {
    let offsets = this.indexes.get(indexFile);
    if (offsets === undefined) {
      const bytes = new Uint8Array(readFileSync(indexFile));
      offsets = new Float64Array(bytes.buffer);
      if (this.indexes.size >= CACHED_INDEXES_MAX) {
        this.indexes.clear();
      }
      this.indexes.set(indexFile, offsets);
    }
    return offsets;
  }
}

function* chunksBetween(
  descriptor: number,
  start: number,
  end: number,
): Generator<{ places: Column[]; rowCount: number }> {
  if (end - start <= WHOLE_BLOCK_BYTES) {
    const block = readAt(descriptor, start, end - start);
    let offset = 0;
    while (offset < block.length) {
      const length = block.readUInt32LE(offset);
      const from = offset + CHUNK_HEADER_BYTES;
      yield openChunk(block.subarray(offset, from), block.subarray(from, from + length));
      offset = from + length;
    }
    return;
  }
  let position = start;
  while (position < end) {
    const header = readAt(descriptor, position, CHUNK_HEADER_BYTES);
    const length = header.readUInt32LE(0);
    yield openChunk(header, readAt(descriptor, position + CHUNK_HEADER_BYTES, length));
    position += CHUNK_HEADER_BYTES + length;
  }
}

function openChunk(header: Buffer, columns: Buffer): { places: Column[]; rowCount: number } {
  if (columns.length !== header.readUInt32LE(0) || crc32(columns) !== header.readUInt32LE(4)) {
    throw new Error('A shuffle block is corrupted: its checksum does not match its content');
  }
  return decodeTuple(new ColumnReader(columns));
}

function readAt(descriptor: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length);
  let read = 0;
  while (read < length) {
    const count = readSync(descriptor, bytes, read, length - read, position + read);
    if (count === 0) {
      throw new Error('A shuffle file is shorter than its index says');
    }
    read += count;
  }
  return bytes;
}
