/** What a context tells of its application while it runs. */
import { userInfo } from 'node:os';
import type { RDD } from '../rdd/rdd.ts';
import type { PoolInfo } from '../scheduler/scheduler-port.ts';
import { blocksOn } from '../ui/rdd-storage-info.ts';
import type { SparkListener } from './program-listeners.ts';
import { SparkContext } from './spark-context.ts';
import { SparkStatusTracker } from './status-tracker.ts';

/** What is kept of a persisted RDD. */
export interface RDDInfo {
  readonly id: number;
  readonly name: string;
  readonly numPartitions: number;
  readonly numCachedPartitions: number;
  /** In bytes. */
  readonly memSize: number;
  readonly diskSize: number;
}

declare module './spark-context.ts' {
  interface SparkContext {
    /** How jobs, stages and executors come on. */
    statusTracker(): SparkStatusTracker;
    /** The user of the driver's process. */
    sparkUser(): string;
    /** RDDs that are to be kept and that the program still holds, by their numbers. */
    getPersistentRDDs(): Map<number, RDD<unknown>>;
    /** Persisted RDDs of which something is kept. */
    getRDDStorageInfo(): RDDInfo[];
    /** By executor: how much memory it has for blocks, and how much of it is left. */
    getExecutorMemoryStatus(): Map<string, readonly [maxBytes: number, leftBytes: number]>;
    /** `spark.scheduler.mode`. */
    getSchedulingMode(): 'FIFO' | 'FAIR';
    /** In the order of their names; one in FIFO mode. */
    getAllPools(): readonly PoolInfo[];
    getPoolForName(pool: string): PoolInfo | undefined;
    /** Where checkpoints go, if that is set. */
    getCheckpointDir(): string | undefined;
    /** Tells a listener of all that happens from now on, in the words of the event log. */
    addSparkListener(listener: SparkListener): void;
    removeSparkListener(listener: SparkListener): void;
    /**
     * At `INFO` and below, the schedulers say on the standard error what they do.
     * @throws RangeError for what is no level
     */
    setLogLevel(logLevel: string): void;
  }
}

const logLevels = ['ALL', 'DEBUG', 'ERROR', 'FATAL', 'INFO', 'OFF', 'TRACE', 'WARN'];

const functions: ThisType<SparkContext> & Partial<SparkContext> = {
  statusTracker() {
    return new SparkStatusTracker(() => this.listeners.live.status);
  },

  sparkUser() {
    return userInfo().username;
  },

  getPersistentRDDs() {
    const kept = new Map<number, RDD<unknown>>();
    for (const [rddId, reference] of this.persisted) {
      const rdd = reference.deref() as RDD<unknown> | undefined;
      if (rdd?.lineage.isPersisted === true) {
        kept.set(rddId, rdd);
      } else {
        this.persisted.delete(rddId);
      }
    }
    return kept;
  },

  getRDDStorageInfo() {
    const { rdds } = this.listeners.live.status;
    return [...rdds.values()]
      .filter(({ blocks }) => blocks.size > 0)
      .map(({ rddId, name, partitionCount, blocks }) => {
        const all = [...blocks.values()].flatMap((holders) => [...holders.values()]);
        return {
          id: rddId,
          name,
          numPartitions: partitionCount,
          numCachedPartitions: blocks.size,
          memSize: all.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0),
          diskSize: all.reduce((sum, { diskBytes }) => sum + diskBytes, 0),
        };
      });
  },

  getExecutorMemoryStatus() {
    const { status } = this.listeners.live;
    const living = [...status.executors.values()].filter(({ removal }) => removal === undefined);
    return new Map(
      living.map(({ executorId, storageMemoryBytes }) => {
        const blocks = blocksOn(status, executorId);
        const used = blocks.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
        return [executorId, [storageMemoryBytes, storageMemoryBytes - used]] as const;
      }),
    );
  },

  getSchedulingMode() {
    return this.conf.get('spark.scheduler.mode', 'FIFO').toUpperCase() === 'FAIR' ? 'FAIR' : 'FIFO';
  },

  getAllPools() {
    return this.scheduler.pools();
  },

  getPoolForName(pool) {
    return this.scheduler.pools().find(({ name }) => name === pool);
  },

  getCheckpointDir() {
    return this.checkpoints ?? this.conf.get('spark.checkpoint.dir');
  },

  addSparkListener(listener) {
    this.listeners.program.add(listener);
  },

  removeSparkListener(listener) {
    this.listeners.program.remove(listener);
  },

  setLogLevel(logLevel) {
    const level = logLevel.toUpperCase();
    if (!logLevels.includes(level)) {
      throw new RangeError(
        `Supplied level ${logLevel} did not match one of: ${logLevels.join(',')}`,
      );
    }
    this.listeners.setLogLevel(level);
  },
};

Object.assign(SparkContext.prototype, functions);
