/** Collects what is added within one turn of the event loop and hands it over in one piece. */
export class TurnBatch<Item> {
  readonly #handOver: (items: Item[]) => Promise<void>;
  #items: Item[] = [];
  #turn: Promise<void> | undefined;

  constructor(handOver: (items: Item[]) => Promise<void>) {
    this.#handOver = handOver;
  }

  /** Settles as the hand-over of the whole turn does. */
  add(items: readonly Item[]): Promise<void> {
    for (const item of items) this.#items.push(item);
    this.#turn ??= endOfTurn().then(() => {
      const batch = this.#items;
      this.#items = [];
      this.#turn = undefined;
      return this.#handOver(batch);
    });
    return this.#turn;
  }
}

/**
 * Resolves when every promise callback that is due now has run. Ticks run once the queue of those
 * is empty, which costs nothing, while an immediate would wait for the next round of I/O.
 */
export function endOfTurn(): Promise<void> {
  return new Promise((resolve) => {
    queueMicrotask(() => process.nextTick(resolve));
  });
}
