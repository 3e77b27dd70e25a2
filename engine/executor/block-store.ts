/** The blocks of persisted RDDs that one slot keeps: rows in memory, or bytes on disk. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { StorageLevel } from '../rdd/storage-level.ts';
import { rowsFromBytes, rowsToBytes } from '../storage/row-bytes.ts';
import type { StoredBlock } from './slot-protocol.ts';

/** A rough size of a row kept as objects: blocks in memory are not measured one by one. */
const ROW_BYTES_ESTIMATE = 32;

type Block =
  | { readonly kind: 'rows'; readonly rows: readonly unknown[] }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'file'; readonly path: string };

export class BlockStore {
  private readonly directory: string;
  private readonly slot: number;
  private readonly blocks = new Map<string, Block>();
  private added: StoredBlock[] = [];

  constructor(directory: string, slot: number) {
    this.directory = directory;
    this.slot = slot;
  }

  get(rddId: number, partition: number): readonly unknown[] | undefined {
    const block = this.blocks.get(blockName(rddId, partition));
    switch (block?.kind) {
      case undefined:
        return undefined;
      case 'rows':
        return block.rows;
      case 'bytes':
        return rowsFromBytes(block.bytes);
      case 'file':
        return rowsFromBytes(readFileSync(block.path));
    }
  }

  put(rddId: number, partition: number, level: StorageLevel, rows: readonly unknown[]): void {
    const name = blockName(rddId, partition);
    const block = this.makeBlock(name, level, rows);
    this.blocks.set(name, block);
    this.added.push({
      rddId,
      partition,
      memoryBytes:
        block.kind === 'rows'
          ? rows.length * ROW_BYTES_ESTIMATE
          : block.kind === 'bytes'
            ? block.bytes.length
            : 0,
      diskBytes: block.kind === 'file' ? rows.length * ROW_BYTES_ESTIMATE : 0,
    });
  }

  /** Blocks that were added since the last call. */
  takeAdded(): StoredBlock[] {
    const { added } = this;
    this.added = [];
    return added;
  }

  dropRdd(rddId: number): void {
    for (const [name, block] of this.blocks) {
      if (name.startsWith(`rdd_${rddId}_`)) {
        this.blocks.delete(name);
        if (block.kind === 'file') {
          rmSync(block.path, { force: true });
        }
      }
    }
  }

  private makeBlock(name: string, level: StorageLevel, rows: readonly unknown[]): Block {
    if (level.useMemory && level.deserialized) {
      return { kind: 'rows', rows };
    }
    const bytes = rowsToBytes(rows);
    if (level.useMemory) {
      return { kind: 'bytes', bytes };
    }
    const path = `${this.directory}/${name}_slot${this.slot}`;
    writeFileSync(`${path}.tmp`, bytes);
    renameSync(`${path}.tmp`, path);
    return { kind: 'file', path };
  }
}

function blockName(rddId: number, partition: number): string {
  return `rdd_${rddId}_${partition}`;
}
