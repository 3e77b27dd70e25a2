/** How the first value of a key becomes a combined value. */
import type { CombinerPlan } from '../rdd/plan.ts';
import type { TaskFunction } from './task-run.ts';

/** Undefined where the value is taken as it is. */
export function creatorOf({
  create,
  zero,
  mergeValue,
}: CombinerPlan<TaskFunction>): ((value: unknown) => unknown) | undefined {
  if (zero === undefined) {
    return create;
  }
  const [start] = zero;
  const isPrimitive = typeof start !== 'object' || start === null;
  return isPrimitive
    ? (value) => mergeValue(start, value)
    : (value) => mergeValue(structuredClone(start), value);
}
