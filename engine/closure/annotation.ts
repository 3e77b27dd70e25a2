/**
 * Marks that a bundled program puts on its functions as it creates them in the driver, so that a
 * function given to the engine can be told apart and its captured variables read, at any later
 * time. This module is imported by every bundled program: it must stay small and quick.
 */

/**
 * Reads the number of the function, then the present values of its captured variables. It is a
 * closure that stands next to the function, and is all that marking a function costs.
 */
export type CaptureReader = () => readonly [functionId: number, ...values: unknown[]];

/** The mark of a method of a class: it is found again through its class. */
export interface MethodMark {
  readonly owner: AnyFunction;
  readonly isStatic: boolean;
  readonly name: string;
}

// biome-ignore lint/suspicious/noExplicitAny: any function whatsoever, called with anything.
export type AnyFunction = (...parameters: any[]) => any;

const readerKey: unique symbol = Symbol.for('howdah.closure.reader') as never;
const methodKey: unique symbol = Symbol.for('howdah.closure.method') as never;

interface Marked {
  [readerKey]?: CaptureReader;
  [methodKey]?: MethodMark;
}

/** Marks a function expression and gives it back. */
export function markFunction<T extends object>(fn: T, read: CaptureReader): T {
  (fn as Marked)[readerKey] = read;
  return fn;
}

/**
 * Marks a class and those methods of it that are marked by no other class.
 * @public called by bundled programs
 */
export function markClass<T extends AnyFunction>(owner: T, read: CaptureReader): T {
  markFunction(owner, read);
  markMethods(owner, owner, true);
  if (typeof owner.prototype === 'object' && owner.prototype !== null) {
    markMethods(owner, owner.prototype, false);
  }
  return owner;
}

/**
 * Marks methods of an object literal, given as names with their readers, and gives it back.
 * @public called by bundled programs
 */
export function markObjectMethods<T extends object>(
  object: T,
  ...namesAndReaders: (string | symbol | CaptureReader)[]
): T {
  for (let index = 0; index < namesAndReaders.length; index += 2) {
    const method: unknown = Reflect.get(object, namesAndReaders[index] as string);
    if (typeof method === 'function' && !Object.hasOwn(method, readerKey)) {
      markFunction(method, namesAndReaders[index + 1] as CaptureReader);
    }
  }
  return object;
}

/** The reader of a marked function or class. A class does not inherit its base's. */
export function readerOf(fn: object): CaptureReader | undefined {
  return Object.hasOwn(fn, readerKey) ? (fn as Marked)[readerKey] : undefined;
}

export function methodMarkOf(fn: object): MethodMark | undefined {
  return Object.hasOwn(fn, methodKey) ? (fn as Marked)[methodKey] : undefined;
}

function markMethods(owner: AnyFunction, holder: object, isStatic: boolean): void {
  for (const name of Object.getOwnPropertyNames(holder)) {
    const method: unknown = Object.getOwnPropertyDescriptor(holder, name)?.value;
    const isOwn = typeof method === 'function' && method !== owner && name !== 'prototype';
    if (isOwn && !Object.hasOwn(method, readerKey) && !Object.hasOwn(method, methodKey)) {
      (method as Marked)[methodKey] = { owner, isStatic, name };
    }
  }
}
