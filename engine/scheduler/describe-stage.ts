/** What the slots are told of a stage. */
import { describeClosure } from '../closure/describe-closure.ts';
import type { Traveller } from '../closure/traveller.ts';
import type { WireFunction } from '../executor/slot-protocol.ts';
import { isLibraryFunction } from '../rdd/library-function.ts';
import type { DriverFunction } from '../rdd/lineage.ts';
import { mapPlanFunctions } from '../rdd/map-functions.ts';
import type { SinkPlan, StagePlan } from '../rdd/plan.ts';
import { planOfLineage } from '../rdd/plan-of-lineage.ts';
import type { ActiveJob, Stage } from './stage.ts';

/**
 * A program may give a variable another broadcast while a stage runs that captured the first: it is
 * reachable as long as the stage is.
 */
const travellersOf = new WeakMap<Stage, ReadonlySet<Traveller>>();

/** The stage's operators and sink with functions as references, fixed as they are now. */
export function describeStage(stage: Stage): StagePlan<WireFunction> {
  const plan: StagePlan<DriverFunction> = {
    node: planOfLineage(stage.rdd),
    sink: sinkOf(stage),
  };
  const travellers = new Set<Traveller>();
  const wired = mapPlanFunctions(plan, (fn): WireFunction => {
    return typeof fn === 'object' && isLibraryFunction(fn) ? fn : describeClosure(fn, travellers);
  });
  if (travellers.size > 0) {
    travellersOf.set(stage, travellers);
  }
  // A copy: the program may change what its functions captured before the last slot has the stage.
  return structuredClone(wired);
}

function sinkOf({ shuffle, job }: Stage): SinkPlan<DriverFunction> {
  if (shuffle === undefined) {
    return (job as ActiveJob).submission.sink;
  }
  const { shuffleId, combiner } = shuffle;
  return {
    kind: 'shuffle-write',
    shuffleId,
    partitioner: shuffle.partitioner(),
    ...(combiner === undefined ? {} : { combiner }),
  };
}
