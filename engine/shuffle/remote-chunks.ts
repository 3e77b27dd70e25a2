/** A reducer's chunks that somebody else serves, checked as they arrive. */
import type { BlockPosition, BlockRequest, BlockResponse } from './block-request.ts';
import { FetchFailedError, type MapOutput } from './map-output.ts';
import { type Chunk, chunksOfBytes } from './read-chunk.ts';

/** Spark's `spark.reducer.maxSizeInFlight` is fetched in five requests. */
const REQUEST_BYTES = (48 << 20) / 5;

export interface RemoteReadMetrics {
  remoteBlocksFetched: number;
  remoteBytesRead: number;
  fetchWaitTimeMs: number;
}

/** Waits for the answer. */
export type FetchBlocks = (request: BlockRequest) => BlockResponse;

/**
 * @param outputs of one executor
 * @throws FetchFailedError naming the output that could not be had whole
 */
export function* remoteChunks(
  shuffleId: number,
  reduceId: number,
  outputs: readonly [MapOutput, ...MapOutput[]],
  fetch: FetchBlocks,
  metrics: RemoteReadMetrics,
): Generator<Chunk> {
  const { executorId } = outputs[0];
  const mapTaskIds = outputs.map(({ mapTaskId }) => mapTaskId);
  metrics.remoteBlocksFetched += outputs.length;
  let position: BlockPosition | undefined = { output: 0, offset: 0 };
  let hasRefetched = false;
  while (position !== undefined) {
    const from: BlockPosition = position;
    const fail = (output: number, cause: unknown) =>
      new FetchFailedError(shuffleId, reduceId, outputs[output] ?? outputs[0], cause);
    const started = performance.now();
    let response: BlockResponse;
    try {
      response = fetch({
        executorId,
        shuffleId,
        reduceId,
        mapTaskIds,
        from,
        bytesMax: REQUEST_BYTES,
      });
    } catch (error) {
      throw fail(from.output, error);
    }
    metrics.fetchWaitTimeMs += performance.now() - started;
    const checked = decodeAll(response);
    if ('damaged' in checked && !hasRefetched) {
      // It may have been damaged on the way: asked for once more.
      hasRefetched = true;
      continue;
    }
    if ('damaged' in checked) {
      throw fail(checked.damaged, checked.cause);
    }
    hasRefetched = false;
    metrics.remoteBytesRead += checked.bytes;
    yield* checked.chunks;
    if (response.failure !== undefined) {
      throw fail(response.next?.output ?? from.output, response.failure);
    }
    position = response.next;
  }
}

type Checked =
  | { readonly chunks: Chunk[]; readonly bytes: number }
  | { readonly damaged: number; readonly cause: unknown };

/** All chunks of an answer, so that none is given before the others are known to be whole. */
function decodeAll({ parts }: BlockResponse): Checked {
  const chunks: Chunk[] = [];
  let sum = 0;
  for (const { output, bytes } of parts) {
    try {
      chunks.push(...chunksOfBytes(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)));
    } catch (cause) {
      return { damaged: output, cause };
    }
    sum += bytes.length;
  }
  return { chunks, bytes: sum };
}
