import type { Clock, Timer } from '../../../base/time/clock.ts';

/**
 * Timers count elapsed time, and nobody tells that the clock was set. A look a second costs
 * nothing, and after a jump forward nothing is late by more than that.
 */
const LOOK_INTERVAL_MS = 1_000;

interface Entry {
  readonly id: string;
  readonly dueMs: number;
}

/**
 * When each of many things is due: a heap under one timer, for the earliest. Entries that were
 * replaced stay in the heap until they come up, and are passed over then.
 */
export class DueTimes {
  readonly #clock: Clock;
  readonly #onDue: (ids: readonly string[]) => void;
  readonly #dueById = new Map<string, number>();
  #heap: Entry[] = [];
  #timer: Timer | undefined;
  #armedMs = Number.POSITIVE_INFINITY;
  #isClosed = false;

  /** @param onDue gets all that are due at once */
  constructor(clock: Clock, onDue: (ids: readonly string[]) => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  /** @param dueMs undefined: never */
  set(id: string, dueMs: number | undefined): void {
    if (dueMs === undefined) {
      this.#dueById.delete(id);
      return;
    }
    if (this.#dueById.get(id) === dueMs) return;
    this.#dueById.set(id, dueMs);
    this.#push({ id, dueMs });
    this.#arm();
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

  /**
   * The timer looks again after an interval at the latest: it counts elapsed time, and the clock
   * may have been set since it was armed.
   */
  #arm(): void {
    const first = this.#heap[0];
    if (this.#isClosed || first === undefined) return;
    const nowMs = this.#clock.now();
    const wakeMs = Math.min(first.dueMs, nowMs + LOOK_INTERVAL_MS);
    if (this.#timer !== undefined && this.#armedMs <= wakeMs) return;
    this.#timer?.cancel();
    this.#armedMs = wakeMs;
    this.#timer = this.#clock.setTimer(Math.max(0, wakeMs - nowMs), () => this.#fire());
  }

  #fire(): void {
    this.#timer = undefined;
    this.#armedMs = Number.POSITIVE_INFINITY;
    const nowMs = this.#clock.now();
    const due: string[] = [];
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined || first.dueMs > nowMs) break;
      this.#pop();
      if (this.#dueById.get(first.id) !== first.dueMs) continue;
      this.#dueById.delete(first.id);
      due.push(first.id);
    }
    this.#arm();
    if (due.length > 0) this.#onDue(due);
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent] as Entry;
      if (above.dueMs <= entry.dueMs) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right !== undefined && right.dueMs < (heap[child] as Entry).dueMs) child++;
      const below = heap[child] as Entry;
      if (last.dueMs <= below.dueMs) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = last;
  }
}
