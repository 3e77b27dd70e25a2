/**
 * What travels instead of a function. A function of a submitted program is lifted, when the
 * program is bundled, into a factory that stands in the program's executor files; a reference names
 * that factory and carries the values that the function captured.
 *
 * The interface of this folder, for the rest of the engine:
 *
 *   driver    `checkClosure(fn)`       check-closure.ts     at the call of a transformation or
 *   action
 *             `describeClosure(fn)`    describe-closure.ts  at stage submission: the values of then
 *             `currentProgram()`       current-program.ts   what to ship; undefined outside of
 *             submit
 *   slot      `loadProgram(location)`  load-program.ts      once per slot, before the first task
 *             `reviveClosure(ref)`     revive-closure.ts    synchronous; the function at full speed
 *   both      `closureToBytes(ref)`, `closureFromBytes(bytes)`   closure-bytes.ts, between
 *   processes
 *             `TRAVEL`, `registerTraveller(kind, revive)`        traveller.ts, broadcasts and the
 *             like
 *
 * A reference can be posted to a worker thread as it is (structured clone).
 */
export interface ClosureReference {
  /** The program whose files hold the factory; empty for what every process has (built-ins). */
  readonly programId: string;
  /** Index into `captured.closures`: the function itself. */
  readonly functionIndex: number;
  readonly captured: CapturedGraph;
}

/**
 * All that a function captured, through functions that it captured, as one graph: what was shared
 * or cyclic on the driver is so on the executor. It survives structured clone as a whole, never in
 * parts: `repairs` point at objects inside `closures`.
 */
export interface CapturedGraph {
  readonly closures: readonly CapturedClosure[];
  readonly repairs: readonly Repair[];
}

/** One function or class of the graph. */
export interface CapturedClosure {
  readonly origin: FunctionOrigin;
  /** Captured values in the order of the factory's parameters; functions among them are repairs. */
  readonly values: unknown[];
  /** The function's own enumerable properties, if it has any. */
  readonly properties?: object;
}

/** Where an executor finds the function or the factory that makes it. */
export type FunctionOrigin =
  /** A function or class of the program, lifted into a factory or registered by its own module. */
  | {
      readonly kind: 'program';
      /** The executor file that registers it. */
      readonly file: string;
      readonly functionId: number;
      /** For a class: the number of this very class on the driver, so that a slot makes it once. */
      readonly classNumber?: number;
    }
  /** A method: `owner` is the index of its class or object in the graph. */
  | {
      readonly kind: 'method';
      readonly owner: number;
      readonly isStatic: boolean;
      readonly name: string;
    }
  /** A property path from `globalThis`, such as `JSON.parse`. */
  | { readonly kind: 'global'; readonly path: readonly string[] }
  /** An export of a `node:` module. */
  | { readonly kind: 'builtin'; readonly module: string; readonly path: readonly string[] }
  /** A self-contained function that no bundle knows: its own text. */
  | { readonly kind: 'source'; readonly source: string };

/** What structured clone cannot express, put right at `container[key]` after the clone. */
export type Repair =
  | {
      readonly kind: 'closure';
      readonly container: object;
      readonly key: string | number;
      readonly index: number;
    }
  | { readonly kind: 'instance'; readonly container: object; readonly classIndex: number }
  | { readonly kind: 'prototype-null'; readonly container: object }
  /** Keys and values of a map in turn, the members of a set, or symbols and what they name. */
  | { readonly kind: 'members'; readonly container: object; readonly members: readonly unknown[] }
  | {
      readonly kind: 'value';
      readonly container: object;
      readonly key: string | number;
      readonly type: string;
      readonly state: unknown;
      /** Indexes of functions that travel with it. */
      readonly functions?: readonly number[];
    };
