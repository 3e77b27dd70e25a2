/** Stages whose tasks run at the same time and may meet, as training steps do. */
import type { DriverPlan } from './lineage.ts';
import { RDD, type Row, travels } from './rdd.ts';

/** An RDD within a barrier stage. Functions over it may use `BarrierTaskContext.get()`. */
export class RDDBarrier<T> {
  private readonly rdd: RDD<T>;

  constructor(rdd: RDD<T>) {
    this.rdd = rdd;
  }

  /**
   * As `mapPartitions` of an RDD, with all tasks started together or not at all; when one fails all
   * run again. Lazy, no shuffle.
   */
  mapPartitions<U extends Row>(
    fn: (rows: IteratorObject<T>) => Iterable<U>,
    preservesPartitioning = false,
  ): RDD<U> {
    travels(fn);
    return this.derive('mapPartitions', preservesPartitioning, (input, rddId) => ({
      kind: 'map-partitions',
      withIndex: false,
      rddId,
      fn,
      input,
    }));
  }

  /** As `mapPartitions`, with the partition's number first. */
  mapPartitionsWithIndex<U extends Row>(
    fn: (partition: number, rows: IteratorObject<T>) => Iterable<U>,
    preservesPartitioning = false,
  ): RDD<U> {
    travels(fn);
    return this.derive('mapPartitionsWithIndex', preservesPartitioning, (input, rddId) => ({
      kind: 'map-partitions',
      withIndex: true,
      rddId,
      fn,
      input,
    }));
  }

  private derive<U>(
    operation: string,
    keepsPartitioning: boolean,
    plan: (input: DriverPlan, rddId: number) => DriverPlan,
  ): RDD<U> {
    const { lineage } = this.rdd;
    return this.rdd.derive({
      className: 'MapPartitionsRDD',
      operation,
      isBarrier: true,
      dependencies: [{ kind: 'narrow', parent: lineage, parentPartitions: undefined }],
      partitionCount: () => lineage.partitionCount,
      plan: ([input], rddId) => plan(input as DriverPlan, rddId),
      ...(keepsPartitioning ? { partitioner: () => lineage.partitioner } : {}),
    });
  }
}

declare module './rdd.ts' {
  interface RDD<T> {
    /** Makes the stage of what follows a barrier stage: its tasks start together. */
    barrier(): RDDBarrier<T>;
  }
}

const functions = {
  barrier(this: RDD<unknown>) {
    return new RDDBarrier(this);
  },
};

Object.assign(RDD.prototype, functions);
