/** Executors as Spark's REST interface shows them. */
import type { AppStatus, ExecutorStatus } from './app-status.ts';
import { blocksOn } from './rdd-storage-info.ts';
import { sparkDate } from './spark-date.ts';
import { numbersOf, shuffleReadBytes } from './task-numbers.ts';

/** Spark's name for the driver as an executor. */
const DRIVER = 'driver';

/** @param nowMs until when a running application's duration counts */
export function executorSummary(
  status: AppStatus,
  executor: ExecutorStatus,
  nowMs: number,
): object {
  const { removal, storageMemoryBytes } = executor;
  const numbers = numbersOf(executor.values);
  // The driver's are those of its process, not of the tasks that it runs: as in Spark.
  const isDriver = executor.executorId === DRIVER;
  const applicationTimeMs = (status.endTimeMs ?? nowMs) - status.startTimeMs;
  const blocks = removal?.blocks ?? blocksOn(status, executor.executorId);
  const memoryUsed = blocks.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  return {
    id: executor.executorId,
    hostPort: executor.hostPort,
    isActive: removal === undefined,
    rddBlocks: blocks.length,
    memoryUsed,
    diskUsed: blocks.reduce((sum, { diskBytes }) => sum + diskBytes, 0),
    totalCores: executor.totalCores,
    maxTasks: executor.totalCores,
    activeTasks: executor.activeTasks,
    failedTasks: executor.failedTasks,
    completedTasks: executor.completedTasks,
    totalTasks: executor.totalTasks,
    totalDuration: isDriver ? applicationTimeMs : executor.totalDurationMs,
    totalGCTime: isDriver ? (executor.peaks?.TotalGCTime ?? 0) : numbers.jvmGcTime,
    totalInputBytes: numbers.inputBytes,
    totalShuffleRead: shuffleReadBytes(numbers),
    totalShuffleWrite: numbers.shuffleWriteBytes,
    isBlacklisted: executor.isExcluded,
    maxMemory: storageMemoryBytes,
    addTime: sparkDate(executor.addTimeMs),
    ...(removal === undefined
      ? {}
      : { removeTime: sparkDate(removal.timeMs), removeReason: removal.reason }),
    executorLogs: executor.logUrls,
    memoryMetrics: {
      usedOnHeapStorageMemory: memoryUsed,
      usedOffHeapStorageMemory: 0,
      totalOnHeapStorageMemory: storageMemoryBytes,
      totalOffHeapStorageMemory: 0,
    },
    blacklistedInStages: [...executor.excludedInStages],
    ...(executor.peaks === undefined ? {} : { peakMemoryMetrics: executor.peaks }),
    attributes: executor.attributes,
    resources: {},
    resourceProfileId: 0,
    isExcluded: executor.isExcluded,
    excludedInStages: [...executor.excludedInStages],
  };
}
