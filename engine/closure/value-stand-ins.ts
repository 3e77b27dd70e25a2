/**
 * Values that structured clone loses or refuses, but that are easily made anew: what travels
 * instead of them, and how a slot makes them from it.
 */
import type { AnyFunction } from './annotation.ts';
import { globalPathOf, resolvePath } from './standard-functions.ts';
import { taskNotSerializable, type UserPlace } from './task-not-serializable.ts';
import { describeObstacle } from './travel-obstacle.ts';
import { isTraveller, reviveTraveller, TRAVEL } from './traveller.ts';

export interface StandIn {
  readonly type: string;
  readonly state: unknown;
  /** Of travellers: what travels with them as functions do. */
  readonly functions?: readonly AnyFunction[];
}

/** How a value was reached, for messages. */
export interface Trail {
  /** `config.client`, as one would write it in the function. */
  readonly path: string;
  /** `the function 'parse'`; undefined for the function that was given to the engine. */
  readonly captor: string | undefined;
  readonly place: UserPlace | undefined;
}

/** Stand-ins of this type are the engine's own travellers; their kind follows. */
const travellerPrefix = 'traveller:';

/** Undefined for a value that has no stand-in. */
export function standInFor(value: object | symbol): StandIn | undefined {
  if (typeof value === 'symbol') {
    return symbolStandIn(value);
  }
  if (isTraveller(value)) {
    const { kind, ...ticket } = value[TRAVEL]();
    return { ...ticket, type: `${travellerPrefix}${kind}` };
  }
  return objectStandIn(value);
}

/** @param functions those that travelled with it */
export function reviveStandIn(
  type: string,
  state: unknown,
  functions: readonly AnyFunction[] = [],
): unknown {
  if (type.startsWith(travellerPrefix)) {
    return reviveTraveller(type.slice(travellerPrefix.length), state, functions);
  }
  switch (type) {
    case 'symbol':
      return Symbol.for(String(state));
    case 'well-known-symbol':
      return Reflect.get(Symbol, String(state));
    case 'global':
      return resolvePath(globalThis, state as readonly string[]);
    case 'buffer': {
      const bytes = state as Uint8Array;
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    case 'shared-buffer':
      return (state as Uint8Array).buffer;
    case 'url':
      return new URL(String(state));
    case 'url-search-params':
      return new URLSearchParams(String(state));
    default:
      throw new Error(`Nothing is known of stand-ins of type ${type}`);
  }
}

/** The error for a value that nothing can carry. */
export function cannotTravel(value: unknown, trail: Trail): Error {
  const { what, mend } = describeObstacle(value);
  const captor = trail.captor === undefined ? '' : `, captured by ${trail.captor},`;
  return taskNotSerializable({
    subject: trail.captor === undefined ? trail.path : `'${trail.path}'${captor}`,
    place: trail.place,
    reason: `is ${what} and cannot travel to an executor`,
    mend,
  });
}

function symbolStandIn(value: symbol): StandIn | undefined {
  const key = Symbol.keyFor(value);
  if (key !== undefined) {
    return { type: 'symbol', state: key };
  }
  const name = Object.getOwnPropertyNames(Symbol).find((one) => Reflect.get(Symbol, one) === value);
  return name === undefined ? undefined : { type: 'well-known-symbol', state: name };
}

function objectStandIn(value: object): StandIn | undefined {
  if (Buffer.isBuffer(value)) {
    // A copy: a small Buffer lies in a pool with the bytes of others.
    return { type: 'buffer', state: Uint8Array.from(value) };
  }
  if (value instanceof SharedArrayBuffer) {
    return { type: 'shared-buffer', state: new Uint8Array(value) };
  }
  if (value instanceof URL) {
    return { type: 'url', state: value.href };
  }
  if (value instanceof URLSearchParams) {
    return { type: 'url-search-params', state: value.toString() };
  }
  const path = globalPathOf(value);
  return path === undefined ? undefined : { type: 'global', state: [...path] };
}
