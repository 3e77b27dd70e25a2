/** The driver's accumulators: merges what successful tasks have added. */
import { deserialize } from 'node:v8';
import type { AccumulatorUpdate } from '../executor/task-accumulators.ts';
import type { SchedulerListener } from '../scheduler/scheduler-events.ts';
import { type Accumulator, accumulatorWith } from './accumulator.ts';

type AnyAccumulator = Accumulator<never, unknown>;

export class AccumulatorRegistry implements SchedulerListener {
  private readonly accumulators = new Map<number, AnyAccumulator>();
  private nextId = 0;

  /** @throws Error for one that was registered before */
  register<A extends AnyAccumulator>(accumulator: A, name: string | undefined): A {
    if (accumulator.id !== undefined) {
      throw new Error('Cannot register an Accumulator twice.');
    }
    accumulator.id = this.nextId++;
    accumulator.name = name;
    this.accumulators.set(accumulator.id, accumulator);
    return accumulator;
  }

  accumulatorsUpdated(updates: readonly AccumulatorUpdate[]): void {
    for (const update of updates) {
      this.merge(update);
    }
  }

  private merge({ accumulatorId, value }: AccumulatorUpdate): void {
    const accumulator = this.accumulators.get(accumulatorId);
    if (accumulator !== undefined) {
      const fields = deserialize(value) as object;
      const other = accumulatorWith(Object.getPrototypeOf(accumulator) as object, fields);
      (accumulator as Accumulator<unknown, unknown>).merge(other as never);
    }
  }
}
