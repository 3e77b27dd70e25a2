/** Answers requests for blocks from the files below an application's directory. */
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { BlockPosition, BlockRequest, BlockResponse } from './block-request.ts';
import { readAt, readChunkHeader } from './read-chunk.ts';
import { CHUNK_HEADER_BYTES, mapOutputFiles, readIndex } from './shuffle-file.ts';

/** Executors are numbered; anything else could lead out of the directory. */
const EXECUTOR_ID = /^[\w-]+$/;

export function serveBlocks(root: string, request: BlockRequest): BlockResponse {
  const { executorId, mapTaskIds, bytesMax } = request;
  const parts: { output: number; bytes: Buffer }[] = [];
  let missingBytes = bytesMax;
  let { output, offset } = request.from;
  try {
    if (!EXECUTOR_ID.test(executorId)) {
      throw new Error(`There is no executor ${executorId}`);
    }
    for (; output < mapTaskIds.length; output += 1, offset = 0) {
      const block = readBlockPart(
        join(root, executorId),
        request,
        { output, offset },
        missingBytes,
      );
      if (block.bytes.length > 0) {
        parts.push({ output, bytes: block.bytes });
        missingBytes -= block.bytes.length;
      }
      if (!block.isWhole || (missingBytes <= 0 && output + 1 < mapTaskIds.length)) {
        const next = block.isWhole
          ? { output: output + 1, offset: 0 }
          : { output, offset: offset + block.bytes.length };
        return { parts, next, failure: undefined };
      }
    }
    return { parts, next: undefined, failure: undefined };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { parts, next: { output, offset }, failure };
  }
}

/** Whole chunks from a position on, at least one of them. */
function readBlockPart(
  directory: string,
  { shuffleId, reduceId, mapTaskIds }: BlockRequest,
  { output, offset }: BlockPosition,
  bytesMax: number,
): { bytes: Buffer; isWhole: boolean } {
  const files = mapOutputFiles(directory, shuffleId, Number(mapTaskIds[output]));
  const offsets = readIndex(files.indexFile);
  const [start, end] = [offsets[reduceId], offsets[reduceId + 1]];
  if (start === undefined || end === undefined) {
    throw new Error('A shuffle index file is shorter than its number of reducers');
  }
  const from = start + offset;
  if (from >= end) {
    return { bytes: Buffer.alloc(0), isWhole: true };
  }
  const descriptor = openSync(files.dataFile, 'r');
  try {
    let to = from;
    while (to < end && (to === from || to - from < bytesMax)) {
      to += CHUNK_HEADER_BYTES + readChunkHeader(descriptor, to, end).readUInt32LE(0);
    }
    return { bytes: readAt(descriptor, from, to - from), isWhole: to === end };
  } finally {
    closeSync(descriptor);
  }
}
