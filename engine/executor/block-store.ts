/**
 * The blocks of persisted RDDs that one slot keeps. They share the slot's memory with its running
 * tasks: the block that was not used for longest goes first, to disk where its level says so, else
 * it is dropped and computed again when it is asked for. Blocks do not drive out blocks of their
 * own RDD, as that would only turn a scan into a cycle of evictions.
 */
import { mkdirSync } from 'node:fs';
import type { StorageLevel } from '../rdd/storage-level.ts';
import { emptySource, type RowSource } from './batch-source.ts';
import { type CachedBlock, readBlock, removeBlock } from './cached-block.ts';
import type { SlotMemory } from './memory-plan.ts';
import type { StoredBlock } from './slot-protocol.ts';
import { fileOf, unrollBlock } from './unroll-block.ts';

interface HeldBlock {
  readonly rddId: number;
  readonly partition: number;
  readonly level: StorageLevel;
  readonly block: CachedBlock;
}

export class BlockStore {
  private readonly directory: string;
  private readonly slot: number;
  private readonly memory: SlotMemory;
  /** The one that was not used for longest comes first. */
  private readonly held = new Map<string, HeldBlock>();
  private memoryBytes = 0;
  /** What running tasks hold. */
  private executionBytes = 0;
  private changed = new Map<string, StoredBlock>();

  constructor(directory: string, slot: number, memory: SlotMemory) {
    this.directory = directory;
    this.slot = slot;
    this.memory = memory;
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

  /** The rows of a block; undefined for one that is not here. */
  read(rddId: number, partition: number): RowSource | undefined {
    const name = blockName(rddId, partition);
    const found = this.held.get(name);
    if (found === undefined) {
      return undefined;
    }
    this.held.delete(name);
    this.held.set(name, found);
    return this.guarded(name, found);
  }

  /** Keeps the rows where there is room. @returns the same rows */
  store(rddId: number, partition: number, level: StorageLevel, source: RowSource): RowSource {
    const name = blockName(rddId, partition);
    mkdirSync(this.directory, { recursive: true });
    const { block, rows } = unrollBlock(source, {
      level,
      path: this.pathOf(name),
      reserve: (sizeBytes) => this.reserve(sizeBytes, rddId),
    });
    if (block !== undefined) {
      this.hold(name, { rddId, partition, level, block });
    }
    return rows;
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

  /** A file that turns out damaged is forgotten: the task's next attempt computes its rows. */
  private guarded(name: string, held: HeldBlock): RowSource {
    const rows = readBlock(held.block);
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

function blockName(rddId: number, partition: number): string {
  return `rdd_${rddId}_${partition}`;
}
