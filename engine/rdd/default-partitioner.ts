/** Chooses partitioners as Spark's `Partitioner.defaultPartitioner` does, and compares them. */
import type { JobRunner } from './job-runner.ts';
import type { Lineage, Partitioner } from './lineage.ts';

/** A partitioner serves inputs of up to so many times its partitions, whatever the default says. */
const MAGNITUDE = 10;

/**
 * The largest partitioner that one of the inputs has already, unless it has far fewer partitions
 * than the inputs and than the default; a hash partitioner otherwise.
 */
export function defaultPartitioner(runner: JobRunner, inputs: readonly Lineage[]): Partitioner {
  let largest: Partitioner | undefined;
  for (const { partitioner } of inputs) {
    if (partitioner !== undefined && partitioner.partitionCount > (largest?.partitionCount ?? 0)) {
      largest = partitioner;
    }
  }
  const upstream = Math.max(1, ...inputs.map(({ partitionCount }) => partitionCount));
  const partitionCount = runner.configuredParallelism ?? upstream;
  const isUsable =
    largest !== undefined &&
    (upstream < largest.partitionCount * MAGNITUDE || partitionCount <= largest.partitionCount);
  return isUsable ? (largest as Partitioner) : { kind: 'hash', partitionCount };
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
