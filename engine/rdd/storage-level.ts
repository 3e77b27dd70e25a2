/** Where the blocks of a persisted RDD are kept: Spark's levels and their names. */
export interface StorageLevel {
  readonly useDisk: boolean;
  readonly useMemory: boolean;
  /** Kept as rows, not as bytes. */
  readonly deserialized: boolean;
  /** Bytes lie outside of heaps at every level; the flag is Spark's, told as it was asked for. */
  readonly useOffHeap: boolean;
  readonly replication: number;
}

function level(
  useDisk: boolean,
  useMemory: boolean,
  deserialized: boolean,
  replication = 1,
): StorageLevel {
  return { useDisk, useMemory, deserialized, useOffHeap: false, replication };
}

export const StorageLevel = {
  NONE: level(false, false, false),
  DISK_ONLY: level(true, false, false),
  DISK_ONLY_2: level(true, false, false, 2),
  DISK_ONLY_3: level(true, false, false, 3),
  MEMORY_ONLY: level(false, true, true),
  MEMORY_ONLY_2: level(false, true, true, 2),
  MEMORY_ONLY_SER: level(false, true, false),
  MEMORY_ONLY_SER_2: level(false, true, false, 2),
  MEMORY_AND_DISK: level(true, true, true),
  MEMORY_AND_DISK_2: level(true, true, true, 2),
  MEMORY_AND_DISK_SER: level(true, true, false),
  MEMORY_AND_DISK_SER_2: level(true, true, false, 2),
  OFF_HEAP: { ...level(true, true, false), useOffHeap: true },
} as const satisfies Record<string, StorageLevel>;

export function sameLevel(left: StorageLevel, right: StorageLevel): boolean {
  return (
    left.useDisk === right.useDisk &&
    left.useMemory === right.useMemory &&
    left.deserialized === right.deserialized &&
    left.useOffHeap === right.useOffHeap &&
    left.replication === right.replication
  );
}

/** `Memory Deserialized 1x Replicated`, as Spark prints levels; empty for none. */
export function describeLevel(storage: StorageLevel): string {
  const { useDisk, useMemory, deserialized, useOffHeap, replication } = storage;
  if (!(useDisk || useMemory)) {
    return '';
  }
  const memory = useOffHeap ? 'Memory (off heap) ' : 'Memory ';
  const places = [...(useDisk ? ['Disk '] : []), ...(useMemory ? [memory] : [])];
  const form = deserialized ? 'Deserialized' : 'Serialized';
  return `${places.join('')}${form} ${replication}x Replicated`;
}
