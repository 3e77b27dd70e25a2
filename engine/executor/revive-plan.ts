/** Makes a stage's functions callable in a slot. */
import { closureFromBytes } from '../closure/closure-bytes.ts';
import type { ClosureReference } from '../closure/closure-reference.ts';
import { reviveClosure } from '../closure/revive-closure.ts';
import { isLibraryFunction, libraryFunctionOf } from '../rdd/library-function.ts';
import { mapPlanFunctions } from '../rdd/map-functions.ts';
import type { StagePlan } from '../rdd/plan.ts';
import type { WireFunction } from './slot-protocol.ts';
import type { TaskFunction } from './task-run.ts';

/**
 * Gives the plan of each task of a stage. Functions that captured nothing are made once; others
 * anew for each task, as each of Spark's tasks has its own copy: what one changes, no other sees.
 */
export class PlanReviver {
  private readonly plan: StagePlan<ClosureReference | TaskFunction>;
  private readonly isShared: boolean;
  private shared: StagePlan<TaskFunction> | undefined;

  constructor(plan: StagePlan<WireFunction>) {
    let isShared = true;
    this.plan = mapPlanFunctions(plan, (fn) => {
      if (isLibraryFunction(fn)) {
        return libraryFunctionOf(fn) as TaskFunction;
      }
      const reference = fn instanceof Uint8Array ? closureFromBytes(fn) : fn;
      isShared &&= capturesNothing(reference);
      return reference;
    });
    this.isShared = isShared;
  }

  planForTask(): StagePlan<TaskFunction> {
    this.shared ??= this.isShared ? this.revive() : undefined;
    return this.shared ?? this.revive();
  }

  private revive(): StagePlan<TaskFunction> {
    return mapPlanFunctions(this.plan, (fn) =>
      typeof fn === 'function' ? fn : reviveClosure<TaskFunction>(structuredClone(fn)),
    );
  }
}

function capturesNothing({ captured }: ClosureReference): boolean {
  return captured.closures.every(
    ({ values, properties }) => values.length === 0 && properties === undefined,
  );
}
