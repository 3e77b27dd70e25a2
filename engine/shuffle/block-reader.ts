/**
 * Reads a reducer's blocks straight from the map tasks' files, chunk by chunk, checking each one.
 */
import { closeSync, openSync } from 'node:fs';
import { FetchFailedError, type MapOutput, missingOutput } from './map-output.ts';
import { type Chunk, chunksBetween } from './read-chunk.ts';
import { type FetchBlocks, type RemoteReadMetrics, remoteChunks } from './remote-chunks.ts';
import { mapOutputFiles, readIndex } from './shuffle-file.ts';

/** Index files are small and each is read by many reducers: that many stay in memory. */
const CACHED_INDEXES_MAX = 4_096;

export interface ReadMetrics extends RemoteReadMetrics {
  localBytesRead: number;
  localBlocksFetched: number;
  recordsRead: number;
}

/** How blocks of other executors are had where their files may not be read. */
export interface RemoteBlocks {
  readonly ownExecutorId: string;
  readonly fetch: FetchBlocks;
}

export class BlockReader {
  private readonly remote: RemoteBlocks | undefined;
  private readonly indexes = new Map<string, Float64Array>();

  /** @param remote undefined where all files are read directly */
  constructor(remote?: RemoteBlocks) {
    this.remote = remote;
  }

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
    const missing = outputs.indexOf(undefined);
    if (missing >= 0) {
      throw missingOutput(shuffleId, reduceId, missing);
    }
    for (const group of this.groupsOf(outputs as readonly MapOutput[])) {
      const isRemote =
        this.remote !== undefined && group[0].executorId !== this.remote.ownExecutorId;
      const chunks = isRemote
        ? remoteChunks(shuffleId, reduceId, group, this.remote.fetch, metrics)
        : this.chunks(shuffleId, reduceId, group[0], metrics);
      for (const chunk of chunks) {
        metrics.recordsRead += chunk.rowCount;
        yield chunk;
      }
    }
  }

  /** Outputs of one executor that follow each other are fetched together. */
  private *groupsOf(outputs: readonly MapOutput[]): Generator<[MapOutput, ...MapOutput[]]> {
    let group: [MapOutput, ...MapOutput[]] | undefined;
    for (const output of outputs) {
      const isSame = group?.[0].executorId === output.executorId;
      if (isSame && this.remote !== undefined && output.executorId !== this.remote.ownExecutorId) {
        group?.push(output);
        continue;
      }
      if (group !== undefined) {
        yield group;
      }
      group = [output];
    }
    if (group !== undefined) {
      yield group;
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
      offsets = readIndex(indexFile);
      if (this.indexes.size >= CACHED_INDEXES_MAX) {
        this.indexes.clear();
      }
      this.indexes.set(indexFile, offsets);
    }
    return offsets;
  }
}
