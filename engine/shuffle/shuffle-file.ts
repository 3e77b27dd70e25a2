/**
 * The two files of a map task's output. The data file holds each reducer's chunks one after the
 * other; the index file holds where each reducer's part begins and ends, as doubles, and after them
 * their CRC-32 as one more. Names are Spark's.
 *
 * A chunk is a header of sixteen bytes (size of its columns, their CRC-32, rows, zero) and a tuple
 * column of keys and values. Everything lies at multiples of eight bytes.
 */

import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/** Size, checksum, row count and a zero, each an unsigned 32-bit integer. */
export const CHUNK_HEADER_BYTES = 16;

export interface MapOutputFiles {
  readonly dataFile: string;
  readonly indexFile: string;
}

export function mapOutputFiles(
  directory: string,
  shuffleId: number,
  mapTaskId: number,
): MapOutputFiles {
  const stem = `${directory}/shuffle_${shuffleId}_${mapTaskId}_0`;
  return { dataFile: `${stem}.data`, indexFile: `${stem}.index` };
}

/** The bytes of an index file. @param offsets one more than there are reducers */
export function indexToBytes(offsets: Float64Array): Uint8Array {
  const bytes = new Float64Array(offsets.length + 1);
  bytes.set(offsets);
  bytes[offsets.length] = checksumOf(offsets);
  return new Uint8Array(bytes.buffer);
}

/**
 * Where the parts of the reducers begin, and where the last one ends.
 * @throws Error for a file that is missing, cut or damaged: an offset that is wrong could lead to
 *   whole chunks of others
 */
export function readIndex(indexFile: string): Float64Array {
  const bytes = new Uint8Array(readFileSync(indexFile));
  const count = (bytes.length >> 3) - 1;
  if (bytes.length % 8 !== 0 || count < 1) {
    throw new Error('A shuffle index file is cut');
  }
  const offsets = new Float64Array(bytes.buffer, 0, count);
  if (new Float64Array(bytes.buffer, count * 8, 1)[0] !== checksumOf(offsets)) {
    throw new Error('A shuffle index file is corrupted: its checksum does not match its content');
  }
  return offsets;
}

function checksumOf(offsets: Float64Array): number {
  return crc32(new Uint8Array(offsets.buffer, offsets.byteOffset, offsets.byteLength));
}
