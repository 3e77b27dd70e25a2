/**
 * The driver's accumulators: merges what successful tasks have added. One that the program no
 * longer reaches is not kept for that.
 */
import { deserialize } from 'node:v8';
import type { AccumulatorUpdate } from '../executor/task-accumulators.ts';
import type {
  ListenerBus,
  MergedAccumulator,
  SchedulerListener,
} from '../scheduler/scheduler-events.ts';
import type { TaskAttempt } from '../scheduler/task-set.ts';
import { type Accumulator, accumulatorWith } from './accumulator.ts';
import { accumulatorText } from './accumulator-text.ts';

type AnyAccumulator = Accumulator<never, unknown>;

export class AccumulatorRegistry implements SchedulerListener {
  private readonly accumulators = new Map<number, WeakRef<AnyAccumulator>>();
  private readonly bus: ListenerBus;
  private nextId = 0;

  constructor(bus: ListenerBus) {
    this.bus = bus;
  }

  /** @throws Error for one that was registered before */
  register<A extends AnyAccumulator>(accumulator: A, name: string | undefined): A {
    if (accumulator.id !== undefined) {
      throw new Error('Cannot register an Accumulator twice.');
    }
    accumulator.id = this.nextId++;
    accumulator.name = name;
    this.accumulators.set(accumulator.id, new WeakRef(accumulator));
    return accumulator;
  }

  /** Its object is gone. */
  forget(accumulatorId: number): void {
    this.accumulators.delete(accumulatorId);
  }

  /** One that cannot be merged does not keep the others from it. */
  accumulatorsUpdated(updates: readonly AccumulatorUpdate[], attempt: TaskAttempt): void {
    const errors: unknown[] = [];
    const merged: MergedAccumulator[] = [];
    for (const update of updates) {
      try {
        merged.push(...this.merge(update));
      } catch (error) {
        errors.push(error);
      }
    }
    if (merged.length > 0) {
      this.bus.post('accumulatorsMerged', attempt, merged);
    }
    if (errors.length > 0) {
      throw errors[0];
    }
  }

  private merge({ accumulatorId, value }: AccumulatorUpdate): MergedAccumulator[] {
    const accumulator = this.accumulators.get(accumulatorId)?.deref();
    if (accumulator === undefined) {
      return [];
    }
    const fields = deserialize(value) as object;
    const other = accumulatorWith(Object.getPrototypeOf(accumulator) as object, fields);
    (accumulator as Accumulator<unknown, unknown>).merge(other as never);
    const { name } = accumulator;
    return name === undefined
      ? []
      : [
          {
            id: accumulatorId,
            name,
            update: accumulatorText(other),
            value: accumulatorText(accumulator),
          },
        ];
  }
}
