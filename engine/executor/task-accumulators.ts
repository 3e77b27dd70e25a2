/**
 * What a task adds to accumulators. Every task has accumulators of its own, made with its
 * functions; what they hold at its end travels with its result, so that the driver merges each
 * successful task once. Updates of result tasks count exactly once; a map task that is run again
 * after its output was lost counts again, as in Spark.
 */
import { serialize } from 'node:v8';

/** A task's own accumulator, beginning at zero. */
export interface TaskAccumulator {
  readonly accumulatorId: number;
  /** What was added; undefined where nothing was. Must survive structured clone. */
  taken(): unknown;
}

/** What one accumulator of a task was given: `value` in V8's format. */
export interface AccumulatorUpdate {
  readonly accumulatorId: number;
  readonly value: Uint8Array;
}

let present: TaskAccumulator[] = [];

/** Called when a slot makes its side of an accumulator, before the task's first row. */
export function registerTaskAccumulator(accumulator: TaskAccumulator): void {
  present.push(accumulator);
}

/** Begins a task: what an earlier one registered is its own affair. */
export function resetTaskAccumulators(): void {
  present = [];
}

/** One update for each accumulator that was added to; several functions may share one. */
export function takeAccumulatorUpdates(): AccumulatorUpdate[] {
  const updates: AccumulatorUpdate[] = [];
  for (const accumulator of present) {
    const value = accumulator.taken();
    if (value !== undefined) {
      updates.push({ accumulatorId: accumulator.accumulatorId, value: serialize(value) });
    }
  }
  present = [];
  return updates;
}
