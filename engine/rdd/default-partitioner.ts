/** Chooses partitioners as Spark's `Partitioner.defaultPartitioner` does, and compares them. */
import type { JobRunner } from './job-runner.ts';
import type { Lineage, Partitioner } from './lineage.ts';

/** The largest partitioner that one of the inputs has already, a hash partitioner otherwise. */
export function defaultPartitioner(runner: JobRunner, inputs: readonly Lineage[]): Partitioner {
  let largest: Partitioner | undefined;
  for (const { partitioner } of inputs) {
    if (partitioner !== undefined && partitioner.partitionCount > (largest?.partitionCount ?? 0)) {
      largest = partitioner;
    }
  }
  if (largest !== undefined) {
    return largest;
  }
  const upstream = Math.max(1, ...inputs.map(({ partitionCount }) => partitionCount));
  return { kind: 'hash', partitionCount: runner.configuredParallelism ?? upstream };
}

/** Whether both place every key in the same partition. */
export function samePartitioner(left: Partitioner | undefined, right: Partitioner): boolean {
  if (left === undefined || left.kind !== right.kind) {
    return false;
  }
  if (left.partitionCount !== right.partitionCount) {
    return false;
  }
  switch (left.kind) {
    case 'hash':
      return true;
    case 'range':
      return right.kind === 'range' && left.bounds === right.bounds;
    case 'custom':
      return right.kind === 'custom' && left.fn === right.fn;
    case 'round-robin':
      return false;
  }
}
