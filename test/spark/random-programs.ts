/**
 * Random chains of transformations and an action, over small values that both languages print
 * alike. A program is data: `run-program.ts` runs it on our engine, `run_programs.py` on PySpark.
 */
import fc from 'fast-check';

/** The name of an operation and its arguments, all of them JSON. */
export type Step = readonly [operation: string, ...values: unknown[]];

export interface Program {
  readonly rows: readonly unknown[];
  readonly partitions: number;
  readonly other: readonly unknown[];
  readonly otherPartitions: number;
  readonly steps: readonly Step[];
  readonly action: Step;
}

const key = fc.oneof(fc.integer({ min: -3, max: 5 }), fc.constantFrom('a', 'b', 'ä', ''));
const value = fc.integer({ min: -20, max: 20 });
const pair = fc.tuple(key, value);
const count = fc.integer({ min: 1, max: 5 });
const flag = fc.boolean();
/** PySpark's joins have as many partitions as both sides together, Scala's and ours as the larger. */
const noZero = fc.constant(0);

/** Pairs of a key and an integer become pairs of the same kind. */
const pairSteps: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constant('mapValuesAdd'), value),
  fc.tuple(fc.constant('filterValueAbove'), value),
  fc.tuple(fc.constant('flatMapTwice')),
  fc.tuple(fc.constant('flatMapValuesRange'), count),
  fc.tuple(fc.constant('swapSign')),
  fc.tuple(fc.constant('reduceByKeySum'), count),
  fc.tuple(fc.constant('reduceByKeyMax')),
  fc.tuple(fc.constant('foldByKey'), value, fc.constant(1)),
  fc.tuple(fc.constant('groupByKeyCount'), count),
  fc.tuple(fc.constant('aggregateByKeyCount'), count),
  fc.tuple(fc.constant('combineByKeySum'), count),
  fc.tuple(fc.constant('distinct'), count),
  fc.tuple(fc.constant('union')),
  fc.tuple(fc.constant('unionSelf')),
  fc.tuple(fc.constant('intersection')),
  fc.tuple(fc.constant('subtract')),
  fc.tuple(fc.constant('subtractByKey')),
  fc.tuple(fc.constant('joinSum')),
  fc.tuple(fc.constant('leftOuterJoinSum')),
  fc.tuple(fc.constant('rightOuterJoinSum')),
  fc.tuple(fc.constant('fullOuterJoinSum')),
  fc.tuple(fc.constant('cogroupCounts')),
  fc.tuple(fc.constant('repartition'), count),
  fc.tuple(fc.constant('coalesce'), count),
  fc.tuple(fc.constant('partitionBy'), count),
  fc.tuple(fc.constant('sortByValue'), flag),
  fc.tuple(fc.constant('zipWithIndexDrop')),
  fc.tuple(fc.constant('keyByParity')),
  fc.tuple(fc.constant('mapPartitionsSum')),
  fc.tuple(fc.constant('cartesianKeys')),
);

const actions: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constant('collect')),
  fc.tuple(fc.constant('count')),
  fc.tuple(fc.constant('countByKey')),
  fc.tuple(fc.constant('countByValue')),
  fc.tuple(fc.constant('sumOfValues')),
  fc.tuple(fc.constant('statsOfValues')),
  fc.tuple(fc.constant('histogramOfValues'), count),
  fc.tuple(fc.constant('histogramOfBounds')),
  fc.tuple(fc.constant('takeOrderedValues'), count),
  fc.tuple(fc.constant('topValues'), count),
  fc.tuple(fc.constant('reduceValues')),
  fc.tuple(fc.constant('foldValues'), noZero),
  fc.tuple(fc.constant('aggregateValues'), noZero),
  fc.tuple(fc.constant('treeReduceValues'), count),
  fc.tuple(fc.constant('treeAggregateValues'), value, count),
  fc.tuple(fc.constant('lookup'), key),
  fc.tuple(fc.constant('maxValue')),
  fc.tuple(fc.constant('isEmpty')),
  fc.tuple(fc.constant('keysDistinct')),
);

/** At most one product or two: rows must stay few. */
const STEPS_MAX = 5;

export const programs: fc.Arbitrary<Program> = fc.record({
  rows: fc.array(pair, { maxLength: 14 }),
  partitions: count,
  other: fc.array(pair, { maxLength: 6 }),
  otherPartitions: count,
  steps: fc.array(pairSteps, { maxLength: STEPS_MAX }),
  action: actions,
});
