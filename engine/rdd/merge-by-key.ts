/** RDDs that merge the pairs of each key: the ground that the functions by key stand on. */
import { defaultPartitioner, samePartitioner } from './default-partitioner.ts';
import { type Partitioning, toPartitioner } from './key-partitioners.ts';
import type { DriverFunction, DriverPlan, Partitioner } from './lineage.ts';
import type { CombinerPlan, ShuffleReadMode } from './plan.ts';
import type { RDD } from './rdd.ts';

export type Pairs = RDD<[unknown, unknown]>;

/** What a program asked for, or what suits the inputs. */
export function partitionerFor(
  inputs: readonly [Pairs, ...Pairs[]],
  partitioning: Partitioning<never> | undefined,
): Partitioner {
  return partitioning === undefined
    ? defaultPartitioner(
        inputs[0].runner,
        inputs.map(({ lineage }) => lineage),
      )
    : toPartitioner(partitioning);
}

/** An RDD that merges the pairs of each key, with a shuffle only where they lie apart. */
export function merged<U>(
  rdd: RDD<never> | Pairs,
  operation: string,
  partitioner: Partitioner,
  mode: ShuffleReadMode<DriverFunction>,
  combiner?: CombinerPlan<DriverFunction>,
): RDD<U> {
  const { lineage, runner } = rdd;
  if (samePartitioner(lineage.partitioner, partitioner) && mode.kind !== 'sort') {
    const plan = (input: DriverPlan, rddId: number): DriverPlan => ({
      kind: 'local-combine',
      rddId,
      mode: mode.kind === 'combine' ? { ...mode, isCombined: false } : mode,
      input,
    });
    return rdd.narrow(operation, plan, true);
  }
  return rdd.derive({
    className: 'ShuffledRDD',
    operation,
    dependencies: [
      {
        kind: 'shuffle',
        shuffleId: runner.newShuffleId(),
        parent: lineage,
        partitioner: () => partitioner,
        ...(combiner === undefined ? {} : { combiner }),
      },
    ],
    partitionCount: () => partitioner.partitionCount,
    plan: ([input]) => ({ ...(input as Extract<DriverPlan, { kind: 'shuffle-read' }>), mode }),
    partitioner: () => partitioner,
  });
}

/** Merges on the map side first. */
export function combined<U>(
  rdd: Pairs,
  operation: string,
  combiner: CombinerPlan<DriverFunction>,
  partitioning?: Partitioning<never>,
): RDD<[unknown, U]> {
  const mode = { kind: 'combine', combiner, isCombined: true } as const;
  return merged(rdd, operation, partitionerFor([rdd], partitioning), mode, combiner);
}

/** Merges the values of each key into a copy of `zero`. */
export function foldedByKey(
  rdd: Pairs,
  operation: string,
  zero: unknown,
  merges: { readonly value: DriverFunction; readonly combiners: DriverFunction },
  partitioning?: Partitioning<never>,
): Pairs {
  const combiner = {
    zero: [structuredClone(zero)] as const,
    mergeValue: merges.value,
    mergeCombiners: merges.combiners,
  };
  return combined(rdd, operation, combiner, partitioning);
}

/** Sums the values of each key. */
export function summed(rdd: Pairs, operation: string): RDD<[unknown, number]> {
  const sum = { library: 'sum' } as const;
  return combined(rdd, operation, { mergeValue: sum, mergeCombiners: sum });
}
