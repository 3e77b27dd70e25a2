/** Choices of a seeded random function, for generators. */
export class RandomChoice {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  chance(share: number): boolean {
    return this.#random() < share;
  }

  /** A whole number below the limit. */
  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  /** The first where the chance comes true, else the second. */
  either<Item>(share: number, first: Item, second: Item): Item {
    return this.chance(share) ? first : second;
  }

  /** Some of the items, in their order. */
  some<Item>(items: readonly Item[], share = 0.5): Item[] {
    return items.filter(() => this.chance(share));
  }
}
