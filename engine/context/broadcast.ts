/** A value that executors get once, however many functions and tasks use it. */
import { HowdahError } from '../../base/error/howdah-error.ts';
import { registerTraveller, TRAVEL, type TravelTicket } from '../closure/traveller.ts';
import type { BroadcastDescription } from '../storage/broadcast-pieces.ts';
import { broadcastValue } from '../storage/slot-broadcasts.ts';
import { callSite } from './call-site.ts';
import type { KeepAlive } from './keep-alive.ts';

export const BROADCAST_KIND = 'broadcast';

/** What a broadcast asks of the context. */
export interface BroadcastKeeper {
  readonly keepAlive: KeepAlive;
  dropBroadcast(broadcastId: number): Promise<void>;
  destroyBroadcast(broadcastId: number): Promise<void>;
}

/**
 * Made by `SparkContext.broadcast`. Functions that capture it find the value in `value`: typed
 * arrays share the executor's memory, other values are made once a slot. Do not change it.
 */
export class Broadcast<T> {
  readonly id: number;
  private readonly keeper: BroadcastKeeper;
  private readonly description: BroadcastDescription;
  private held: { readonly value: T } | undefined;
  private destroyedAt: string | undefined;

  /** @internal */
  constructor(keeper: BroadcastKeeper, description: BroadcastDescription, value: T) {
    this.id = description.broadcastId;
    this.keeper = keeper;
    this.description = description;
    this.held = { value };
  }

  /** @throws HowdahError `HOWDAH_BROADCAST_DESTROYED` */
  get value(): T {
    return this.usable().value;
  }

  /**
   * Executors forget the value; a task that uses it fetches it again.
   * @param blocking gives a promise for when all have forgotten it
   */
  unpersist(blocking?: false): void;
  unpersist(blocking: true): Promise<void>;
  unpersist(blocking = false): void | Promise<void> {
    this.usable();
    const gone = this.keeper.dropBroadcast(this.id);
    return blocking ? this.keeper.keepAlive.during(gone) : undefined;
  }

  /**
   * Forgets the value everywhere, for good: tasks that use it later fail.
   * @param blocking as for `unpersist`
   */
  destroy(blocking?: false): void;
  destroy(blocking: true): Promise<void>;
  destroy(blocking = false): void | Promise<void> {
    this.usable();
    this.destroyedAt = callSite();
    this.held = undefined;
    const gone = this.keeper.destroyBroadcast(this.id);
    return blocking ? this.keeper.keepAlive.during(gone) : undefined;
  }

  toString(): string {
    return `Broadcast(${this.id})`;
  }

  /** @internal */
  [TRAVEL](): TravelTicket {
    this.usable();
    return { kind: BROADCAST_KIND, state: this.description };
  }

  private usable(): { readonly value: T } {
    if (this.held === undefined) {
      const where = this.destroyedAt ?? '';
      throw new HowdahError('HOWDAH_BROADCAST_DESTROYED', [`${this}`, where]);
    }
    return this.held;
  }
}

/** Called by each slot when it starts. */
export function registerBroadcasts(): void {
  registerTraveller(BROADCAST_KIND, (description: BroadcastDescription) => ({
    id: description.broadcastId,
    get value() {
      return broadcastValue(description);
    },
  }));
}
