/** Where the blocks of a persisted RDD are kept: Spark's levels and their names. */
export interface StorageLevel {
  readonly useDisk: boolean;
  readonly useMemory: boolean;
  /** Kept as rows, not as bytes. */
  readonly deserialized: boolean;
  readonly replication: number;
}

function level(useDisk: boolean, useMemory: boolean, deserialized: boolean): StorageLevel {
  return { useDisk, useMemory, deserialized, replication: 1 };
}

export const StorageLevel = {
  NONE: level(false, false, false),
  DISK_ONLY: level(true, false, false),
  MEMORY_ONLY: level(false, true, true),
  MEMORY_ONLY_SER: level(false, true, false),
  MEMORY_AND_DISK: level(true, true, true),
  MEMORY_AND_DISK_SER: level(true, true, false),
} as const satisfies Record<string, StorageLevel>;
