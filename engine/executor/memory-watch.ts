/**
 * Ends an executor whose slots take more memory than they were given, or have run out of it without
 * ending: users' typed arrays lie outside the heaps that the runtime limits, and a thread that
 * collects garbage in vain can neither go on nor be terminated.
 */
import type { Clock } from '../../base/time/clock.ts';

const INTERVAL_MS = 1_000;

/** Short peaks above the limit are the runtime's own affair. */
const EXCESS_FACTOR = 1.25;

/** A heap that is so full, in a slot that does not answer for so long, is collected in vain. */
const FULL_PART = 0.75;
const STUCK_MS = 10_000;

const MEBIBYTE = 2 ** 20;

export interface MemoryWatchOptions {
  readonly clock: Clock;
  readonly limitBytes: number;
  readonly residentBytes: () => number;
  readonly slots: number;
  /** How full a slot's heap is, as a part of its limit; resolves when the slot has answered. */
  readonly heapPart: (slot: number) => Promise<number>;
  readonly onExhausted: (reason: string) => void;
}

interface Probe {
  lastPart: number;
  askedMs: number | undefined;
}

export class MemoryWatch {
  private readonly options: MemoryWatchOptions;
  private readonly probes: Probe[];

  constructor(options: MemoryWatchOptions) {
    this.options = options;
    this.probes = Array.from({ length: options.slots }, () => ({
      lastPart: 0,
      askedMs: undefined,
    }));
    this.schedule();
  }

  private schedule(): void {
    this.options.clock.setTimer(INTERVAL_MS, () => {
      this.check();
      this.schedule();
    });
  }

  private check(): void {
    const { limitBytes, residentBytes, onExhausted } = this.options;
    const resident = residentBytes();
    if (resident > limitBytes * EXCESS_FACTOR) {
      const [taken, granted] = [resident, limitBytes].map((bytes) => Math.ceil(bytes / MEBIBYTE));
      onExhausted(`It took ${taken} MiB of memory and has spark.executor.memory ${granted} MiB`);
      return;
    }
    for (const [slot, probe] of this.probes.entries()) {
      this.ask(slot, probe);
    }
  }

  private ask(slot: number, probe: Probe): void {
    const { clock, heapPart, onExhausted } = this.options;
    if (probe.askedMs !== undefined) {
      if (probe.lastPart > FULL_PART && clock.now() - probe.askedMs > STUCK_MS) {
        onExhausted(`JS heap out of memory in slot ${slot}`);
      }
      return;
    }
    probe.askedMs = clock.now();
    heapPart(slot)
      .then((part) => {
        probe.lastPart = part;
      })
      // A slot that ended meanwhile is replaced.
      .catch(() => {})
      .finally(() => {
        probe.askedMs = undefined;
      });
  }
}
