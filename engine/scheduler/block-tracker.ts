/** Which slots hold which blocks of persisted RDDs, as the driver knows it. */
import type { BlockId } from '../executor/block-id.ts';
import type { StoredBlock } from '../executor/slot-protocol.ts';
import { type SlotLocation, slotKey } from './task-set.ts';

export class BlockTracker {
  private readonly blocks = new Map<number, Map<number, SlotLocation[]>>();

  /**
   * What a slot said of its blocks at the end of a task.
   * @returns what is news of its executor: another of its slots may hold what this one has dropped
   */
  update(location: SlotLocation, blocks: readonly StoredBlock[]): StoredBlock[] {
    return blocks.filter(({ rddId, partition, isDropped }) => {
      if (isDropped !== true) {
        this.add(rddId, partition, location);
        return true;
      }
      this.remove(rddId, partition, location);
      return !this.isHeldBy(location.executorId, rddId, partition);
    });
  }

  private remove(rddId: number, partition: number, location: SlotLocation): void {
    const partitions = this.blocks.get(rddId);
    const kept = this.locations(rddId, partition).filter(
      (other) => slotKey(other) !== slotKey(location),
    );
    if (kept.length > 0) {
      partitions?.set(partition, kept);
    } else if (partitions?.delete(partition) && partitions.size === 0) {
      this.blocks.delete(rddId);
    }
  }

  add(rddId: number, partition: number, location: SlotLocation): void {
    let partitions = this.blocks.get(rddId);
    if (partitions === undefined) {
      partitions = new Map();
      this.blocks.set(rddId, partitions);
    }
    const known = partitions.get(partition) ?? [];
    if (!known.some((other) => slotKey(other) === slotKey(location))) {
      partitions.set(partition, [...known, location]);
    }
  }

  locations(rddId: number, partition: number): readonly SlotLocation[] {
    return this.blocks.get(rddId)?.get(partition) ?? [];
  }

  /** Executors that keep the block, but for the one that asks. */
  holders({ rddId, partition }: BlockId, asking: string): string[] {
    const ids = new Set(this.locations(rddId, partition).map(({ executorId }) => executorId));
    ids.delete(asking);
    return [...ids];
  }

  /** Blocks that no other executor keeps. */
  onlyOn(executorId: string): BlockId[] {
    const blocks: BlockId[] = [];
    for (const [rddId, partitions] of this.blocks) {
      for (const [partition, locations] of partitions) {
        if (locations.every((location) => location.executorId === executorId)) {
          blocks.push({ rddId, partition });
        }
      }
    }
    return blocks;
  }

  /** How many different partitions of an RDD are held. */
  heldPartitions(rddId: number): number {
    return this.blocks.get(rddId)?.size ?? 0;
  }

  get isEmpty(): boolean {
    return this.blocks.size === 0;
  }

  dropRdd(rddId: number): void {
    this.blocks.delete(rddId);
  }

  dropExecutor(executorId: string): void {
    this.drop((location) => location.executorId === executorId);
  }

  /** @returns the blocks that its executor no longer holds */
  dropSlot(lost: SlotLocation): StoredBlock[] {
    const dropped: StoredBlock[] = [];
    for (const [rddId, partitions] of this.blocks) {
      for (const [partition, locations] of partitions) {
        if (locations.some((location) => slotKey(location) === slotKey(lost))) {
          dropped.push({ rddId, partition, memoryBytes: 0, diskBytes: 0, isDropped: true });
        }
      }
    }
    return this.update(lost, dropped);
  }

  private isHeldBy(executorId: string, rddId: number, partition: number): boolean {
    return this.locations(rddId, partition).some((location) => location.executorId === executorId);
  }

  private drop(isLost: (location: SlotLocation) => boolean): void {
    for (const [rddId, partitions] of this.blocks) {
      for (const [partition, locations] of partitions) {
        const kept = locations.filter((location) => !isLost(location));
        if (kept.length === 0) {
          partitions.delete(partition);
        } else {
          partitions.set(partition, kept);
        }
      }
      if (partitions.size === 0) {
        this.blocks.delete(rddId);
      }
    }
  }
}
