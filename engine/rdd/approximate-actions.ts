/** Actions that answer after a time with what is known by then. */

import { keyIdentity } from '../shuffle/key-identity.ts';
import { rowsFromBytes } from '../storage/row-bytes.ts';
import { type BoundedDouble, boundedCount, boundedMean, boundedSum } from './bounded-double.ts';
import type { DriverFunction } from './lineage.ts';
import type { Pairs } from './merge-by-key.ts';
import { PartialResult } from './partial-result.ts';
import type { SinkPlan } from './plan.ts';
import { RDD } from './rdd.ts';
import { StatCounter, type StatCounterState } from './stat-counter.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /**
     * About how many rows there are, from the partitions that were counted within the time. The job
     * goes on: `getFinalValue` gives its exact end.
     * @param timeout in milliseconds
     * @param confidence chance that the true count lies within the bounds, between 0 and 1
     */
    countApprox(timeout: number, confidence?: number): Promise<PartialResult<BoundedDouble>>;
    /** About how often each row occurs; the answers of all partitions must fit in the driver. */
    countByValueApprox(
      timeout: number,
      confidence?: number,
    ): Promise<PartialResult<Map<T, BoundedDouble>>>;
    /** About how many pairs each key has. */
    countByKeyApprox<K, V>(
      this: RDD<[K, V]>,
      timeout: number,
      confidence?: number,
    ): Promise<PartialResult<Map<K, BoundedDouble>>>;
    /** About what the rows' mean is; bounds as Spark's, infinite where too little was seen. */
    meanApprox(
      this: RDD<number>,
      timeout: number,
      confidence?: number,
    ): Promise<PartialResult<BoundedDouble>>;
    /** About what the rows' sum is. */
    sumApprox(
      this: RDD<number>,
      timeout: number,
      confidence?: number,
    ): Promise<PartialResult<BoundedDouble>>;
  }
}

type Counts = readonly (readonly [row: unknown, count: number])[];

interface Approximation<R> {
  readonly operation: string;
  readonly sink: SinkPlan<DriverFunction>;
  readonly timeoutMs: number;
  /** Takes up a partition's result. */
  add(value: Uint8Array | number | undefined): void;
  /** The present answer, when so large a part of the partitions is in. */
  evaluate(part: number): R;
}

async function approximate<R>(rdd: RDD<unknown>, plan: Approximation<R>) {
  const { runner, lineage } = rdd;
  await runner.prepare(lineage);
  const total = rdd.getNumPartitions();
  let finished = 0;
  const present = () => plan.evaluate(total === 0 ? 1 : finished / total);
  const { operation, sink, timeoutMs } = plan;
  const onResult = (_index: number, value: Uint8Array | number | undefined) => {
    finished += 1;
    plan.add(value);
  };
  const job = runner.runLineage({ lineage, sink, operation, onResult }).then(present);
  // Whoever takes the first answer may never ask for the last.
  job.catch(() => {});
  const inTime = Promise.withResolvers<void>();
  const timer = runner.clock.setTimer(timeoutMs, inTime.resolve);
  try {
    await Promise.race([job, inTime.promise]);
  } finally {
    timer.cancel();
  }
  return new PartialResult(present(), finished === total, job);
}

function checkConfidence(confidence: number): void {
  if (!(confidence >= 0 && confidence <= 1)) {
    throw new RangeError(`confidence (${confidence}) must be in [0,1]`);
  }
}

function countsApprox(
  rdd: RDD<unknown>,
  operation: string,
  timeoutMs: number,
  confidence: number,
): Promise<PartialResult<Map<unknown, BoundedDouble>>> {
  checkConfidence(confidence);
  const counts = new Map<unknown, { readonly row: unknown; count: number }>();
  const sink = {
    kind: 'partition',
    fn: { library: 'countRows' },
    withIndex: false,
    keepsResult: true,
  } as const;
  return approximate(rdd, {
    operation,
    sink,
    timeoutMs,
    add(value) {
      const [rows] = rowsFromBytes(value as Uint8Array) as [Counts];
      for (const [row, count] of rows) {
        const identity = keyIdentity(row);
        const known = counts.get(identity);
        counts.set(identity, { row, count: count + (known?.count ?? 0) });
      }
    },
    evaluate: (part) =>
      new Map(
        [...counts.values()].map(({ row, count }) => [row, boundedCount(count, part, confidence)]),
      ),
  });
}

function statisticsApprox(
  rdd: RDD<unknown>,
  operation: string,
  timeoutMs: number,
  evaluate: (counts: StatCounter, part: number) => BoundedDouble,
): Promise<PartialResult<BoundedDouble>> {
  const counts = new StatCounter();
  const fn = { library: 'countStatistics' } as const;
  return approximate(rdd, {
    operation,
    sink: { kind: 'partition', fn, withIndex: false, keepsResult: true },
    timeoutMs,
    add(value) {
      const [state] = rowsFromBytes(value as Uint8Array) as [StatCounterState];
      counts.mergeStats({ state });
    },
    evaluate: (part) => evaluate(counts, part),
  });
}

const actions = {
  countApprox(this: RDD<unknown>, timeout: number, confidence = 0.95) {
    checkConfidence(confidence);
    let counted = 0;
    return approximate(this, {
      operation: 'countApprox',
      sink: { kind: 'count' },
      timeoutMs: timeout,
      add(value) {
        counted += value as number;
      },
      evaluate: (part) => boundedCount(counted, part, confidence),
    });
  },

  countByValueApprox(this: RDD<unknown>, timeout: number, confidence = 0.95) {
    return countsApprox(this, 'countByValueApprox', timeout, confidence);
  },

  countByKeyApprox(this: Pairs, timeout: number, confidence = 0.95) {
    return countsApprox(this.keys(), 'countByKeyApprox', timeout, confidence);
  },

  meanApprox(this: RDD<unknown>, timeout: number, confidence = 0.95) {
    checkConfidence(confidence);
    const evaluate = (counts: StatCounter, part: number) => boundedMean(counts, part, confidence);
    return statisticsApprox(this, 'meanApprox', timeout, evaluate);
  },

  sumApprox(this: RDD<unknown>, timeout: number, confidence = 0.95) {
    checkConfidence(confidence);
    const evaluate = (counts: StatCounter, part: number) => boundedSum(counts, part, confidence);
    return statisticsApprox(this, 'sumApprox', timeout, evaluate);
  },
};

Object.assign(RDD.prototype, actions);
