/**
 * Delay scheduling of one task set: how far from their data tasks may run now. A level is left when
 * its wait has passed without the set having used all that it was offered, or when no task would
 * rather run there; the wait begins again when a full round of offers was accepted.
 */
import { isWithin, type Locality, localityRank } from './locality.ts';
import type { LocalityWaits } from './scheduler-settings.ts';

export interface OfferRoundResult {
  /** Level of the nearest task that was launched; undefined if none was. */
  readonly nearest: Locality | undefined;
  /** Whether a slot was refused only to wait for a nearer one. */
  readonly hadReject: boolean;
  /** Whether all free slots were offered. */
  readonly wereAllOffered: boolean;
  readonly nowMs: number;
}

export class DelaySchedule {
  private readonly waits: LocalityWaits;
  private levelsInUse: readonly Locality[];
  private current = 0;
  private resetMs: number;
  private hadNoRejects = true;

  constructor(waits: LocalityWaits, levels: readonly Locality[], nowMs: number) {
    this.waits = waits;
    this.levelsInUse = levels;
    this.resetMs = nowMs;
  }

  get levels(): readonly Locality[] {
    return this.levelsInUse;
  }

  /** The farthest level at which a task may be launched now. */
  allowedLevel(nowMs: number, hasTasksAt: (level: Locality) => boolean): Locality {
    while (this.current < this.levelsInUse.length - 1) {
      const waitMs = this.waitOf(this.level);
      if (!hasTasksAt(this.level)) {
        this.resetMs = nowMs;
      } else if (nowMs - this.resetMs >= waitMs) {
        this.resetMs += waitMs;
      } else {
        break;
      }
      this.current += 1;
    }
    return this.level;
  }

  /** When the next level will be allowed, if nothing is launched before. */
  get nextLevelMs(): number {
    return this.resetMs + this.waitOf(this.level);
  }

  roundEnded({ nearest, hadReject, wereAllOffered, nowMs }: OfferRoundResult): void {
    if (hadReject) {
      this.hadNoRejects = false;
    } else if (nearest !== undefined && (wereAllOffered || this.hadNoRejects)) {
      this.resetMs = nowMs;
      this.current = this.indexOf(nearest);
      this.hadNoRejects = true;
    }
  }

  /** Executors have come or gone. A nearer level that is new is tried from its beginning. */
  useLevels(levels: readonly Locality[]): void {
    const former = this.level;
    const formerIndex = this.current;
    this.levelsInUse = levels;
    this.current = this.indexOf(former);
    if (this.current > formerIndex) {
      this.current = 0;
    }
  }

  private get level(): Locality {
    return this.levelsInUse[this.current] ?? 'ANY';
  }

  private indexOf(level: Locality): number {
    const index = this.levelsInUse.findIndex((other) => isWithin(level, other));
    return index < 0 ? this.levelsInUse.length - 1 : index;
  }

  private waitOf(level: Locality): number {
    const byRank = [this.waits.slotMs, this.waits.processMs, this.waits.nodeMs];
    return byRank[localityRank(level)] ?? 0;
  }
}
