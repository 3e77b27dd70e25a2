/** Runs a job over an RDD and gathers what its tasks send back. */
import type { CallSite } from '../context/call-site.ts';
import { rowsFromBytes } from '../storage/row-bytes.ts';
import type { LibraryFunction } from './library-function.ts';
import type { DriverFunction } from './lineage.ts';
import type { SinkPlan } from './plan.ts';
import type { RDD } from './rdd.ts';

type Sink = SinkPlan<DriverFunction>;

/** Results in the order of the partitions. */
export async function runResults<T>(
  rdd: RDD<T>,
  operation: string,
  sink: Sink,
  partitions?: readonly number[],
  callSite?: CallSite,
): Promise<(Uint8Array | number | undefined)[]> {
  const values: (Uint8Array | number | undefined)[] = [];
  await rdd.runner.runLineage({
    lineage: rdd.lineage,
    sink,
    operation,
    ...(partitions === undefined ? {} : { partitions }),
    ...(callSite === undefined ? {} : { callSite }),
    onResult: (index, value) => {
      values[index] = value;
    },
  });
  return values;
}

/** For sinks that give rows. */
export async function runRows<T>(
  rdd: RDD<T>,
  operation: string,
  sink: Sink,
  partitions?: readonly number[],
  callSite?: CallSite,
): Promise<unknown[][]> {
  const values = await runResults(rdd, operation, sink, partitions, callSite);
  return values.map((value) => rowsFromBytes(value as Uint8Array));
}

/** What a function of the engine gives for each partition's iterator. */
export async function runLibrary<R>(
  rdd: RDD<never> | RDD<unknown>,
  operation: string,
  fn: LibraryFunction,
): Promise<R[]> {
  const sink = { kind: 'partition', fn, withIndex: false, keepsResult: true } as const;
  return (await runRows(rdd as RDD<unknown>, operation, sink)).map(([result]) => result as R);
}
