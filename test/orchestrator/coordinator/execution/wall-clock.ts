/** A machine's clock as it is: timers count the time that passes, and people set what it shows. */
import type { Clock, Timer } from '../../../../base/time/clock.ts';
import { ManualClock } from '../../../../base/time/manual-clock.ts';

export class WallClock implements Clock {
  readonly #elapsed = new ManualClock(0);
  #offsetMs: number;

  constructor(startMs: number) {
    this.#offsetMs = startMs;
  }

  now(): number {
    return this.#elapsed.now() + this.#offsetMs;
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    return this.#elapsed.setTimer(delayMs, callback);
  }

  /** Time passes, and timers fire. */
  advance(durationMs: number): void {
    this.#elapsed.advance(durationMs);
  }

  /** Somebody sets the clock, forward or back. No timer hears of it. */
  set(nowMs: number): void {
    this.#offsetMs = nowMs - this.#elapsed.now();
  }
}
