/**
 * The two files of a map task's output. The data file holds each reducer's chunks one after the
 * other; the index file holds where each reducer's part begins and ends. Names are Spark's.
 *
 * A chunk is a header of sixteen bytes (size of its columns, their CRC-32, rows, zero) and a tuple
 * column of keys and values. Everything lies at multiples of eight bytes.
 */

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
