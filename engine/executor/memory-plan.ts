/**
 * How an executor's memory is shared out. `spark.executor.memory` bounds the process's resident
 * memory: what the process needs by itself comes off it, the slots share the rest evenly, and of a
 * slot's share `spark.memory.fraction` is for data (the rest is for the user's objects and what the
 * runtime has not collected yet), as Spark shares out a JVM's heap.
 */
export interface MemorySettings {
  readonly memoryMegabytes: number;
  readonly slots: number;
  /** `spark.memory.fraction`. */
  readonly memoryFraction: number;
  /** `spark.memory.storageFraction`: the part of data memory that cached blocks keep. */
  readonly storageFraction: number;
}

/** What one slot may use. */
export interface SlotMemory {
  /** What the executor's process may have in memory; undefined in the driver. */
  readonly processBytes: number | undefined;
  /** Limit of the slot's heap; undefined for the runtime's own. */
  readonly heapMegabytes: number | undefined;
  /** Data of running tasks and cached blocks together. */
  readonly dataBytes: number;
  /** Cached blocks up to this are not given up to running tasks. */
  readonly storageBytes: number;
}

/** An executor process without slots and data: code, the main thread's heap, sockets. */
const PROCESS_MEGABYTES = 112;

/** The least that a slot can work with. */
const SLOT_MEGABYTES_MIN = 64;

/** Of a slot's share for its heap; the rest is for buffers, which lie outside. */
const HEAP_PART = 0.65;

/** Heaps of the driver's own slots are the runtime's affair: what is taken to be available. */
const LOCAL_HEAP_MEGABYTES_MAX = 4_096;
const LOCAL_MACHINE_PART = 0.5;

const MEBIBYTE = 2 ** 20;

/** Less than an executor can work with counts as the least that it can. */
export function planExecutorMemory(settings: MemorySettings): SlotMemory {
  const { memoryMegabytes, slots } = settings;
  const granted = Math.max(memoryMegabytes, PROCESS_MEGABYTES + slots * SLOT_MEGABYTES_MIN);
  const share = Math.floor((granted - PROCESS_MEGABYTES) / slots);
  const heapMegabytes = Math.floor(share * HEAP_PART);
  const processBytes = granted * MEBIBYTE;
  return { processBytes, heapMegabytes, ...dataMemory(heapMegabytes, settings) };
}

/** Memory of slots in the driver without a limit of their own. */
export function planLocalMemory(machineBytes: number, settings: MemorySettings): SlotMemory {
  const available = (machineBytes * LOCAL_MACHINE_PART) / MEBIBYTE / settings.slots;
  const megabytes = Math.min(LOCAL_HEAP_MEGABYTES_MAX, Math.floor(available));
  const unlimited = { processBytes: undefined, heapMegabytes: undefined };
  return { ...unlimited, ...dataMemory(megabytes, settings) };
}

function dataMemory(megabytes: number, { memoryFraction, storageFraction }: MemorySettings) {
  const dataBytes = Math.floor(megabytes * MEBIBYTE * memoryFraction);
  return { dataBytes, storageBytes: Math.floor(dataBytes * storageFraction) };
}
