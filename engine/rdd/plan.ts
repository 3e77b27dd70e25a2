/**
 * What a task computes, as data: a tree of operators with functions at its leaves. `F` is what
 * stands for a function: the function itself on the driver and in a slot, a reference on the way.
 *
 * Every node has the number of its RDD; a task's `sources` give, for that number and a partition,
 * the data that only this partition needs (a slice, a file split).
 */
import type { CompressionCodec } from './compression-codec.ts';
import type { PartitionerPlan } from './partitioner.ts';
import type { StorageLevel } from './storage-level.ts';

interface NodeBase {
  readonly rddId: number;
}

/** Operators that take a row and give rows; they are fused into one loop. */
export type RowOperatorKind =
  | 'map'
  | 'filter'
  | 'flat-map'
  | 'key-by'
  | 'map-values'
  | 'flat-map-values';

/** Row operators without a function. */
export type FixedOperatorKind = 'keys' | 'values' | 'pair-with-null' | 'flatten-pairs';

export interface RowOperatorNode<F> extends NodeBase {
  readonly kind: RowOperatorKind;
  readonly fn: F;
  readonly input: PlanNode<F>;
}

export interface FixedOperatorNode<F> extends NodeBase {
  readonly kind: FixedOperatorKind;
  readonly input: PlanNode<F>;
}

/** Rows of a slice of `parallelize`: the task's source is the encoded rows. */
export interface ParallelizeNode extends NodeBase {
  readonly kind: 'parallelize';
}

/** `count` numbers from `start`, evenly cut into partitions. */
export interface RangeNode extends NodeBase {
  readonly kind: 'range';
  readonly start: number;
  readonly step: number;
  readonly count: number;
  readonly partitionCount: number;
}

/** Lines of text: the task's source is a file split. */
export interface TextFileNode extends NodeBase {
  readonly kind: 'text-file';
}

/** Rows of a reliable checkpoint: partition files of a directory. */
export interface CheckpointReadNode extends NodeBase {
  readonly kind: 'checkpoint-read';
  readonly directory: string;
}

/** A function over a partition's iterator; `withIndex` gives it the partition's number first. */
export interface MapPartitionsNode<F> extends NodeBase {
  readonly kind: 'map-partitions';
  readonly withIndex: boolean;
  readonly fn: F;
  readonly input: PlanNode<F>;
}

/** Each partition as one array. */
export interface GlomNode<F> extends NodeBase {
  readonly kind: 'glom';
  readonly input: PlanNode<F>;
}

/** Pairs of a row and its number; `offsets` holds the number of each partition's first row. */
export interface ZipWithIndexNode<F> extends NodeBase {
  readonly kind: 'zip-with-index';
  readonly offsets: readonly number[];
  readonly input: PlanNode<F>;
}

/** A random part of the rows, the same for the same seed and partition. */
export interface SampleNode<F> extends NodeBase {
  readonly kind: 'sample';
  readonly fraction: number;
  readonly seed: number;
  readonly input: PlanNode<F>;
}

/**
 * The partitions of one input after those of the other; `firstPartitions` says where each begins.
 */
export interface UnionNode<F> extends NodeBase {
  readonly kind: 'union';
  readonly firstPartitions: readonly number[];
  readonly inputs: readonly PlanNode<F>[];
}

/** Several partitions of the input one after the other. */
export interface CoalesceNode<F> extends NodeBase {
  readonly kind: 'coalesce';
  readonly groups: readonly (readonly number[])[];
  readonly input: PlanNode<F>;
}

/** Rows that a slot keeps after it has computed them once. */
export interface CacheNode<F> extends NodeBase {
  readonly kind: 'cache';
  readonly level: StorageLevel;
  readonly input: PlanNode<F>;
}

/**
 * Functions that merge values of one key. The first value becomes what `create` makes of it, or is
 * merged into a copy of `zero` (in an array, as it may be undefined), or is taken as it is.
 */
export interface CombinerPlan<F> {
  readonly create?: F;
  readonly zero?: readonly [unknown];
  readonly mergeValue: F;
  readonly mergeCombiners: F;
}

/** What a reducer does with the pairs of a shuffle. */
export type ShuffleReadMode<F> =
  /** The pairs as they come. */
  | { readonly kind: 'pairs' }
  /** Only the values, which a repartition numbered. */
  | { readonly kind: 'values' }
  | {
      readonly kind: 'combine';
      readonly combiner: CombinerPlan<F>;
      /** Whether map tasks have combined already, so that values are combined ones. */
      readonly isCombined: boolean;
    }
  /** Pairs of a key and the array of all its values. */
  | { readonly kind: 'group' }
  | { readonly kind: 'sort'; readonly isAscending: boolean };

export interface ShuffleReadNode<F> extends NodeBase {
  readonly kind: 'shuffle-read';
  readonly shuffleId: number;
  readonly mode: ShuffleReadMode<F>;
}

/** Merges pairs that lie in the right partition already, without a shuffle. */
export interface LocalCombineNode<F> extends NodeBase {
  readonly kind: 'local-combine';
  readonly mode: ShuffleReadMode<F>;
  readonly input: PlanNode<F>;
}

export type JoinKind = 'inner' | 'left' | 'right' | 'full';

/** Pairs of both inputs matched by key: rows `[key, [left, right]]`. */
export interface JoinNode<F> extends NodeBase {
  readonly kind: 'join';
  readonly join: JoinKind;
  readonly left: PlanNode<F>;
  readonly right: PlanNode<F>;
}

/** Rows `[key, [values of the first input, values of the second, …]]`. */
export interface CogroupNode<F> extends NodeBase {
  readonly kind: 'cogroup';
  readonly inputs: readonly PlanNode<F>[];
}

/** Every row of one input with every row of the other. */
export interface CartesianNode<F> extends NodeBase {
  readonly kind: 'cartesian';
  readonly rightPartitions: number;
  readonly left: PlanNode<F>;
  readonly right: PlanNode<F>;
}

/** Partitions of both inputs side by side. */
export interface ZipPartitionsNode<F> extends NodeBase {
  readonly kind: 'zip-partitions';
  readonly fn: F;
  readonly inputs: readonly PlanNode<F>[];
}

export type PlanNode<F> =
  | RowOperatorNode<F>
  | FixedOperatorNode<F>
  | ParallelizeNode
  | RangeNode
  | TextFileNode
  | CheckpointReadNode
  | MapPartitionsNode<F>
  | GlomNode<F>
  | ZipWithIndexNode<F>
  | SampleNode<F>
  | UnionNode<F>
  | CoalesceNode<F>
  | CacheNode<F>
  | ShuffleReadNode<F>
  | LocalCombineNode<F>
  | JoinNode<F>
  | CogroupNode<F>
  | CartesianNode<F>
  | ZipPartitionsNode<F>;

/** What becomes of a stage's rows. */
export type SinkPlan<F> =
  | {
      readonly kind: 'shuffle-write';
      readonly shuffleId: number;
      readonly partitioner: PartitionerPlan<F>;
      /** Present where map tasks combine before they write. */
      readonly combiner?: CombinerPlan<F>;
    }
  | { readonly kind: 'count' }
  | { readonly kind: 'collect' }
  /** Up to so many rows. */
  | { readonly kind: 'take'; readonly count: number }
  /** An array of the merged rows, empty where there is none. */
  | { readonly kind: 'reduce'; readonly fn: F }
  /** An array of one value, from a copy of `zero`. */
  | { readonly kind: 'aggregate'; readonly zero: unknown; readonly fn: F }
  | { readonly kind: 'foreach'; readonly fn: F }
  /** The function's result for the partition's iterator, awaited; sent back where it is kept. */
  | {
      readonly kind: 'partition';
      readonly fn: F;
      readonly withIndex: boolean;
      readonly keepsResult: boolean;
    }
  /** The first rows in order. */
  | {
      readonly kind: 'ordered';
      readonly count: number;
      readonly isAscending: boolean;
      readonly by?: F;
    }
  /** Up to `size` rows drawn evenly, with the partition's row count: for range bounds. */
  | { readonly kind: 'sample-keys'; readonly size: number; readonly seed: number }
  /** Writes the partition's file of a reliable checkpoint; its result is the size in bytes. */
  | { readonly kind: 'checkpoint-write'; readonly directory: string }
  | {
      readonly kind: 'save-text';
      readonly directory: string;
      readonly codec?: CompressionCodec;
    };

/** All that tasks of one stage have in common. */
export interface StagePlan<F> {
  readonly node: PlanNode<F>;
  readonly sink: SinkPlan<F>;
}
