/** Functions that take RDDs as sets or bags of rows. Rows compare by value. */
import { samePartitioner } from './default-partitioner.ts';
import type { Partitioning } from './key-partitioners.ts';
import type { DriverPlan, Partitioner } from './lineage.ts';
import { merged, type Pairs } from './merge-by-key.ts';
import { checkPartitionCount } from './partition-count.ts';
import { RDD } from './rdd.ts';
import { zipped } from './zip-functions.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /**
     * The rows of both, equal ones too: the partitions of one, then those of the other. Where both
     * have the same partitioner, partitions of the same number are put together and keep it. Lazy,
     * no shuffle.
     */
    union(other: RDD<T>): RDD<T>;
    /** Each different row once. Lazy, shuffles once, unless equal rows lie together already. */
    distinct(numPartitions?: number): RDD<T>;
    /** Rows that are in both, each once. Lazy, shuffles both. */
    intersection(other: RDD<T>, partitioning?: Partitioning<T>): RDD<T>;
    /** Rows that the other does not have, equal ones too. Lazy, shuffles both. */
    subtract(other: RDD<T>, partitioning?: Partitioning<T>): RDD<T>;
    /**
     * Every row with every row of the other: as many partitions as the product of both. Lazy, no
     * shuffle.
     */
    cartesian<U>(other: RDD<U>): RDD<[T, U]>;
  }
}

type Rows = RDD<unknown>;

/** All rows of all RDDs. */
export function unionOf<T>(inputs: readonly RDD<T>[]): RDD<T> {
  const [first, ...others] = inputs as readonly [RDD<T>, ...RDD<T>[]];
  const { partitioner } = first.lineage;
  const isPlacedAlike =
    partitioner !== undefined &&
    others.every(({ lineage }) => samePartitioner(lineage.partitioner, partitioner));
  return isPlacedAlike && others.length > 0
    ? (zipped([first, ...others] as unknown as [Rows, ...Rows[]], {
        className: 'PartitionerAwareUnionRDD',
        operation: 'union',
        fn: { library: 'inTurn' },
        keepsPartitioning: true,
      }) as RDD<T>)
    : concatenated(inputs);
}

/** The partitions of all, in the order of the list. */
function concatenated<T>(inputs: readonly RDD<T>[]): RDD<T> {
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

const functions = {
  union(this: Rows, other: Rows) {
    return unionOf([this, other]);
  },

  distinct(this: Rows, count?: number) {
    checkPartitionCount(count);
    const partitionCount = count ?? this.getNumPartitions();
    const { partitioner: present } = this.lineage;
    if (present !== undefined && partitionCount === present.partitionCount) {
      const fn = { library: 'distinctRows' } as const;
      return this.throughLibrary('distinct', fn, { keepsPartitioning: true });
    }
    const first = { library: 'first' } as const;
    const combiner = { mergeValue: first, mergeCombiners: first };
    const partitioner: Partitioner = { kind: 'hash', partitionCount };
    const mode = { kind: 'combine', combiner, isCombined: true } as const;
    const pairs = pairedWithNull(this, 'distinct');
    return keysOf(merged(pairs, 'distinct', partitioner, mode, combiner), 'distinct');
  },

  intersection(this: Rows, other: Rows, partitioning?: Partitioning) {
    const groups = pairedWithNull(this, 'intersection').cogroup(
      pairedWithNull(other, 'intersection'),
      partitioning,
    );
    const inBoth: Pairs = groups.narrow('intersection', (input, rddId) => ({
      kind: 'filter',
      rddId,
      fn: { library: 'hasBoth' },
      input,
    }));
    return keysOf(inBoth, 'intersection');
  },

  subtract(this: Rows, other: Rows, partitioning?: Partitioning) {
    const left = pairedWithNull(this, 'subtract');
    return keysOf(left.subtractByKey(pairedWithNull(other, 'subtract'), partitioning), 'subtract');
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
};

Object.assign(RDD.prototype, functions);
