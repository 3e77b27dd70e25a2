/**
 * Tells when the slots of a process take more memory than they were given, or have run out of it
 * without ending: users' typed arrays lie outside the heaps that the runtime limits, and a thread
 * that collects garbage in vain can neither go on nor be terminated.
 */
import type { Clock, Timer } from '../../base/time/clock.ts';

const INTERVAL_MS = 1_000;

/** A machine with less than this part left is about to end processes by itself. */
const AVAILABLE_PART_MIN = 0.1;

/** Short peaks above the limit are the runtime's own affair. */
const EXCESS_FACTOR = 1.25;

/** A heap that is so full, in a slot that does not answer for so long, is collected in vain. */
const FULL_PART = 0.75;
const STUCK_MS = 10_000;

const MEBIBYTE = 2 ** 20;

export interface MemoryWatchOptions {
  readonly clock: Clock;
  /** Infinite for a process that may have what the machine has to give. */
  readonly limitBytes: number;
  /** The setting that limits it. */
  readonly setting: string;
  readonly residentBytes: () => number;
  /** What the machine, or the process's share of it, has left. */
  readonly availableBytes: () => number;
  readonly slots: number;
  /**
   * How full a slot's heap is, as a part of its limit; resolves when the slot has answered.
   * Undefined for one that has nothing to do.
   */
  readonly heapPart: (slot: number) => Promise<number> | undefined;
  /** Without a slot it is the process as a whole that takes too much. */
  readonly onExhausted: (reason: string, slot: number | undefined) => void;
}

interface Probe {
  lastPart: number;
  askedMs: number | undefined;
}

export class MemoryWatch {
  private readonly options: MemoryWatchOptions;
  private readonly probes: Probe[];
  private timer: Timer | undefined;

  constructor(options: MemoryWatchOptions) {
    this.options = options;
    this.probes = Array.from({ length: options.slots }, () => ({
      lastPart: 0,
      askedMs: undefined,
    }));
    this.schedule();
  }

  stop(): void {
    this.timer?.cancel();
  }

  private schedule(): void {
    this.timer = this.options.clock.setTimer(INTERVAL_MS, () => {
      this.schedule();
      this.check();
    });
  }

  private check(): void {
    const excess = this.excess();
    if (excess !== undefined) {
      this.options.onExhausted(excess, undefined);
      return;
    }
    for (const [slot, probe] of this.probes.entries()) {
      this.ask(slot, probe);
    }
  }

  private excess(): string | undefined {
    const { limitBytes, residentBytes, availableBytes, setting } = this.options;
    const resident = residentBytes();
    const taken = `It took ${mebibytes(resident)} MiB of memory`;
    if (Number.isFinite(limitBytes)) {
      const isExcess = resident > limitBytes * EXCESS_FACTOR;
      return isExcess
        ? `${taken} and has ${setting} ${mebibytes(limitBytes)} MiB; set it higher, or use more ` +
            'partitions'
        : undefined;
    }
    const available = availableBytes();
    return available < (resident + available) * AVAILABLE_PART_MIN
      ? `${taken} and the machine has only ${mebibytes(available)} MiB left; set ${setting}, or ` +
          'use more partitions'
      : undefined;
  }

  private ask(slot: number, probe: Probe): void {
    const { clock, heapPart, onExhausted } = this.options;
    if (probe.askedMs !== undefined) {
      if (probe.lastPart > FULL_PART && clock.now() - probe.askedMs > STUCK_MS) {
        onExhausted(`JS heap out of memory in slot ${slot}`, slot);
      }
      return;
    }
    const answer = heapPart(slot);
    if (answer === undefined) {
      return;
    }
    probe.askedMs = clock.now();
    answer
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

function mebibytes(bytes: number): number {
  return Math.ceil(bytes / MEBIBYTE);
}
