/** What has been opened, to be closed in the opposite order, all of it whatever fails. */

type Close = () => void | Promise<void> | undefined;

interface Closable {
  close(): Promise<void>;
}

export class ClosingStack {
  readonly #closes: Close[] = [];

  add(close: Close): void {
    this.#closes.push(close);
  }

  /** Something that is being opened; if that fails there is nothing to close. */
  addOpening(opening: Promise<Closable>): void {
    // Whoever waits for it is told of the failure; here it only must not end the process.
    opening.catch(() => {});
    this.add(async () => {
      const opened = await opening.catch(() => undefined);
      await opened?.close();
    });
  }

  /** @throws the first failure, after everything has been closed */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (let close = this.#closes.pop(); close; close = this.#closes.pop()) {
      try {
        await close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
