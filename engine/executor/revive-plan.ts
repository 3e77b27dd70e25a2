/** Makes a stage's functions callable in a slot. */
import { closureFromBytes } from '../closure/closure-bytes.ts';
import type { ClosureReference } from '../closure/closure-reference.ts';
import { reviveClosure } from '../closure/revive-closure.ts';
import {
  isLibraryFunction,
  type LibraryFunction,
  libraryFunctionOf,
} from '../rdd/library-function.ts';
import { mapPlanFunctions } from '../rdd/map-functions.ts';
import type { StagePlan } from '../rdd/plan.ts';
import type { WireFunction } from './slot-protocol.ts';
import type { TaskFunction } from './task-run.ts';

/** A function between tasks: those of the engine may hold users' functions, not yet revived. */
type HeldFunction = ClosureReference | LibraryFunction | TaskFunction;

/**
 * Gives the plan of each task of a stage. Functions that captured nothing are made once; others
 * anew for each task, as each of Spark's tasks has its own copy: what one changes, no other sees.
 */
export class PlanReviver {
  private readonly plan: StagePlan<HeldFunction>;
  private readonly isShared: boolean;
  private shared: StagePlan<TaskFunction> | undefined;

  constructor(plan: StagePlan<WireFunction>) {
    let isShared = true;
    this.plan = mapPlanFunctions<WireFunction, HeldFunction>(plan, (fn) => {
      if (isLibraryFunction(fn)) {
        return fn.functions === undefined ? (libraryFunctionOf(fn) as TaskFunction) : fn;
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
    return mapPlanFunctions<HeldFunction, TaskFunction>(this.plan, (fn) => {
      if (typeof fn === 'function') {
        return fn;
      }
      return isLibraryFunction(fn)
        ? (libraryFunctionOf(fn) as TaskFunction)
        : reviveClosure<TaskFunction>(structuredClone(fn));
    });
  }
}

function capturesNothing({ captured }: ClosureReference): boolean {
  return captured.closures.every(
    ({ values, properties }) => values.length === 0 && properties === undefined,
  );
}
