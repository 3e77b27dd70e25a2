/**
 * Variables that tasks only add to and the driver reads: Spark's AccumulatorV2. What a task adds is
 * merged when it has succeeded, once for each partition of an action; a map task that is run again
 * because its output was lost counts again.
 */
import type { AnyFunction } from '../closure/annotation.ts';
import { TRAVEL, type TravelTicket } from '../closure/traveller.ts';

export const ACCUMULATOR_KIND = 'accumulator';

/**
 * The base of accumulators. A class of a program's own extends it, keeps what it gathers in plain
 * fields (private members cannot travel) and is registered with `SparkContext.register`.
 */
export abstract class Accumulator<IN, OUT> {
  /** Set by registering it. */
  id: number | undefined = undefined;
  name: string | undefined = undefined;

  /** Whether nothing was added. */
  abstract get isZero(): boolean;
  abstract get value(): OUT;
  abstract add(value: IN): void;
  /** Adds what another one of the same class has. */
  abstract merge(other: this): void;
  /** Forgets what was added. */
  abstract reset(): void;
  /** Another one with the same content. */
  abstract copy(): this;

  /** @internal Travels as its class and the fields of an empty one. */
  [TRAVEL](): TravelTicket {
    if (this.id === undefined) {
      throw new Error('Accumulator must be registered before send to executor');
    }
    const empty = this.copy();
    empty.reset();
    const type = this.constructor as AnyFunction;
    const builtIn = builtInName(type);
    const state = { id: this.id, fields: { ...empty, id: this.id }, builtIn };
    return { kind: ACCUMULATOR_KIND, state, functions: builtIn === undefined ? [type] : [] };
  }
}

/** Sum, count and average of numbers that are whole as a rule. */
export class LongAccumulator extends Accumulator<number, number> {
  sum = 0;
  count = 0;

  get isZero(): boolean {
    return this.count === 0;
  }

  get value(): number {
    return this.sum;
  }

  /** NaN before anything was added. */
  get avg(): number {
    return this.sum / this.count;
  }

  add(value: number): void {
    this.sum += value;
    this.count += 1;
  }

  merge(other: this): void {
    this.sum += other.sum;
    this.count += other.count;
  }

  reset(): void {
    this.sum = 0;
    this.count = 0;
  }

  copy(): this {
    return Object.assign(Object.create(Object.getPrototypeOf(this)), this) as this;
  }
}

/** The same for numbers that are not: all numbers of the language are doubles. */
export class DoubleAccumulator extends LongAccumulator {}

/** All values that were added, in no particular order. */
export class CollectionAccumulator<T> extends Accumulator<T, readonly T[]> {
  values: T[] = [];

  get isZero(): boolean {
    return this.values.length === 0;
  }

  get value(): readonly T[] {
    return this.values;
  }

  add(value: T): void {
    this.values.push(value);
  }

  merge(other: this): void {
    for (const value of other.values) {
      this.values.push(value);
    }
  }

  reset(): void {
    this.values = [];
  }

  copy(): this {
    const copy = Object.assign(Object.create(Object.getPrototypeOf(this)), this) as this;
    copy.values = [...this.values];
    return copy;
  }
}

const builtIns = { LongAccumulator, DoubleAccumulator, CollectionAccumulator } as const;

type BuiltInName = keyof typeof builtIns;

function builtInName(type: AnyFunction): BuiltInName | undefined {
  const known = Object.entries(builtIns).find(([, builtIn]) => Object.is(builtIn, type));
  return known?.[0] as BuiltInName | undefined;
}

/** What travels of an accumulator. */
export interface AccumulatorState {
  readonly id: number;
  readonly fields: object;
  /** Undefined for a class of the program, which travels as one. */
  readonly builtIn: BuiltInName | undefined;
}

/** An accumulator with these fields; none of its class's code runs. */
export function accumulatorWith(prototype: object, fields: object): Accumulator<unknown, unknown> {
  return Object.assign(Object.create(prototype), fields) as Accumulator<unknown, unknown>;
}

export function builtInPrototype(name: BuiltInName): object {
  return builtIns[name].prototype;
}
