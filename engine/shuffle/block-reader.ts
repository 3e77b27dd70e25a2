/**
 * Reads a reducer's blocks straight from the map tasks' files, chunk by chunk, checking each one.
 */
import { closeSync, openSync, readFileSync } from 'node:fs';
import { FetchFailedError, type MapOutput, missingOutput } from './map-output.ts';
import { type Chunk, chunksBetween } from './read-chunk.ts';
import { mapOutputFiles } from './shuffle-file.ts';

/** Index files are small and each is read by many reducers: that many stay in memory. */
const CACHED_INDEXES_MAX = 4_096;

export interface ReadMetrics {
  localBytesRead: number;
  localBlocksFetched: number;
  recordsRead: number;
}

export class BlockReader {
  private readonly indexes = new Map<string, Float64Array>();

  /**
   * The chunks of a reducer in the order of the map partitions, read as they are asked for.
   * @throws FetchFailedError for an output that is not there, too short or damaged
   */
  *read(
    shuffleId: number,
    reduceId: number,
    outputs: readonly (MapOutput | undefined)[],
    metrics: ReadMetrics,
  ): Generator<Chunk> {
    for (const [mapIndex, output] of outputs.entries()) {
      if (output === undefined) {
        throw missingOutput(shuffleId, reduceId, mapIndex);
      }
      for (const chunk of this.chunks(shuffleId, reduceId, output, metrics)) {
        metrics.recordsRead += chunk.rowCount;
        yield chunk;
      }
    }
  }

  /** The chunks of one block, read as they are asked for. */
  *chunks(
    shuffleId: number,
    reduceId: number,
    output: MapOutput,
    metrics: ReadMetrics,
  ): Generator<Chunk> {
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
      metrics.localBytesRead += end - start;
      metrics.localBlocksFetched += 1;
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
