/** The slot's side of accumulators: each task has its own, whose content goes to the driver. */
import type { AnyFunction } from '../closure/annotation.ts';
import { registerTraveller } from '../closure/traveller.ts';
import { registerTaskAccumulator } from '../executor/task-accumulators.ts';
import {
  ACCUMULATOR_KIND,
  type AccumulatorState,
  accumulatorWith,
  builtInPrototype,
} from './accumulator.ts';

/** Called by each slot when it starts. */
export function registerAccumulators(): void {
  registerTraveller(ACCUMULATOR_KIND, (state: AccumulatorState, [type]: readonly AnyFunction[]) => {
    const { id, fields, builtIn } = state;
    const prototype: object =
      builtIn === undefined ? (type as AnyFunction).prototype : builtInPrototype(builtIn);
    const accumulator = accumulatorWith(prototype, fields);
    registerTaskAccumulator({
      accumulatorId: id,
      taken: () => (accumulator.isZero ? undefined : { ...accumulator }),
    });
    return accumulator;
  });
}
