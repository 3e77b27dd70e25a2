/**
 * Objects of the engine that closures may capture although their driver side stays behind, such as
 * broadcasts and accumulators: they say what travels, and a slot makes its own side of them from
 * it.
 */

/** The method by which an object of the engine says what travels instead of it. */
export const TRAVEL: unique symbol = Symbol.for('howdah.closure.travel') as never;

/** What a traveller hands over: `state` must survive structured clone. */
export interface TravelTicket {
  readonly kind: string;
  readonly state: unknown;
}

export interface Traveller {
  [TRAVEL](): TravelTicket;
}

const revivers = new Map<string, (state: unknown) => unknown>();

/** Tells this process or slot how objects of a kind are made from their travelled state. */
export function registerTraveller(kind: string, revive: (state: never) => unknown): void {
  revivers.set(kind, revive as (state: unknown) => unknown);
}

/** @throws Error when no reviver was registered in this slot: a mistake in the engine. */
export function reviveTraveller(kind: string, state: unknown): unknown {
  const revive = revivers.get(kind);
  if (revive === undefined) {
    throw new Error(`No reviver is registered for travelling objects of kind ${kind}`);
  }
  return revive(state);
}

export function isTraveller(value: object): value is Traveller {
  return TRAVEL in value;
}
