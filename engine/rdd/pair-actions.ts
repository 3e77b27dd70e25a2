/** Actions of RDDs of pairs. */
import type { Partitioner } from './lineage.ts';
import { merged, type Pairs, summed } from './merge-by-key.ts';
import { partitionFunction } from './partitioner.ts';
import { RDD, travels } from './rdd.ts';
import { runRows } from './run-results.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /**
     * Every pair as a Map; of equal keys the last stays. All must fit in the driver's memory. As in
     * any Map, objects as keys are found again only by themselves.
     */
    collectAsMap<K, V>(this: RDD<[K, V]>): Promise<Map<K, V>>;
    /** How many pairs each key has. Shuffles once; the counts must fit in the driver's memory. */
    countByKey<K, V>(this: RDD<[K, V]>): Promise<Map<K, number>>;
    /** As `reduceByKey`, the result as a Map on the driver. */
    reduceByKeyLocally<K, V>(this: RDD<[K, V]>, func: (left: V, right: V) => V): Promise<Map<K, V>>;
    /** All values of a key; looks at one partition where the partitioning is known. */
    lookup<K, V>(this: RDD<[K, V]>, key: K): Promise<V[]>;
  }
}

const actions = {
  async collectAsMap(this: Pairs) {
    return new Map(await this.collect());
  },

  async countByKey(this: Pairs) {
    const ones = this.narrow<[unknown, number]>(
      'countByKey',
      (input, rddId) => ({ kind: 'map-values', rddId, fn: { library: 'one' }, input }),
      true,
    );
    return new Map(await summed(ones, 'countByKey').collect());
  },

  async reduceByKeyLocally(this: Pairs, func: (left: unknown, right: unknown) => unknown) {
    travels(func);
    const combiner = { mergeValue: func, mergeCombiners: func };
    const mode = { kind: 'combine', combiner, isCombined: true } as const;
    const one = { kind: 'hash', partitionCount: 1 } as const;
    const rows = merged<[unknown, unknown]>(this, 'reduceByKeyLocally', one, mode, combiner);
    return new Map(await rows.collect());
  },

  async lookup(this: Pairs, key: unknown) {
    await this.runner.prepare(this.lineage);
    const wanted = { library: 'hasKey', bound: key } as const;
    const rows = this.narrow<[unknown, unknown]>(
      'lookup',
      (input, rddId) => ({ kind: 'filter', rddId, fn: wanted, input }),
      true,
    );
    const values = rows.narrow('lookup', (input, rddId) => ({ kind: 'values', rddId, input }));
    const partitions = partitionOfKey(this.lineage.partitioner, key);
    return (await runRows(values, 'lookup', { kind: 'collect' }, partitions)).flat();
  },
};

/** Undefined where the key may lie anywhere. */
function partitionOfKey(partitioner: Partitioner | undefined, key: unknown): number[] | undefined {
  if (partitioner === undefined || partitioner.kind === 'round-robin') {
    return undefined;
  }
  return [partitionFunction(partitioner as never, 0)(key)];
}

Object.assign(RDD.prototype, actions);
