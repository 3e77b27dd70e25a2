/**
 * A partition of a reliable checkpoint: encoded chunks, then a trailer that says how many bytes and
 * rows came before it, so that a file that lost its end is noticed. Files of a checkpoint outlive
 * the application that wrote them.
 */
import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { encodeChunk } from '../shuffle/chunk-file.ts';
import { chunksBetween, readAt } from '../shuffle/read-chunk.ts';
import { writeFully } from '../shuffle/write-fully.ts';

/** Length and row count, as doubles, and a mark. */
const TRAILER_BYTES = 24;
const MARK = 0x686f_7764;

const PART_DIGITS = 5;

/** `part-00000`, Spark's name. */
export function checkpointFile(directory: string, partition: number): string {
  return join(directory, `part-${String(partition).padStart(PART_DIGITS, '0')}`);
}

/**
 * Writes a partition; it appears under its name when it is whole and on the disk.
 * @param attempt tells the attempts of a task apart
 * @returns the size in bytes
 */
export function writeCheckpoint(
  batches: Iterable<readonly unknown[]>,
  directory: string,
  partition: number,
  attempt: number,
): number {
  mkdirSync(directory, { recursive: true });
  const path = checkpointFile(directory, partition);
  const temporaryPath = join(directory, `.${partition}-attempt-${attempt}`);
  const descriptor = openSync(temporaryPath, 'w');
  let sizeBytes = 0;
  let rowCount = 0;
  try {
    for (const rows of batches) {
      const bytes = encodeChunk([rows as unknown[]]);
      writeFully(descriptor, bytes);
      sizeBytes += bytes.length;
      rowCount += rows.length;
    }
    writeFully(descriptor, trailerOf(sizeBytes, rowCount));
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(temporaryPath, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporaryPath, path);
  return sizeBytes + TRAILER_BYTES;
}

/** @throws Error for a file that is missing, short or damaged */
export function* readCheckpoint(path: string): Generator<unknown[]> {
  const descriptor = openSync(path, 'r');
  try {
    const sizeBytes = fstatSync(descriptor).size - TRAILER_BYTES;
    const trailer = sizeBytes < 0 ? undefined : readAt(descriptor, sizeBytes, TRAILER_BYTES);
    let missingRows = trailer?.readDoubleLE(8) ?? 0;
    if (trailer?.readDoubleLE(0) !== sizeBytes || trailer.readUInt32LE(16) !== MARK) {
      throw new Error(`The checkpoint file ${path} is not whole`);
    }
    for (const { places, rowCount } of chunksBetween(descriptor, 0, sizeBytes)) {
      missingRows -= rowCount;
      yield Array.from<unknown>(places[0] as unknown[]);
    }
    if (missingRows !== 0) {
      throw new Error(`The checkpoint file ${path} lacks rows`);
    }
  } finally {
    closeSync(descriptor);
  }
}

function trailerOf(sizeBytes: number, rowCount: number): Buffer {
  const trailer = Buffer.alloc(TRAILER_BYTES);
  trailer.writeDoubleLE(sizeBytes, 0);
  trailer.writeDoubleLE(rowCount, 8);
  trailer.writeUInt32LE(MARK, 16);
  return trailer;
}
