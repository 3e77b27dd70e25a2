/** What listeners are told of an RDD, apart from it: who remembers it keeps nothing else alive. */
import type { Lineage } from './lineage.ts';
import type { StorageLevel } from './storage-level.ts';

export interface LineageInfo {
  readonly id: number;
  readonly name: string | undefined;
  readonly className: string;
  readonly operation: string;
  readonly callSite: string;
  readonly parentIds: readonly number[];
  readonly storageLevel: StorageLevel;
  readonly isBarrier: boolean;
  readonly partitionCount: number;
}

export function lineageInfo(lineage: Lineage): LineageInfo {
  const { id, name, storageLevel, partitionCount, dependencies } = lineage;
  const { className, operation, callSite, isBarrier = false } = lineage.description;
  return {
    id,
    name,
    className,
    operation,
    callSite,
    parentIds: dependencies.map(({ parent }) => parent.id),
    storageLevel,
    isBarrier,
    partitionCount,
  };
}
