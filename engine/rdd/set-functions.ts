/** Functions over whole RDDs: unions, products, repartitioning and order. */
import type { DriverPlan, Partitioner } from './lineage.ts';
import { checkPartitionCount, merged } from './pair-functions.ts';
import { sampleBounds } from './range-bounds.ts';
import { RDD, travels } from './rdd.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /** The rows of both, equal ones too. Lazy, no shuffle. */
    union(other: RDD<T>): RDD<T>;
    /** Each different row once; rows compare by value. Shuffles once. */
    distinct(partitionCount?: number): RDD<T>;
    /** Rows that are in both, each once. Shuffles both. */
    intersection(other: RDD<T>, partitionCount?: number): RDD<T>;
    /** Rows that the other does not have. Shuffles both. */
    subtract(other: RDD<T>, partitionCount?: number): RDD<T>;
    /** Every row with every row of the other. Lazy, no shuffle. */
    cartesian<U>(other: RDD<U>): RDD<[T, U]>;
    /** Rows side by side; both must have the same partitions and rows in each. No shuffle. */
    zip<U>(other: RDD<U>): RDD<[T, U]>;
    /** The partitions of both side by side. No shuffle. */
    zipPartitions<U, R extends Row>(
      other: RDD<U>,
      fn: (left: IteratorObject<T>, right: IteratorObject<U>) => Iterable<R>,
    ): RDD<R>;
    /** Rows with their number from 0. Runs a job first where there are several partitions. */
    zipWithIndex(): RDD<[T, number]>;
    /** Fewer partitions, by putting neighbours together; with `shuffle` any number. */
    coalesce(partitionCount: number, shuffle?: boolean): RDD<T>;
    /** Rows spread evenly over so many partitions. Shuffles every row. */
    repartition(partitionCount: number): RDD<T>;
    /** Rows in the order of what the function gives for them. Samples first, then shuffles. */
    sortBy<K>(fn: (value: T) => K, ascending?: boolean, partitionCount?: number): RDD<T>;
    /** Pairs in the order of their keys. Samples first, then shuffles. */
    sortByKey<K, V>(this: RDD<[K, V]>, ascending?: boolean, partitionCount?: number): RDD<[K, V]>;
  }
}

type Rows = RDD<unknown>;
type Pairs = RDD<[unknown, unknown]>;

/** The partitions of all, in the order of the list. */
export function unionOf<T>(inputs: readonly RDD<T>[]): RDD<T> {
  const [first] = inputs as readonly [RDD<T>, ...RDD<T>[]];
  const starts = () => {
    let next = 0;
    return inputs.map((input) => {
      const start = next;
      next += input.getNumPartitions();
      return start;
    });
  };
  return first.derive({
    className: 'UnionRDD',
    operation: 'union',
    dependencies: inputs.map((input, index) => ({
      kind: 'narrow',
      parent: input.lineage,
      parentPartitions: (partition) => {
        const at = partition - (starts()[index] as number);
        return at >= 0 && at < input.getNumPartitions() ? [at] : [];
      },
    })),
    partitionCount: () => inputs.reduce((sum, input) => sum + input.getNumPartitions(), 0),
    plan: (plans, rddId) => ({ kind: 'union', rddId, firstPartitions: starts(), inputs: plans }),
  });
}

function pairedWithNull(rdd: Rows, operation: string): Pairs {
  return rdd.narrow(operation, (input, rddId) => ({ kind: 'pair-with-null', rddId, input }));
}

function keysOf(rdd: Pairs, operation: string): Rows {
  return rdd.narrow(operation, (input, rddId) => ({ kind: 'keys', rddId, input }));
}

/** Neighbouring partitions in groups of nearly equal size. */
function neighbours(partitionCount: number, groupCount: number): number[][] {
  return Array.from({ length: groupCount }, (_, group) => {
    const start = Math.floor((group * partitionCount) / groupCount);
    const end = Math.floor(((group + 1) * partitionCount) / groupCount);
    return Array.from({ length: end - start }, (_unused, index) => start + index);
  });
}

const functions = {
  union(this: Rows, other: Rows) {
    return unionOf([this, other]);
  },

  distinct(this: Rows, count?: number) {
    const first = { library: 'first' } as const;
    const combiner = { mergeValue: first, mergeCombiners: first };
    checkPartitionCount(count);
    const partitioner: Partitioner = {
      kind: 'hash',
      partitionCount: count ?? this.getNumPartitions(),
    };
    const mode = { kind: 'combine', combiner, isCombined: true } as const;
    const pairs = pairedWithNull(this, 'distinct');
    return keysOf(merged(pairs, 'distinct', partitioner, mode, combiner), 'distinct');
  },

  intersection(this: Rows, other: Rows, count?: number) {
    const groups = pairedWithNull(this, 'intersection').cogroup(
      pairedWithNull(other, 'intersection'),
      count,
    );
    const inBoth: Pairs = groups.narrow('intersection', (input, rddId) => ({
      kind: 'filter',
      rddId,
      fn: { library: 'hasBoth' },
      input,
    }));
    return keysOf(inBoth, 'intersection');
  },

  subtract(this: Rows, other: Rows, count?: number) {
    const left = pairedWithNull(this, 'subtract');
    return keysOf(left.subtractByKey(pairedWithNull(other, 'subtract'), count), 'subtract');
  },

  cartesian(this: Rows, other: Rows) {
    const rightPartitions = () => other.getNumPartitions();
    return this.derive({
      className: 'CartesianRDD',
      operation: 'cartesian',
      dependencies: [
        {
          kind: 'narrow',
          parent: this.lineage,
          parentPartitions: (partition) => [Math.floor(partition / rightPartitions())],
        },
        {
          kind: 'narrow',
          parent: other.lineage,
          parentPartitions: (partition) => [partition % rightPartitions()],
        },
      ],
      partitionCount: () => this.getNumPartitions() * rightPartitions(),
      plan: (inputs, rddId) => {
        const [left, right] = inputs as [DriverPlan, DriverPlan];
        return { kind: 'cartesian', rddId, rightPartitions: rightPartitions(), left, right };
      },
    });
  },

  zip(this: Rows, other: Rows) {
    return zipped(this, other, 'zip', { library: 'zipIterators' });
  },

  zipPartitions(
    this: Rows,
    other: Rows,
    fn: (left: IteratorObject<unknown>, right: IteratorObject<unknown>) => Iterable<unknown>,
  ) {
    travels(fn);
    return zipped(this, other, 'zipPartitions', fn);
  },

  zipWithIndex(this: Rows) {
    let offsets: number[] = [0];
    const { lineage, runner } = this;
    return this.derive({
      className: 'ZippedWithIndexRDD',
      operation: 'zipWithIndex',
      dependencies: [{ kind: 'narrow', parent: lineage, parentPartitions: undefined }],
      partitionCount: () => lineage.partitionCount,
      plan: ([input], rddId) => ({
        kind: 'zip-with-index',
        rddId,
        offsets,
        input: input as DriverPlan,
      }),
      prepare: async () => {
        const counts: number[] = [];
        const last = lineage.partitionCount - 1;
        if (last > 0) {
          await runner.runLineage({
            lineage,
            sink: { kind: 'count' },
            partitions: Array.from({ length: last }, (_, index) => index),
            operation: 'zipWithIndex',
            onResult: (index, count) => {
              counts[index] = count as number;
            },
          });
        }
        offsets = [0];
        for (const count of counts) {
          offsets.push((offsets.at(-1) as number) + count);
        }
      },
    });
  },

  coalesce(this: Rows, count: number, shuffle = false) {
    checkPartitionCount(count);
    if (shuffle) {
      return this.repartition(count);
    }
    const { lineage } = this;
    const groups = () =>
      neighbours(lineage.partitionCount, Math.min(count, lineage.partitionCount));
    return this.derive({
      className: 'CoalescedRDD',
      operation: 'coalesce',
      dependencies: [
        {
          kind: 'narrow',
          parent: lineage,
          parentPartitions: (partition) => groups()[partition] as number[],
        },
      ],
      partitionCount: () => Math.min(count, lineage.partitionCount),
      plan: ([input], rddId) => ({
        kind: 'coalesce',
        rddId,
        groups: groups(),
        input: input as DriverPlan,
      }),
    });
  },

  repartition(this: Rows, count: number) {
    checkPartitionCount(count);
    const partitioner: Partitioner = { kind: 'round-robin', partitionCount: count };
    const { lineage, runner } = this;
    return this.derive({
      className: 'ShuffledRDD',
      operation: 'repartition',
      dependencies: [
        {
          kind: 'shuffle',
          shuffleId: runner.newShuffleId(),
          parent: lineage,
          partitioner: () => partitioner,
        },
      ],
      partitionCount: () => count,
      plan: ([input]) => ({
        ...(input as Extract<DriverPlan, { kind: 'shuffle-read' }>),
        mode: { kind: 'values' },
      }),
    });
  },

  sortBy(this: Rows, fn: (value: unknown) => unknown, ascending = true, count?: number) {
    const sorted = this.keyBy(fn).sortByKey(ascending, count);
    return sorted.narrow('sortBy', (input, rddId) => ({ kind: 'values', rddId, input }));
  },

  sortByKey(this: Pairs, ascending = true, count?: number) {
    checkPartitionCount(count);
    const { lineage, runner } = this;
    const partitionCount = () => count ?? lineage.partitionCount;
    let partitioner: Partitioner | undefined;
    return this.derive({
      className: 'ShuffledRDD',
      operation: 'sortByKey',
      dependencies: [
        {
          kind: 'shuffle',
          shuffleId: runner.newShuffleId(),
          parent: lineage,
          partitioner: () => partitioner as Partitioner,
        },
      ],
      partitionCount,
      plan: ([input]) => ({
        ...(input as Extract<DriverPlan, { kind: 'shuffle-read' }>),
        mode: { kind: 'sort', isAscending: ascending },
      }),
      partitioner: () => partitioner,
      prepare: async () => {
        const keys = keysOf(this, 'sortByKey').lineage;
        const bounds = await sampleBounds(runner, keys, partitionCount());
        partitioner = {
          kind: 'range',
          partitionCount: partitionCount(),
          bounds,
          isAscending: ascending,
        };
      },
    });
  },
};

function zipped(
  left: Rows,
  right: Rows,
  operation: string,
  fn: Extract<DriverPlan, { kind: 'zip-partitions' }>['fn'],
): Rows {
  return left.derive({
    className: 'ZippedPartitionsRDD2',
    operation,
    dependencies: [left, right].map(({ lineage }) => ({
      kind: 'narrow',
      parent: lineage,
      parentPartitions: undefined,
    })),
    partitionCount: () => {
      const [first, second] = [left.getNumPartitions(), right.getNumPartitions()];
      if (first !== second) {
        throw new RangeError(
          `Can't zip RDDs with unequal numbers of partitions: ${first}, ${second}`,
        );
      }
      return first;
    },
    plan: (inputs, rddId) => ({ kind: 'zip-partitions', rddId, fn, inputs }),
  });
}

Object.assign(RDD.prototype, functions);
