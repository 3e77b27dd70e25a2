/**
 * What a running task's tables and buffers hold in memory, by their own estimates. Whoever holds
 * much of a full memory writes it to disk.
 */
import { getHeapStatistics } from 'node:v8';

/** Whoever holds less than this part of the memory need not write it out: little would be won. */
const SPILL_PART_MIN = 1 / 16;

/** A heap that is so full counts as full memory, whatever the estimates say. */
const HEAP_PART_MAX = 0.85;

/** Grants of one consumer. */
export interface MemoryShare {
  /** Tells how much is held now. @returns whether it shall be written out */
  hold(bytes: number): boolean;
}

export class TaskMemory {
  /** The most that was held at a time. */
  peakBytes = 0;
  private heldBytes = 0;
  private readonly limitBytes: () => number;
  private readonly onHold: (heldBytes: number) => void;

  /**
   * @param limitBytes what tasks may hold at present
   * @param onHold told what they hold, whenever it changes
   */
  constructor(limitBytes: () => number, onHold: (heldBytes: number) => void = () => {}) {
    this.limitBytes = limitBytes;
    this.onHold = onHold;
  }

  share(): MemoryShare {
    let own = 0;
    return {
      hold: (bytes) => {
        this.heldBytes += bytes - own;
        own = bytes;
        this.peakBytes = Math.max(this.peakBytes, this.heldBytes);
        this.onHold(this.heldBytes);
        const limit = this.limitBytes();
        return own > limit * SPILL_PART_MIN && (this.heldBytes > limit || isHeapFull());
      },
    };
  }

  /** A part of the memory, for buffers whose size can be chosen. */
  part(fraction: number): number {
    return this.limitBytes() * fraction;
  }
}

function isHeapFull(): boolean {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return used > limit * HEAP_PART_MAX;
}
