/**
 * Which slots of an executor keep which blocks of persisted RDDs, so that each can read what
 * another keeps. A block that its slot holds as rows is asked for once and is bytes from then on,
 * in memory that all slots share, or a file.
 */
import type { Clock } from '../../base/time/clock.ts';
import { type BlockId, blockName } from './block-id.ts';
import { placeOf, type SharedBlock } from './cached-block.ts';
import type { BlockErrand, StoredBlock } from './slot-protocol.ts';
import type { CachedBlockQuestion } from './slot-question.ts';

/**
 * A slot looks for errands between batches. One that is within a function of the user's for longer
 * is not waited for: its block is computed anew meanwhile.
 */
const SHARE_WAIT_MS = 1_000;

export interface SlotBlocksOptions {
  readonly clock: Clock;
  readonly send: (slot: number, errand: BlockErrand) => void;
}

interface KeptBlock {
  readonly rddId: number;
  /** A block may be computed by two slots at the same time, and be kept by both. */
  readonly slots: Set<number>;
  /** What a slot shared, until it says that its block has changed. */
  shared: { readonly slot: number; readonly block: SharedBlock } | undefined;
}

interface Waiting {
  readonly slot: number;
  readonly resolve: (block: SharedBlock | undefined) => void;
}

export class SlotBlocks {
  private readonly options: SlotBlocksOptions;
  private readonly kept = new Map<string, KeptBlock>();
  private readonly waiting = new Map<number, Waiting>();
  private nextNumber = 0;

  constructor(options: SlotBlocksOptions) {
    this.options = options;
  }

  /** What a slot keeps since its last task, and what it does not keep any more. */
  changed(slot: number, blocks: readonly StoredBlock[]): void {
    for (const block of blocks) {
      const name = blockName(block);
      if (block.isDropped === true) {
        this.forget(name, slot);
        continue;
      }
      const { rddId } = block;
      const known = this.kept.get(name) ?? { rddId, slots: new Set<number>(), shared: undefined };
      known.slots.add(slot);
      if (known.shared?.slot === slot && !isSame(known.shared.block, block)) {
        known.shared = undefined;
      }
      this.kept.set(name, known);
    }
  }

  /** @returns undefined for a block that no other slot can share now */
  async find(
    { block, damaged }: Omit<CachedBlockQuestion, 'type'>,
    asking: number | undefined,
  ): Promise<SharedBlock | undefined> {
    const name = blockName(block);
    const known = this.kept.get(name);
    if (known?.shared !== undefined && placeOf(known.shared.block) === damaged) {
      const { slot } = known.shared;
      this.options.send(slot, { type: 'drop-block', block });
      this.forget(name, slot);
    } else if (known?.shared !== undefined) {
      this.options.send(known.shared.slot, { type: 'touch-block', block });
      return known.shared.block;
    }
    for (const slot of known?.slots ?? []) {
      const shared = slot === asking ? undefined : await this.ask(slot, block);
      if (shared !== undefined && known?.slots.has(slot) === true) {
        known.shared = { slot, block: shared };
      }
      if (shared !== undefined) {
        return shared;
      }
    }
    return undefined;
  }

  /** A slot has answered. */
  shared(number: number, block: SharedBlock | undefined): void {
    this.waiting.get(number)?.resolve(block);
    this.waiting.delete(number);
  }

  dropRdd(rddId: number): void {
    for (const [name, known] of this.kept) {
      if (known.rddId === rddId) {
        this.kept.delete(name);
      }
    }
  }

  /** Its thread has ended, and what it held is gone. */
  slotLost(slot: number): void {
    for (const name of this.kept.keys()) {
      this.forget(name, slot);
    }
    for (const [number, waiting] of this.waiting) {
      if (waiting.slot === slot) {
        this.shared(number, undefined);
      }
    }
  }

  private forget(name: string, slot: number): void {
    const known = this.kept.get(name);
    known?.slots.delete(slot);
    if (known?.shared?.slot === slot) {
      known.shared = undefined;
    }
    if (known?.slots.size === 0) {
      this.kept.delete(name);
    }
  }

  private async ask(slot: number, block: BlockId): Promise<SharedBlock | undefined> {
    const number = this.nextNumber++;
    const { promise, resolve } = Promise.withResolvers<SharedBlock | undefined>();
    this.waiting.set(number, { slot, resolve });
    const timer = this.options.clock.setTimer(SHARE_WAIT_MS, () => this.shared(number, undefined));
    this.options.send(slot, { type: 'share-block', number, block });
    const shared = await promise;
    timer.cancel();
    return shared;
  }
}

/** Whether a slot still keeps what it shared, by what it says of its block. */
function isSame({ form, sizeBytes }: SharedBlock, block: StoredBlock): boolean {
  return sizeBytes === (form === 'file' ? block.diskBytes : block.memoryBytes);
}
