/**
 * One round of offers: each task set in its order, at each of its locality levels from the nearest,
 * takes free slots until none of them launches anything.
 */
import { isWithin, type Locality } from './locality.ts';
import type { SlotOffer } from './task-set.ts';
import type { Offer, TaskSetManager } from './task-set-manager.ts';

export interface OfferRound {
  readonly managers: readonly TaskSetManager[];
  /** Slots that are free and not excluded for the application. */
  readonly free: readonly SlotOffer[];
  readonly wereAllOffered: boolean;
  readonly nowMs: number;
  readonly launch: (manager: TaskSetManager, offer: Offer, slot: SlotOffer) => void;
  /** Called for each set that wants slots and launched nothing. */
  readonly onNothingLaunched: (manager: TaskSetManager) => void;
}

export function offerSlots(round: OfferRound): void {
  let free = round.free;
  for (const manager of round.managers) {
    if (!manager.isWanting) {
      continue;
    }
    const before = free.length;
    free = manager.taskSet.isBarrier
      ? launchTogether(round, manager, free)
      : launchEach(round, manager, free);
    if (free.length === before) {
      round.onNothingLaunched(manager);
    }
  }
}

/** @returns the slots that are still free */
function launchEach(
  { launch, nowMs, wereAllOffered }: OfferRound,
  manager: TaskSetManager,
  offered: readonly SlotOffer[],
): readonly SlotOffer[] {
  let free = offered;
  let nearest: Locality | undefined;
  for (const level of manager.levels) {
    if (free.length === 0) {
      break;
    }
    free = free.filter((slot) => {
      const offer = manager.offer(slot, level, nowMs);
      if (offer === undefined) {
        return true;
      }
      nearest =
        nearest === undefined || isWithin(offer.locality, nearest) ? offer.locality : nearest;
      launch(manager, offer, slot);
      return false;
    });
  }
  const hadReject = free.length > 0 && manager.pendingTasks > 0;
  manager.roundEnded({ nearest, hadReject, wereAllOffered, nowMs });
  return free;
}

/** Tasks of a barrier stage start together: all of them find a slot now, or none is taken. */
function launchTogether(
  { launch, nowMs }: OfferRound,
  manager: TaskSetManager,
  free: readonly SlotOffer[],
): readonly SlotOffer[] {
  const wanted = manager.pendingTasks;
  if (free.length < wanted) {
    return free;
  }
  const taken = new Map<SlotOffer, Offer>();
  for (const level of manager.levels) {
    for (const slot of free) {
      const offer = taken.has(slot) ? undefined : manager.offer(slot, level, nowMs);
      if (offer !== undefined) {
        taken.set(slot, offer);
      }
    }
  }
  if (taken.size < wanted) {
    for (const offer of taken.values()) {
      manager.takeBack(offer);
    }
    return free;
  }
  for (const [slot, offer] of taken) {
    launch(manager, offer, slot);
  }
  return free.filter((slot) => !taken.has(slot));
}

/** Whether a set waits until enough slots are free at once. */
export function waitsForManySlots(managers: Iterable<TaskSetManager>): boolean {
  for (const { taskSet, isWanting } of managers) {
    if (taskSet.isBarrier && isWanting) {
      return true;
    }
  }
  return false;
}
