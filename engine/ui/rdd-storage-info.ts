/** Persisted RDDs as Spark's REST interface shows them. */
import { describeLevel } from '../rdd/storage-level.ts';
import type { AppStatus, BlockStatus, RddStatus } from './app-status.ts';
import type { StorageLevelFields } from './status-events.ts';

export function rddStorageInfo(status: AppStatus, rdd: RddStatus): object {
  const blocks = [...rdd.blocks.values()].flatMap((holders) => [...holders.values()]);
  return {
    id: rdd.rddId,
    name: rdd.name,
    numPartitions: rdd.partitionCount,
    numCachedPartitions: rdd.blocks.size,
    storageLevel: levelText(rdd.level),
    memoryUsed: memoryOf(blocks),
    diskUsed: diskOf(blocks),
    dataDistribution: distribution(status, blocks),
    partitions: [...rdd.blocks].map(([blockName, holders]) => {
      const copies = [...holders.values()];
      return {
        blockName,
        storageLevel: levelText(rdd.level),
        memoryUsed: memoryOf(copies),
        diskUsed: diskOf(copies),
        executors: [...holders.keys()],
      };
    }),
  };
}

/** All blocks that an executor keeps. */
export function blocksOn({ rdds }: AppStatus, executorId: string): BlockStatus[] {
  return [...rdds.values()].flatMap(({ blocks }) =>
    [...blocks.values()].flatMap((holders) => holders.get(executorId) ?? []),
  );
}

function distribution(status: AppStatus, blocks: readonly BlockStatus[]): object[] {
  const byExecutor = Map.groupBy(blocks, ({ manager }) => manager['Executor ID']);
  return [...byExecutor].map(([executorId, kept]) => {
    const executor = status.executors.get(executorId);
    const memoryUsed = memoryOf(kept);
    const allUsed = memoryOf(blocksOn(status, executorId));
    const memoryRemaining = (executor?.storageMemoryBytes ?? 0) - allUsed;
    return {
      address: executor?.hostPort ?? '',
      memoryUsed,
      memoryRemaining,
      diskUsed: diskOf(kept),
      onHeapMemoryUsed: memoryUsed,
      offHeapMemoryUsed: 0,
      onHeapMemoryRemaining: memoryRemaining,
      offHeapMemoryRemaining: 0,
    };
  });
}

function levelText(level: StorageLevelFields): string {
  return describeLevel({
    useDisk: level['Use Disk'],
    useMemory: level['Use Memory'],
    useOffHeap: level['Use Off Heap'],
    deserialized: level.Deserialized,
    replication: level.Replication,
  });
}

function memoryOf(blocks: readonly BlockStatus[]): number {
  return blocks.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
}

function diskOf(blocks: readonly BlockStatus[]): number {
  return blocks.reduce((sum, { diskBytes }) => sum + diskBytes, 0);
}
