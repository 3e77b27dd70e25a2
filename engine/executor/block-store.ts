/**
 * The blocks of persisted RDDs that one slot keeps, for itself and, as bytes, for the other slots
 * of its executor. They share the slot's memory with its running tasks: the block that was not used
 * for longest goes first, to disk where its level says so, else it is dropped and computed again
 * when it is asked for. Blocks do not drive out blocks of their own RDD, as that would only turn a
 * scan into a cycle of evictions.
 */
import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import type { StorageLevel } from '../rdd/storage-level.ts';
import { emptySource, type RowSource } from './batch-source.ts';
import { type BlockId, blockName } from './block-id.ts';
import { BlockReplicas } from './block-replicas.ts';
import {
  type CachedBlock,
  CHUNK_ROWS,
  encodeShared,
  readBlock,
  removeBlock,
  type SharedBlock,
} from './cached-block.ts';
import type { SlotMemory } from './memory-plan.ts';
import type { CleanUps } from './open-file.ts';
import type { SlotInit, StoredBlock } from './slot-protocol.ts';
import { fileOf, unrollBlock } from './unroll-block.ts';

interface HeldBlock {
  readonly rddId: number;
  readonly partition: number;
  readonly level: StorageLevel;
  readonly block: CachedBlock;
}

/** Of the slot whose blocks they are. */
export type BlockStoreOptions = Pick<SlotInit, 'directory' | 'slot' | 'memory' | 'hasPeers'>;

export class BlockStore {
  private readonly directory: string;
  private readonly slot: number;
  private readonly memory: SlotMemory;
  private readonly replicas: BlockReplicas | undefined;
  /** The one that was not used for longest comes first. */
  private readonly held = new Map<string, HeldBlock>();
  private memoryBytes = 0;
  /** What running tasks hold. */
  private executionBytes = 0;
  private changed = new Map<string, StoredBlock>();

  constructor({ directory, slot, memory, hasPeers }: BlockStoreOptions) {
    this.directory = directory;
    this.slot = slot;
    this.memory = memory;
    this.replicas = hasPeers ? new BlockReplicas(directory) : undefined;
  }

  /** What tasks may hold at most: all but what blocks keep in any case. */
  executionLimit(): number {
    const { dataBytes, storageBytes } = this.memory;
    return dataBytes - Math.min(this.memoryBytes, storageBytes);
  }

  /** Running tasks hold so much now: blocks beyond their own part of the memory make room. */
  yieldTo(executionBytes: number): void {
    this.executionBytes = executionBytes;
    const { dataBytes, storageBytes } = this.memory;
    this.evictTo(Math.max(storageBytes, dataBytes - executionBytes), undefined);
  }

  /**
   * The rows of a block; undefined for one that is not here.
   * @param cleanUps of the task that reads them
   */
  read({ rddId, partition }: BlockId, cleanUps: CleanUps): RowSource | undefined {
    const name = blockName({ rddId, partition });
    const found = this.use(name);
    return found && this.guarded(name, found, cleanUps);
  }

  /** Keeps the rows where there is room. @returns the same rows */
  store(
    { rddId, partition }: BlockId,
    level: StorageLevel,
    source: RowSource,
    cleanUps: CleanUps,
  ): RowSource {
    const name = blockName({ rddId, partition });
    mkdirSync(this.directory, { recursive: true });
    const { block, rows } = unrollBlock(source, {
      level,
      path: this.pathOf(name),
      reserve: (sizeBytes) => this.reserve(sizeBytes, rddId),
      cleanUps,
    });
    if (block !== undefined) {
      this.hold(name, { rddId, partition, level, block });
      if (level.replication > 1) {
        this.replicas?.add({ rddId, partition }, block, this.pathOf(name));
      }
    }
    return rows;
  }

  /**
   * The block in a form that other threads can read. Rows become bytes for good: who shares a block
   * does so because others compute with it, too.
   * @returns undefined for one that is not here, or whose rows cannot travel
   */
  share({ rddId, partition }: BlockId): SharedBlock | undefined {
    const name = blockName({ rddId, partition });
    const found = this.use(name);
    if (found === undefined) {
      return undefined;
    }
    const { level } = found;
    if (found.block.form !== 'rows') {
      return { ...found.block, level };
    }
    const block = tryEncode(found.block.rows);
    if (block !== undefined) {
      this.release(name, found);
      this.hold(name, { ...found, block });
    }
    return block && { ...block, level };
  }

  /**
   * Keeps a block that another executor had.
   * @param content fetched, with its level; a file of it may be taken
   * @returns undefined where there is no room for it
   */
  adopt(id: BlockId, content: SharedBlock): StoredBlock | undefined {
    const name = blockName(id);
    const level = content.level as StorageLevel;
    const block = this.held.has(name) ? undefined : this.roomFor(id, level, content);
    if (block !== undefined) {
      this.hold(name, { ...id, level, block });
    }
    return this.held.has(name) ? this.changed.get(name) : undefined;
  }

  private roomFor(id: BlockId, level: StorageLevel, content: SharedBlock): SharedBlock | undefined {
    const { sizeBytes } = content;
    const path = this.pathOf(blockName(id));
    if (level.useMemory && this.reserve(sizeBytes, id.rddId)) {
      return inMemory(content);
    }
    if (!level.useDisk) {
      return undefined;
    }
    mkdirSync(this.directory, { recursive: true });
    if (content.form === 'chunks') {
      return this.tryFile(blockName(id), content) as SharedBlock | undefined;
    }
    renameSync(content.path, path);
    return { form: 'file', path, sizeBytes };
  }

  /** Somebody else has read the block. */
  touch(block: BlockId): void {
    this.use(blockName(block));
  }

  /** A block that others could not read: its file is damaged. */
  dropBlock(block: BlockId): void {
    const name = blockName(block);
    const found = this.held.get(name);
    if (found !== undefined) {
      this.drop(name, found);
    }
  }

  /** Blocks that came, went or changed their place since the last call. */
  takeChanged(): StoredBlock[] {
    const changed = [...this.changed.values()];
    this.changed.clear();
    return changed;
  }

  dropRdd(rddId: number): void {
    for (const [name, held] of this.held) {
      if (held.rddId === rddId) {
        this.release(name, held);
        this.changed.delete(name);
      }
    }
  }

  /**
   * A file that is gone is forgotten, and so is one that turns out damaged: the task's next attempt
   * computes its rows.
   */
  private guarded(name: string, held: HeldBlock, cleanUps: CleanUps): RowSource | undefined {
    let rows: RowSource;
    try {
      rows = readBlock(held.block, cleanUps);
    } catch {
      this.drop(name, held);
      return undefined;
    }
    const next = (): readonly unknown[] | undefined => {
      try {
        return rows.next();
      } catch (error) {
        this.drop(name, held);
        throw error;
      }
    };
    return { form: 'rows', next };
  }

  /** It is the one that was used last now. */
  private use(name: string): HeldBlock | undefined {
    const found = this.held.get(name);
    if (found !== undefined) {
      this.held.delete(name);
      this.held.set(name, found);
    }
    return found;
  }

  private reserve(sizeBytes: number, rddId: number): boolean {
    const limit = this.memory.dataBytes - this.executionBytes;
    this.evictTo(limit - sizeBytes, rddId);
    return this.memoryBytes + sizeBytes <= limit;
  }

  private evictTo(limitBytes: number, keptRddId: number | undefined): void {
    for (const [name, held] of this.held) {
      if (this.memoryBytes <= limitBytes) {
        return;
      }
      if (held.block.form !== 'file' && held.rddId !== keptRddId) {
        this.evict(name, held);
      }
    }
  }

  private evict(name: string, held: HeldBlock): void {
    const file = held.level.useDisk ? this.tryFile(name, held.block) : undefined;
    if (file === undefined) {
      this.drop(name, held);
      return;
    }
    this.release(name, held);
    this.hold(name, { ...held, block: file });
  }

  /** A block that cannot be written costs its computation, not the task that needed the room. */
  private tryFile(name: string, block: CachedBlock): CachedBlock | undefined {
    try {
      return fileOf(block, emptySource, this.pathOf(name));
    } catch {
      return undefined;
    }
  }

  private drop(name: string, held: HeldBlock): void {
    this.release(name, held);
    const { rddId, partition } = held;
    this.changed.set(name, { rddId, partition, memoryBytes: 0, diskBytes: 0, isDropped: true });
  }

  private hold(name: string, held: HeldBlock): void {
    const { rddId, partition, block } = held;
    const isFile = block.form === 'file';
    this.held.set(name, held);
    this.memoryBytes += isFile ? 0 : block.sizeBytes;
    this.changed.set(name, {
      rddId,
      partition,
      memoryBytes: isFile ? 0 : block.sizeBytes,
      diskBytes: isFile ? block.sizeBytes : 0,
    });
  }

  private release(name: string, { block }: HeldBlock): void {
    this.held.delete(name);
    this.memoryBytes -= block.form === 'file' ? 0 : block.sizeBytes;
    removeBlock(block);
  }

  private pathOf(name: string): string {
    return `${this.directory}/${name}_slot${this.slot}`;
  }
}

/** A file of chunks is read as one that holds all of them. */
function inMemory(content: SharedBlock): SharedBlock {
  const { sizeBytes } = content;
  if (content.form === 'chunks') {
    return { form: 'chunks', chunks: content.chunks, sizeBytes };
  }
  const shared = new SharedArrayBuffer(sizeBytes);
  new Uint8Array(shared).set(readFileSync(content.path));
  return { form: 'chunks', chunks: [shared], sizeBytes };
}

/** Rows that would lose something as bytes stay where they are. */
function tryEncode(rows: readonly unknown[]): SharedBlock | undefined {
  const chunks: SharedArrayBuffer[] = [];
  let sizeBytes = 0;
  try {
    for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
      const chunk = encodeShared(rows.slice(from, from + CHUNK_ROWS));
      chunks.push(chunk);
      sizeBytes += chunk.byteLength;
    }
  } catch {
    return undefined;
  }
  return { form: 'chunks', chunks, sizeBytes };
}
