/** Executors and the blocks of persisted RDDs: what comes, is kept and goes. */
import type { AppStatus, BlockStatus, ExecutorStatus } from './app-status.ts';
import { blocksOn } from './rdd-storage-info.ts';
import { excessOf } from './retention.ts';
import type { RddInfoFields, StatusEvents } from './status-events.ts';
import { noValues } from './task-numbers.ts';

export function applyExecutorAdded(status: AppStatus, event: StatusEvents['ExecutorAdded']): void {
  const executorId = event['Executor ID'];
  const info = event['Executor Info'];
  const known = status.executors.get(executorId);
  status.executors.set(executorId, {
    ...(known ?? newExecutor(executorId, info.Host, event.Timestamp)),
    totalCores: info['Total Cores'],
    addTimeMs: event.Timestamp,
    logUrls: info['Log Urls'],
    attributes: info.Attributes,
  });
}

export function applyExecutorRemoved(
  status: AppStatus,
  event: StatusEvents['ExecutorRemoved'],
): void {
  const executor = status.executors.get(event['Executor ID']);
  if (executor !== undefined) {
    executor.removal = {
      timeMs: event.Timestamp,
      reason: event['Removed Reason'],
      blocks: blocksOn(status, executor.executorId),
    };
    executor.activeTasks = 0;
  }
  for (const { blocks } of status.rdds.values()) {
    for (const holders of blocks.values()) {
      holders.delete(event['Executor ID']);
    }
  }
  forgetDeadExecutors(status);
}

/** The first that have come. */
function forgetDeadExecutors({ executors, retention }: AppStatus): void {
  const dead = [...executors.values()].filter(({ removal }) => removal !== undefined);
  for (const { executorId } of dead.slice(0, excessOf(dead.length, retention.deadExecutors))) {
    executors.delete(executorId);
  }
}

export function newExecutor(executorId: string, host: string, addTimeMs: number): ExecutorStatus {
  return {
    executorId,
    host,
    totalCores: 0,
    addTimeMs,
    hostPort: host,
    storageMemoryBytes: 0,
    removal: undefined,
    logUrls: {},
    attributes: {},
    activeTasks: 0,
    failedTasks: 0,
    completedTasks: 0,
    totalTasks: 0,
    totalDurationMs: 0,
    isExcluded: false,
    peaks: undefined,
    excludedInStages: new Set(),
    values: noValues(),
  };
}

/** RDDs of a submitted stage that are to be kept. */
export function noteRdds(status: AppStatus, infos: readonly RddInfoFields[]): void {
  for (const info of infos) {
    const level = info['Storage Level'];
    if (level['Use Disk'] || level['Use Memory']) {
      const rddId = info['RDD ID'];
      const known = status.rdds.get(rddId);
      status.rdds.set(rddId, {
        rddId,
        name: info.Name,
        partitionCount: info['Number of Partitions'],
        level,
        blocks: known?.blocks ?? new Map(),
      });
    }
  }
}

export function applyBlockUpdated(status: AppStatus, event: StatusEvents['BlockUpdated']): void {
  const update = event['Block Updated Info'];
  const name = update['Block ID'];
  const rdd = status.rdds.get(Number(/^rdd_(\d+)_\d+$/.exec(name)?.[1]));
  if (rdd === undefined) {
    return;
  }
  const holders = rdd.blocks.get(name) ?? new Map<string, BlockStatus>();
  const manager = update['Block Manager ID'];
  const level = update['Storage Level'];
  if (level['Use Disk'] || level['Use Memory']) {
    holders.set(manager['Executor ID'], {
      manager,
      level,
      memoryBytes: update['Memory Size'],
      diskBytes: update['Disk Size'],
    });
    rdd.blocks.set(name, holders);
  } else {
    holders.delete(manager['Executor ID']);
    if (holders.size === 0) {
      rdd.blocks.delete(name);
    }
  }
}
