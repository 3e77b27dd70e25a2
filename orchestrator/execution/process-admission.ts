/** How many processes may run at once; the rest wait in order. */
export interface ProcessLimits {
  /** Processes of one action type; a type that is not listed has no limit of its own. */
  readonly processesMax: ReadonlyMap<string, number>;
  readonly memoryBytesMax: number;
}

export interface Demand {
  readonly type: string;
  readonly memoryBytes: number;
}

interface Waiting extends Demand {
  readonly key: string;
  readonly admit: () => void;
}

/**
 * Admits processes in the order in which they asked. One whose type is at its limit holds up its
 * own type only; one that does not fit into memory holds up everything behind it, so that a large
 * one is not overtaken for ever. One that could never fit is admitted when nothing else runs.
 */
export class ProcessAdmission {
  readonly #limits: ProcessLimits;
  readonly #waiting = new Map<string, Waiting>();
  readonly #running = new Map<string, Demand>();
  readonly #countByType = new Map<string, number>();
  readonly #waitingByType = new Map<string, number>();
  #memoryBytes = 0;

  constructor(limits: ProcessLimits) {
    this.#limits = limits;
  }

  /** Calls `admit` as soon as there is room. A key that waits or runs already is left alone. */
  request(key: string, demand: Demand, admit: () => void): void {
    if (this.isKnown(key)) return;
    this.#waiting.set(key, { key, ...demand, admit });
    count(this.#waitingByType, demand.type, 1);
    this.#admitWaiting();
  }

  /** Whether a process could run at once without overtaking one that waits. */
  hasRoom(demand: Demand): boolean {
    const isFree = this.#waiting.size === 0 && !this.#isTypeFull(demand.type);
    return isFree && this.#fits(demand.memoryBytes);
  }

  /** Counts a process that runs already, or whose room was found with `hasRoom`. */
  adopt(key: string, demand: Demand): void {
    if (!this.#running.has(key)) this.#occupy(key, demand);
  }

  /** Whether the key waits or runs. */
  isKnown(key: string): boolean {
    return this.#waiting.has(key) || this.#running.has(key);
  }

  release(key: string): void {
    this.#stopWaiting(key);
    const demand = this.#running.get(key);
    if (demand === undefined) return;
    this.#running.delete(key);
    this.#memoryBytes -= demand.memoryBytes;
    count(this.#countByType, demand.type, -1);
    this.#admitWaiting();
  }

  #admitWaiting(): void {
    const fullTypes = new Set<string>();
    for (const waiting of this.#waiting.values()) {
      if (fullTypes.has(waiting.type)) continue;
      if (this.#isTypeFull(waiting.type)) {
        fullTypes.add(waiting.type);
        if (fullTypes.size === this.#waitingByType.size) return;
        continue;
      }
      if (!this.#fits(waiting.memoryBytes)) return;
      this.#stopWaiting(waiting.key);
      this.#occupy(waiting.key, waiting);
      waiting.admit();
    }
  }

  #stopWaiting(key: string): void {
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) return;
    this.#waiting.delete(key);
    count(this.#waitingByType, waiting.type, -1);
  }

  #isTypeFull(type: string): boolean {
    const limit = this.#limits.processesMax.get(type);
    return limit !== undefined && (this.#countByType.get(type) ?? 0) >= limit;
  }

  #fits(memoryBytes: number): boolean {
    const total = this.#memoryBytes + memoryBytes;
    return total <= this.#limits.memoryBytesMax || this.#running.size === 0;
  }

  #occupy(key: string, { type, memoryBytes }: Demand): void {
    this.#running.set(key, { type, memoryBytes });
    this.#memoryBytes += memoryBytes;
    count(this.#countByType, type, 1);
  }
}

/** Counts by key; a key that is back at zero is gone. */
function count(counts: Map<string, number>, key: string, change: number): void {
  const total = (counts.get(key) ?? 0) + change;
  if (total === 0) counts.delete(key);
  else counts.set(key, total);
}
