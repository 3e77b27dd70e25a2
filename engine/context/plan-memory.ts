/** The memory of an executor's slots by Spark's properties. */
import { totalmem } from 'node:os';
import {
  type MemorySettings,
  planExecutorMemory,
  planLocalMemory,
  type SlotMemory,
} from '../executor/memory-plan.ts';
import { parseFraction } from './config-values.ts';
import type { LocalClusterMaster, LocalMaster } from './master-url.ts';
import type { SparkConf } from './spark-conf.ts';

const MEBIBYTE = 2 ** 20;

/** Spark's `spark.memory.fraction` and `spark.memory.storageFraction`. */
const MEMORY_FRACTION = 0.6;
const STORAGE_FRACTION = 0.5;

/**
 * `spark.executor.memory` bounds an executor process, which has all of its worker's memory where
 * it is not set. In `local` mode `spark.driver.memory` does so where it is set.
 * @throws HowdahError `HOWDAH_SETTING_INVALID`
 */
export function planMemory(master: LocalMaster | LocalClusterMaster, conf: SparkConf): SlotMemory {
  const fraction = (key: string, usual: number) => parseFraction(key, conf.get(key, String(usual)));
  const isLocal = master.kind === 'local';
  const key = isLocal ? 'spark.driver.memory' : 'spark.executor.memory';
  const settings: MemorySettings = {
    memoryMegabytes: isLocal ? 0 : master.memoryMegabytes,
    slots: isLocal ? master.slots : master.slotsPerExecutor,
    memoryFraction: fraction('spark.memory.fraction', MEMORY_FRACTION),
    storageFraction: fraction('spark.memory.storageFraction', STORAGE_FRACTION),
  };
  if (conf.contains(key)) {
    const memoryMegabytes = Math.floor(conf.getSizeAsBytes(key, '', MEBIBYTE) / MEBIBYTE);
    return planExecutorMemory({ ...settings, memoryMegabytes });
  }
  return isLocal ? planLocalMemory(totalmem(), settings) : planExecutorMemory(settings);
}
