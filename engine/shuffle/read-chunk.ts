/** Reads chunks of column files from an open file and checks each one. */
import { readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { Column } from '../storage/column.ts';
import { ColumnReader, decodeTuple } from '../storage/decode-column.ts';
import { CHUNK_HEADER_BYTES } from './shuffle-file.ts';

/** Rows of a chunk, a column for each of their places. */
export interface Chunk {
  readonly places: Column[];
  readonly rowCount: number;
}

/** Parts up to this size are read at once, larger ones chunk by chunk. */
const WHOLE_PART_BYTES = 4 << 20;

/**
 * The chunks that lie between two places of a file, read as they are asked for.
 * @throws Error for a file that is too short or whose checksums do not match
 */
export function* chunksBetween(descriptor: number, start: number, end: number): Generator<Chunk> {
  if (end - start <= WHOLE_PART_BYTES) {
    yield* chunksOfBytes(readAt(descriptor, start, end - start));
    return;
  }
  let position = start;
  while (position < end) {
    const header = readChunkHeader(descriptor, position, end);
    const length = header.readUInt32LE(0);
    yield openChunk(header, readAt(descriptor, position + CHUNK_HEADER_BYTES, length));
    position += CHUNK_HEADER_BYTES + length;
  }
}

/**
 * The header of a chunk that lies before `end`.
 * @throws Error for one that says that the chunk is larger: memory is taken for what it says
 */
export function readChunkHeader(descriptor: number, position: number, end: number): Buffer {
  const header = readAt(descriptor, position, CHUNK_HEADER_BYTES);
  if (position + CHUNK_HEADER_BYTES + header.readUInt32LE(0) > end) {
    throw new Error('A shuffle block is corrupted: one of its chunks is larger than the block');
  }
  return header;
}

/** The chunks that some bytes hold one after the other. */
export function* chunksOfBytes(bytes: Buffer): Generator<Chunk> {
  let offset = 0;
  while (offset < bytes.length) {
    const length = bytes.readUInt32LE(offset);
    const from = offset + CHUNK_HEADER_BYTES;
    yield openChunk(bytes.subarray(offset, from), bytes.subarray(from, from + length));
    offset = from + length;
  }
}

function openChunk(header: Buffer, columns: Buffer): Chunk {
  if (columns.length !== header.readUInt32LE(0) || crc32(columns) !== header.readUInt32LE(4)) {
    throw new Error('A shuffle block is corrupted: its checksum does not match its content');
  }
  return decodeTuple(new ColumnReader(columns));
}

/** @throws Error at the end of the file */
export function readAt(descriptor: number, position: number, length: number): Buffer {
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
