/**
 * One timer for the next moment at which free slots may be of use although nothing ended: a wait
 * for a nearer slot is over, or an executor is not excluded any more.
 */
import type { Clock, Timer } from '../../base/time/clock.ts';

export class OfferTimer {
  private readonly clock: Clock;
  private readonly onDue: () => void;
  private timer: Timer | undefined;
  private dueMs = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, onDue: () => void) {
    this.clock = clock;
    this.onDue = onDue;
  }

  /** @param dueMs infinite for never; an earlier time that was set before stays */
  set(dueMs: number): void {
    if (dueMs >= this.dueMs || !Number.isFinite(dueMs)) {
      return;
    }
    this.timer?.cancel();
    this.dueMs = dueMs;
    const delayMs = Math.max(dueMs - this.clock.now(), 1);
    this.timer = this.clock.setTimer(delayMs, () => {
      this.dueMs = Number.POSITIVE_INFINITY;
      this.onDue();
    });
  }
}
