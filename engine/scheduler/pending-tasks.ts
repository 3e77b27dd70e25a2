/**
 * Tasks that wait to be launched, by where they would rather run. Each place has a stack with lower
 * indexes on top. A task stands on several; what has become of it meanwhile is seen only when it is
 * popped.
 */
import type { Locality } from './locality.ts';
import { isWithin } from './locality.ts';
import { type PreferredPlace, type SlotOffer, slotKey } from './task-set.ts';

/** What is alive now. */
export interface LivePlaces {
  hostOf(executorId: string): string | undefined;
  hasHost(host: string): boolean;
  /** Whether another host than this one is alive. */
  hasOtherHost(host: string): boolean;
}

export interface PendingTask {
  readonly index: number;
  readonly locality: Locality;
}

type Stack = number[];

export class PendingTasks {
  private readonly isPending: (index: number) => boolean;
  private readonly places: LivePlaces;
  private readonly bySlot = new Map<string, Stack>();
  private readonly byExecutor = new Map<string, Stack>();
  private readonly byHost = new Map<string, Stack>();
  private readonly withoutPreference: Stack = [];
  private readonly withPreference: Stack = [];

  constructor(places: LivePlaces, isPending: (index: number) => boolean) {
    this.places = places;
    this.isPending = isPending;
  }

  add(index: number, preferred: readonly PreferredPlace[]): void {
    let hasPreference = false;
    for (const place of preferred) {
      const host = 'host' in place ? place.host : this.places.hostOf(place.executorId);
      if (host === undefined || !this.places.hasHost(host)) {
        continue;
      }
      hasPreference = true;
      if ('slot' in place) {
        push(this.bySlot, slotKey(place), index);
      }
      if ('executorId' in place) {
        push(this.byExecutor, place.executorId, index);
      }
      push(this.byHost, host, index);
    }
    (hasPreference ? this.withPreference : this.withoutPreference).push(index);
  }

  /**
   * The nearest task for a free slot.
   * @param allowed how far from what they prefer tasks may run now
   * @param takesFree whether tasks without a preference are wanted too: they never wait
   */
  take(
    slot: SlotOffer,
    allowed: Locality,
    takesFree: boolean,
    mayRun: (index: number) => boolean,
  ): PendingTask | undefined {
    const near = this.withPreference.length > 0 && this.takeNear(slot, allowed, mayRun);
    if (near !== false && near !== undefined) {
      return near;
    }
    const free = takesFree ? this.pop(this.withoutPreference, mayRun) : undefined;
    if (free !== undefined) {
      return { index: free, locality: 'NO_PREF' };
    }
    const far = allowed === 'ANY' ? this.pop(this.withPreference, mayRun) : undefined;
    return far === undefined ? undefined : { index: far, locality: 'ANY' };
  }

  private takeNear(
    { executorId, slot, host }: SlotOffer,
    allowed: Locality,
    mayRun: (index: number) => boolean,
  ): PendingTask | undefined {
    const own = this.pop(this.bySlot.get(slotKey({ executorId, slot })), mayRun);
    if (own !== undefined) {
      return { index: own, locality: 'SLOT_LOCAL' };
    }
    const local = isWithin('PROCESS_LOCAL', allowed)
      ? this.pop(this.byExecutor.get(executorId), mayRun)
      : undefined;
    if (local !== undefined) {
      return { index: local, locality: 'PROCESS_LOCAL' };
    }
    const near = isWithin('NODE_LOCAL', allowed)
      ? this.pop(this.byHost.get(host), mayRun)
      : undefined;
    return near === undefined ? undefined : { index: near, locality: 'NODE_LOCAL' };
  }

  /** Levels at which some task could run now. */
  levels(): Locality[] {
    const levels: Locality[] = [];
    if (this.bySlot.size > 0) {
      levels.push('SLOT_LOCAL');
    }
    if (this.byExecutor.size > 0) {
      levels.push('PROCESS_LOCAL');
    }
    if (this.byHost.size > 0) {
      levels.push('NODE_LOCAL');
    }
    if (this.withoutPreference.length > 0) {
      levels.push('NO_PREF');
    }
    levels.push('ANY');
    return levels;
  }

  /** Whether a task waits that would rather run at that level. */
  hasTasksAt(level: Locality): boolean {
    switch (level) {
      case 'SLOT_LOCAL':
        return this.hasAny(this.bySlot);
      case 'PROCESS_LOCAL':
        return this.hasAny(this.byExecutor);
      case 'NODE_LOCAL':
        return this.hasAny(this.byHost);
      case 'NO_PREF':
        return this.isNonEmpty(this.withoutPreference);
      case 'ANY':
        return this.isNonEmpty(this.withPreference) || this.isNonEmpty(this.withoutPreference);
    }
  }

  /** The first that `isWanted`, for looking only. */
  find(isWanted: (index: number) => boolean): number | undefined {
    const isFound = (index: number) => this.isPending(index) && isWanted(index);
    return this.withPreference.findLast(isFound) ?? this.withoutPreference.findLast(isFound);
  }

  private hasAny(stacks: Map<string, Stack>): boolean {
    for (const [key, stack] of stacks) {
      if (this.isNonEmpty(stack)) {
        return true;
      }
      stacks.delete(key);
    }
    return false;
  }

  private isNonEmpty(stack: Stack): boolean {
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      if (this.isPending(top)) {
        return true;
      }
      stack.pop();
    }
    return false;
  }

  /** Passes tasks by that may not run there, and drops those that are not pending any more. */
  private pop(stack: Stack | undefined, mayRun: (index: number) => boolean): number | undefined {
    if (stack === undefined) {
      return undefined;
    }
    for (let at = stack.length - 1; at >= 0; at -= 1) {
      const index = stack[at] as number;
      const isOutdated = !this.isPending(index);
      if (isOutdated || mayRun(index)) {
        stack.splice(at, 1);
      }
      if (!isOutdated && mayRun(index)) {
        return index;
      }
    }
    return undefined;
  }
}

function push(stacks: Map<string, Stack>, key: string, index: number): void {
  const stack = stacks.get(key);
  if (stack === undefined) {
    stacks.set(key, [index]);
  } else {
    stack.push(index);
  }
}
