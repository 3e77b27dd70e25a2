/** Rewrites a stage plan's functions: described on the driver, revived in a slot. */
import { isLibraryFunction, type LibraryFunction } from './library-function.ts';
import type { PartitionerPlan } from './partitioner.ts';
import type { CombinerPlan, PlanNode, ShuffleReadMode, SinkPlan, StagePlan } from './plan.ts';

/**
 * The same plan with every function replaced. Shared nodes are visited once each time they occur.
 * Users' functions within a function of the engine are replaced before it is.
 */
export function mapPlanFunctions<A, B>(plan: StagePlan<A>, change: (fn: A) => B): StagePlan<B> {
  const changeDeeply = (fn: A): B => change(withInnerFunctions(fn, changeDeeply));
  return { node: mapNode(plan.node, changeDeeply), sink: mapSink(plan.sink, changeDeeply) };
}

function withInnerFunctions<A, B>(fn: A, change: (fn: A) => B): A {
  if (typeof fn !== 'object' || fn === null || !isLibraryFunction(fn)) {
    return fn;
  }
  const { functions, ...rest }: LibraryFunction = fn;
  const changed = functions?.map((inner) => change(inner as A));
  return changed === undefined ? fn : ({ ...rest, functions: changed } as A);
}

/** Follows single inputs in a loop: lineages of thousands of transformations must not overflow. */
function mapNode<A, B>(node: PlanNode<A>, change: (fn: A) => B): PlanNode<B> {
  const chain: PlanNode<A>[] = [node];
  for (let next = node; 'input' in next; ) {
    next = next.input;
    chain.push(next);
  }
  let mapped = mapOwnFunctions(chain.pop() as PlanNode<A>, change);
  for (const outer of chain.reverse()) {
    mapped = { ...mapOwnFunctions(outer, change), input: mapped } as PlanNode<B>;
  }
  return mapped;
}

function mapOwnFunctions<A, B>(node: PlanNode<A>, change: (fn: A) => B): PlanNode<B> {
  switch (node.kind) {
    case 'union':
    case 'cogroup':
      return { ...node, inputs: node.inputs.map((input) => mapNode(input, change)) };
    case 'zip-partitions':
      return {
        ...node,
        fn: change(node.fn),
        inputs: node.inputs.map((input) => mapNode(input, change)),
      };
    case 'join':
    case 'cartesian':
      return { ...node, left: mapNode(node.left, change), right: mapNode(node.right, change) };
    case 'shuffle-read':
      return { ...node, mode: mapMode(node.mode, change) };
    case 'local-combine':
      return { ...node, mode: mapMode(node.mode, change) } as unknown as PlanNode<B>;
    default:
      return ('fn' in node ? { ...node, fn: change(node.fn) } : { ...node }) as PlanNode<B>;
  }
}

function mapMode<A, B>(mode: ShuffleReadMode<A>, change: (fn: A) => B): ShuffleReadMode<B> {
  return mode.kind === 'combine' ? { ...mode, combiner: mapCombiner(mode.combiner, change) } : mode;
}

function mapCombiner<A, B>(combiner: CombinerPlan<A>, change: (fn: A) => B): CombinerPlan<B> {
  return {
    ...(combiner.zero === undefined ? {} : { zero: combiner.zero }),
    ...(combiner.create === undefined ? {} : { create: change(combiner.create) }),
    mergeValue: change(combiner.mergeValue),
    mergeCombiners: change(combiner.mergeCombiners),
  };
}

function mapSink<A, B>(sink: SinkPlan<A>, change: (fn: A) => B): SinkPlan<B> {
  switch (sink.kind) {
    case 'shuffle-write': {
      const { combiner, partitioner, ...rest } = sink;
      return {
        ...rest,
        partitioner: mapPartitioner(partitioner, change),
        ...(combiner === undefined ? {} : { combiner: mapCombiner(combiner, change) }),
      };
    }
    case 'ordered': {
      const { by, ...rest } = sink;
      return by === undefined ? rest : { ...rest, by: change(by) };
    }
    default:
      return ('fn' in sink ? { ...sink, fn: change(sink.fn) } : sink) as SinkPlan<B>;
  }
}

function mapPartitioner<A, B>(
  partitioner: PartitionerPlan<A>,
  change: (fn: A) => B,
): PartitionerPlan<B> {
  return partitioner.kind === 'custom'
    ? { ...partitioner, fn: change(partitioner.fn) }
    : partitioner;
}
