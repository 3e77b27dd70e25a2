/** Counts what was asked and how it was answered; cheap enough for every request. */

export interface RequestCount {
  readonly method: string;
  /** The route's pattern, so that there are as many as there are routes. */
  readonly route: string;
  readonly status: number;
  readonly count: number;
  readonly totalMs: number;
}

interface Entry extends RequestCount {
  count: number;
  totalMs: number;
}

export class RequestCounter {
  readonly #entries = new Map<string, Entry>();

  add(method: string, route: string, status: number, durationMs: number): void {
    const key = `${method} ${route} ${status}`;
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { method, route, status, count: 0, totalMs: 0 };
      this.#entries.set(key, entry);
    }
    entry.count += 1;
    entry.totalMs += durationMs;
  }

  counts(): readonly RequestCount[] {
    return [...this.#entries.values()];
  }
}
