/** Answers other executors with a cached block, a few whole chunks at a time. */
import { closeSync, openSync } from 'node:fs';
import { readAt, readChunkHeader } from '../shuffle/read-chunk.ts';
import { CHUNK_HEADER_BYTES } from '../shuffle/shuffle-file.ts';
import type { BlockPlace, CachedBlockAnswer } from './block-exchange.ts';
import type { SharedBlock } from './cached-block.ts';

/** @param bytesMax about so many in one answer, but one chunk at least */
export function serveCachedBlock(
  block: SharedBlock,
  from: BlockPlace | undefined,
  bytesMax: number,
): CachedBlockAnswer {
  if (from !== undefined && from.form !== block.form) {
    return undefined;
  }
  const at = from?.at ?? 0;
  return block.form === 'chunks'
    ? partOfChunks(block, at, bytesMax)
    : partOfFile(block, at, bytesMax);
}

function partOfChunks(
  { chunks, sizeBytes, level }: Extract<SharedBlock, { form: 'chunks' }>,
  first: number,
  bytesMax: number,
): CachedBlockAnswer {
  const parts: Uint8Array[] = [];
  let size = 0;
  let at = first;
  for (; at < chunks.length && (at === first || size < bytesMax); at += 1) {
    const part = new Uint8Array(chunks[at] as SharedArrayBuffer);
    parts.push(part);
    size += part.length;
  }
  const next = at < chunks.length ? ({ form: 'chunks', at } as const) : undefined;
  return { sizeBytes, level, bytes: Buffer.concat(parts), next };
}

function partOfFile(
  { path, sizeBytes, level }: Extract<SharedBlock, { form: 'file' }>,
  start: number,
  bytesMax: number,
): CachedBlockAnswer {
  const descriptor = openSync(path, 'r');
  try {
    let end = start;
    while (end < sizeBytes && (end === start || end - start < bytesMax)) {
      end += CHUNK_HEADER_BYTES + readChunkHeader(descriptor, end, sizeBytes).readUInt32LE(0);
    }
    const next = end < sizeBytes ? ({ form: 'file', at: end } as const) : undefined;
    return { sizeBytes, level, bytes: readAt(descriptor, start, end - start), next };
  } finally {
    closeSync(descriptor);
  }
}
