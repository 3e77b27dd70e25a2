/**
 * Entries of the queue that this server has sent and not fetched yet, where it alone sends and
 * fetches: it need not wait for the queue server's word that there is something.
 */
export class EntriesToFetch {
  /** By id, in the order of their sending, which they are numbered in. */
  readonly #numbers = new Map<string, number>();
  #sent = 0;
  #fetches = 0;

  /** Whether more entries wait than fetches are under way. */
  get isFetchDue(): boolean {
    return this.#fetches < this.#numbers.size;
  }

  add(ids: readonly string[]): void {
    for (const id of ids) {
      this.#sent += 1;
      this.#numbers.delete(id);
      this.#numbers.set(id, this.#sent);
    }
  }

  /** @returns what `fetched` asks for */
  fetchBegun(): number {
    this.#fetches += 1;
    return this.#sent;
  }

  /**
   * An entry that is not ours, left from an earlier life, leaves ours to be fetched. Where there
   * was none at all, the queue has none of those that were sent before.
   */
  fetched(begun: number, id: string | undefined): void {
    this.#fetches -= 1;
    if (id !== undefined) this.#numbers.delete(id);
    else this.#forgetSentBefore(begun);
  }

  /** The queue server did not get as far as fetching. */
  fetchFailed(): void {
    this.#fetches -= 1;
  }

  #forgetSentBefore(begun: number): void {
    for (const [id, number] of this.#numbers) {
      if (number > begun) return;
      this.#numbers.delete(id);
    }
  }
}
