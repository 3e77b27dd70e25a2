/** Collects what is added within one turn of the event loop and hands it over in one piece. */
export class TurnBatch<Item> {
  readonly #handOver: (items: Item[]) => Promise<void>;
  #items: Item[] = [];
  #turn: PromiseWithResolvers<void> | undefined;

  constructor(handOver: (items: Item[]) => Promise<void>) {
    this.#handOver = handOver;
  }

  /** Settles as the hand-over of the whole turn does. */
  add(items: readonly Item[]): Promise<void> {
    for (const item of items) this.#items.push(item);
    if (this.#turn === undefined) {
      this.#turn = Promise.withResolvers();
      void endOfTurn().then(() => this.flush());
    }
    return this.#turn.promise;
  }

  /** Hands over at once what was added, for somebody who knows that nothing more comes. */
  flush(): void {
    const turn = this.#turn;
    if (turn === undefined) return;
    const batch = this.#items;
    this.#items = [];
    this.#turn = undefined;
    this.#handOver(batch).then(turn.resolve, turn.reject);
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
