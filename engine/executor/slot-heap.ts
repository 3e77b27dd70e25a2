/** The heap of a slot's thread: its limits, what it takes, and how its end is told. */
import type { ResourceLimits, Worker } from 'node:worker_threads';
import type { Clock } from '../../base/time/clock.ts';
import type { SlotMemory } from './memory-plan.ts';

/** Rows die young: a large young generation spares most of them a copy. */
const YOUNG_GENERATION_MEGABYTES = 96;
/** Of a limited heap it takes at most this part. */
const YOUNG_GENERATION_PART = 1 / 8;

/** A thread answers for its memory in far less, unless it collects garbage without end. */
const STATISTICS_MS = 500;

/** @param heapMegabytes undefined for the runtime's own limit */
export function heapLimits(heapMegabytes: number | undefined): ResourceLimits {
  if (heapMegabytes === undefined) {
    return { maxYoungGenerationSizeMb: YOUNG_GENERATION_MEGABYTES };
  }
  const part = Math.floor(heapMegabytes * YOUNG_GENERATION_PART);
  const maxYoungGenerationSizeMb = Math.min(YOUNG_GENERATION_MEGABYTES, part);
  const maxOldGenerationSizeMb = heapMegabytes - maxYoungGenerationSizeMb;
  return { maxYoungGenerationSizeMb, maxOldGenerationSizeMb };
}

/** Bytes within and outside of the heap; infinite for a thread that does not answer. */
export async function memoryOf(worker: Worker, clock: Clock): Promise<number> {
  const patience = Promise.withResolvers<number>();
  const timer = clock.setTimer(STATISTICS_MS, () => patience.resolve(Number.POSITIVE_INFINITY));
  const answer = worker
    .getHeapStatistics()
    .then((heap) => heap.used_heap_size + heap.external_memory);
  const sizeBytes = await Promise.race([patience.promise, answer.catch(() => 0)]);
  timer.cancel();
  return sizeBytes;
}

/** What a thread ended with, and for a heap that was full what to set. */
export function describeEnd(error: unknown, memory: SlotMemory, memorySetting: string): string {
  const message = error instanceof Error ? error.message : String(error);
  if ((error as NodeJS.ErrnoException).code !== 'ERR_WORKER_OUT_OF_MEMORY') {
    return message;
  }
  const limit = memory.heapMegabytes === undefined ? '' : ` of ${memory.heapMegabytes} MiB`;
  const mend = `set ${memorySetting} higher, or use more partitions`;
  return `${message}: its heap${limit} is full; ${mend}`;
}
