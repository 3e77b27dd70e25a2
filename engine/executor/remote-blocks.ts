/**
 * Cached blocks in the memory of other executors: fetched as a whole before their first row is
 * read, so that a holder that ends meanwhile costs a computation and not the task.
 */
import { mkdirSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PeerConnections, type PeerConnectionsOptions } from '../shuffle/peer-connections.ts';
import type {
  BlockHolder,
  BlockPlace,
  CachedBlockAnswer,
  CachedBlockRequest,
} from './block-exchange.ts';
import { type BlockId, blockName } from './block-id.ts';
import type { SharedBlock } from './cached-block.ts';

/** Larger blocks go through a file: what is fetched is in nobody's account of memory. */
const FETCHED_BYTES_IN_MEMORY_MAX = 4 << 20;

export interface RemoteBlocksOptions extends PeerConnectionsOptions {
  /** Of the executor that fetches. */
  readonly directory: string;
  /** Others that keep a block. */
  readonly holdersOf: (block: BlockId) => Promise<readonly BlockHolder[]>;
}

export class RemoteBlocks {
  private readonly options: RemoteBlocksOptions;
  private readonly peers: PeerConnections<CachedBlockRequest>;
  private nextFile = 0;

  constructor(options: RemoteBlocksOptions) {
    this.options = options;
    this.peers = new PeerConnections(options);
  }

  /**
   * @param isDamaged whether what was fetched could not be read: its holders drop it
   * @returns undefined where nobody has the block any more: it is computed anew then
   */
  async find(block: BlockId, isDamaged: boolean): Promise<SharedBlock | undefined> {
    for (const { address } of await this.options.holdersOf(block)) {
      const ask = (from: BlockPlace | undefined) =>
        this.peers.ask(address, { block, isDamaged, from }) as Promise<CachedBlockAnswer>;
      const fetched = await this.fetch(block, ask).catch(() => undefined);
      if (fetched !== undefined) {
        return fetched;
      }
    }
    return undefined;
  }

  private async fetch(
    block: BlockId,
    ask: (from: BlockPlace | undefined) => Promise<CachedBlockAnswer>,
  ): Promise<SharedBlock | undefined> {
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
          return { form: 'file', path, sizeBytes, isFetched: true };
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
      return { form: 'chunks', chunks, sizeBytes, isFetched: true };
    }
  }
  return undefined;
}
