/**
 * Cached blocks in the memory of other executors: fetched as a whole before their first row is
 * read, so that a holder that ends meanwhile costs a computation and not the task.
 */
import { mkdirSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlockAddress } from '../shuffle/block-request.ts';
import type { PeerConnections } from '../shuffle/peer-connections.ts';
import type { BlockHolder, BlockPlace, CachedBlockAnswer, PeerRequest } from './block-exchange.ts';
import { type BlockId, blockName } from './block-id.ts';
import type { SharedBlock } from './cached-block.ts';

/** Larger blocks go through a file: what is fetched is in nobody's account of memory. */
const FETCHED_BYTES_IN_MEMORY_MAX = 4 << 20;

export interface RemoteBlocksOptions {
  readonly peers: Pick<PeerConnections<PeerRequest>, 'ask'>;
  /** Of the executor that fetches. */
  readonly directory: string;
  /** Others that keep a block. */
  readonly holdersOf: (block: BlockId) => Promise<readonly BlockHolder[]>;
}

export class RemoteBlocks {
  private readonly options: RemoteBlocksOptions;
  private nextFile = 0;

  constructor(options: RemoteBlocksOptions) {
    this.options = options;
  }

  /**
   * @param isDamaged whether what was fetched could not be read: its holders drop it
   * @returns undefined where nobody has the block any more: it is computed anew then
   */
  async find(block: BlockId, isDamaged: boolean): Promise<SharedBlock | undefined> {
    for (const { address } of await this.options.holdersOf(block)) {
      const fetched = await this.fetch(block, address, isDamaged).catch(() => undefined);
      if (fetched !== undefined) {
        return fetched;
      }
    }
    return undefined;
  }

  /** From one executor. Rejects where that is gone; undefined where it has not got the block. */
  async fetch(
    block: BlockId,
    address: BlockAddress,
    isDamaged: boolean,
  ): Promise<SharedBlock | undefined> {
    const ask = (from: BlockPlace | undefined) =>
      this.options.peers.ask(address, {
        type: 'cached-block',
        block,
        isDamaged,
        from,
      }) as Promise<CachedBlockAnswer>;
    const first = await ask(undefined);
    if (first === undefined) {
      return undefined;
    }
    return first.sizeBytes <= FETCHED_BYTES_IN_MEMORY_MAX
      ? toMemory(first, ask)
      : this.toFile(block, first, ask);
  }

  private async toFile(
    block: BlockId,
    first: NonNullable<CachedBlockAnswer>,
    ask: (from: BlockPlace) => Promise<CachedBlockAnswer>,
  ): Promise<SharedBlock | undefined> {
    const { directory } = this.options;
    mkdirSync(directory, { recursive: true });
    const path = join(directory, `fetched_${this.nextFile++}_${blockName(block)}`);
    let file: FileHandle | undefined;
    let isWhole = false;
    try {
      file = await open(path, 'w');
      let sizeBytes = 0;
      for (let part: CachedBlockAnswer = first; part !== undefined; part = await ask(part.next)) {
        await file.writeFile(part.bytes);
        sizeBytes += part.bytes.length;
        if (part.next === undefined) {
          isWhole = true;
          return fetched({ form: 'file', path, sizeBytes }, first);
        }
      }
      return undefined;
    } finally {
      await file?.close();
      if (!isWhole) {
        await rm(path, { force: true });
      }
    }
  }
}

async function toMemory(
  first: NonNullable<CachedBlockAnswer>,
  ask: (from: BlockPlace) => Promise<CachedBlockAnswer>,
): Promise<SharedBlock | undefined> {
  const chunks: SharedArrayBuffer[] = [];
  let sizeBytes = 0;
  for (let part: CachedBlockAnswer = first; part !== undefined; part = await ask(part.next)) {
    const shared = new SharedArrayBuffer(part.bytes.length);
    new Uint8Array(shared).set(part.bytes);
    chunks.push(shared);
    sizeBytes += part.bytes.length;
    if (part.next === undefined) {
      return fetched({ form: 'chunks', chunks, sizeBytes }, first);
    }
  }
  return undefined;
}

function fetched(block: SharedBlock, { level }: NonNullable<CachedBlockAnswer>): SharedBlock {
  return { ...block, isFetched: true, ...(level === undefined ? {} : { level }) };
}
