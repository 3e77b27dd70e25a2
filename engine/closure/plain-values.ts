/** Which values structured clone carries over whole, with nothing lost and nothing to put right. */
import { types } from 'node:util';

const leafPrototypes = new Set<unknown>(
  [
    ...[Date, RegExp, ArrayBuffer, DataView, Boolean, Number, String, BigInt],
    ...[Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array],
    ...[Float32Array, Float64Array, BigInt64Array, BigUint64Array],
    ...[Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError],
  ].map((type) => type.prototype),
);

/** Kinds of objects that are copied member by member; anything else is a leaf or special. */
export type ContainerKind = 'array' | 'object' | 'map' | 'set';

export function containerKind(value: object): ContainerKind | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Array.prototype) {
    return 'array';
  }
  if (prototype === Object.prototype && !(Symbol.toStringTag in value)) {
    return 'object';
  }
  if (prototype === Map.prototype) {
    return 'map';
  }
  return prototype === Set.prototype ? 'set' : undefined;
}

export function isLeaf(value: object): boolean {
  return leafPrototypes.has(Object.getPrototypeOf(value)) && !types.isProxy(value);
}

/**
 * Whether everything reachable from a value is plain. `known` collects the plain objects seen, so
 * that what several functions share is looked through once.
 */
export function isPlain(root: unknown, known: Set<object>): boolean {
  const seen = new Set<object>();
  const stack: unknown[] = [root];
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value === 'function' || typeof value === 'symbol') {
      return false;
    }
    if (typeof value !== 'object' || value === null || known.has(value) || seen.has(value)) {
      continue;
    }
    seen.add(value);
    const kind = containerKind(value);
    if (kind === undefined ? !isLeaf(value) : types.isProxy(value)) {
      return false;
    }
    if (kind === 'object' && symbolMembers(value).length > 0) {
      return false;
    }
    if (kind !== undefined) {
      pushMembers(value, kind, stack);
    }
  }
  for (const value of seen) {
    known.add(value);
  }
  return true;
}

/** Names of members that are symbols: structured clone leaves them out. */
export function symbolMembers(value: object): symbol[] {
  return Object.getOwnPropertySymbols(value).filter((name) =>
    Object.prototype.propertyIsEnumerable.call(value, name),
  );
}

function pushMembers(value: object, kind: ContainerKind, stack: unknown[]): void {
  if (kind === 'map') {
    for (const [key, member] of value as Map<unknown, unknown>) {
      stack.push(key, member);
    }
    return;
  }
  const members = kind === 'object' ? Object.values(value) : (value as Iterable<unknown>);
  for (const member of members) {
    const isReference = typeof member === 'object' || typeof member === 'function';
    if (isReference || typeof member === 'symbol') {
      stack.push(member);
    }
  }
}
