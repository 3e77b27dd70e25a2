/** Waits until all who were told something have done it, or are gone. */

interface Waiting {
  readonly missing: Set<number>;
  readonly resolve: () => void;
}

export class Acknowledgements {
  private readonly waiting = new Map<number, Waiting>();
  private nextNumber = 0;

  /**
   * @param parties who will acknowledge
   * @param tell is called at once, with the number that they are to acknowledge
   */
  expect(parties: Iterable<number>, tell: (number: number) => void): Promise<void> {
    const number = this.nextNumber++;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.waiting.set(number, { missing: new Set(parties), resolve });
    tell(number);
    return promise;
  }

  acknowledge(number: number, party: number): void {
    const waiting = this.waiting.get(number);
    if (waiting?.missing.delete(party) && waiting.missing.size === 0) {
      this.waiting.delete(number);
      waiting.resolve();
    }
  }

  /** It will not acknowledge anything: what it held is gone. */
  lost(party: number): void {
    for (const number of [...this.waiting.keys()]) {
      this.acknowledge(number, party);
    }
  }
}
