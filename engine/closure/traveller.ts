/**
 * Objects of the engine that closures may capture although their driver side stays behind, such as
 * broadcasts and accumulators: they say what travels, and a slot makes its own side of them from
 * it.
 */

import type { AnyFunction } from './annotation.ts';

/** The method by which an object of the engine says what travels instead of it. */
export const TRAVEL: unique symbol = Symbol.for('howdah.closure.travel') as never;

/** What a traveller hands over: `state` must survive structured clone. */
export interface TravelTicket {
  readonly kind: string;
  readonly state: unknown;
  /** Functions and classes of the program that its other side needs. */
  readonly functions?: readonly AnyFunction[];
}

export interface Traveller {
  [TRAVEL](): TravelTicket;
}

type Reviver = (state: unknown, functions: readonly AnyFunction[]) => unknown;

const revivers = new Map<string, Reviver>();

/** Tells this process or slot how objects of a kind are made from their travelled state. */
export function registerTraveller(
  kind: string,
  revive: (state: never, functions: readonly AnyFunction[]) => unknown,
): void {
  revivers.set(kind, revive as Reviver);
}

/** @throws Error when no reviver was registered in this slot: a mistake in the engine. */
export function reviveTraveller(
  kind: string,
  state: unknown,
  functions: readonly AnyFunction[],
): unknown {
  const revive = revivers.get(kind);
  if (revive === undefined) {
    throw new Error(`No reviver is registered for travelling objects of kind ${kind}`);
  }
  return revive(state, functions);
}

export function isTraveller(value: object): value is Traveller {
  return TRAVEL in value;
}
