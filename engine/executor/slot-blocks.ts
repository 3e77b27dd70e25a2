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

/** Undefined where the slot has ended, or it took too long. */
type Answer = SharedBlock | StoredBlock | undefined;

interface Waiting {
  readonly slot: number;
  readonly resolve: (answer: Answer) => void;
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
  answered(number: number, answer: Answer): void {
    this.waiting.get(number)?.resolve(answer);
    this.waiting.delete(number);
  }

  /** A slot takes over what another executor kept. @returns undefined where it cannot */
  async keep(slot: number, block: BlockId, content: SharedBlock): Promise<StoredBlock | undefined> {
    const stored = (await this.expect(slot, (number) => ({
      type: 'keep-block',
      number,
      block,
      content,
    }))) as StoredBlock | undefined;
    if (stored !== undefined) {
      this.changed(slot, [stored]);
    }
    return stored;
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
        this.answered(number, undefined);
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

  private ask(slot: number, block: BlockId): Promise<SharedBlock | undefined> {
    const shared = this.expect(slot, (number) => ({ type: 'share-block', number, block }));
    return shared as Promise<SharedBlock | undefined>;
  }

  private async expect(slot: number, errand: (number: number) => BlockErrand): Promise<Answer> {
    const number = this.nextNumber++;
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.waiting.set(number, { slot, resolve });
    const giveUp = () => this.answered(number, undefined);
    const timer = this.options.clock.setTimer(SHARE_WAIT_MS, giveUp);
    this.options.send(slot, errand(number));
    const answer = await promise;
    timer.cancel();
    return answer;
  }
}

/** Whether a slot still keeps what it shared, by what it says of its block. */
function isSame({ form, sizeBytes }: SharedBlock, block: StoredBlock): boolean {
  return sizeBytes === (form === 'file' ? block.diskBytes : block.memoryBytes);
}
