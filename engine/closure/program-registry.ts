/**
 * The executor's side of a program: its executor files, as they are loaded, register here the
 * factories of lifted functions and the functions that exist once per module.
 */
import type { AnyFunction } from './annotation.ts';

/**
 * Makes a function from captured values, given in the manifest's order. A factory with variables
 * that can be part of a cycle gives the function and a way to set those variables afterwards.
 */
export type FunctionFactory = (
  ...captured: unknown[]
) => AnyFunction | readonly [AnyFunction, (index: number, value: unknown) => void];

export interface RegisteredFactory {
  readonly make: FunctionFactory;
  /** Captured values that may be set later; if there are any, `make` gives a pair with a setter. */
  readonly lateIndexes: readonly number[];
}

export class ProgramRegistry {
  private readonly factories = new Map<number, RegisteredFactory>();
  private readonly instances = new Map<number, AnyFunction>();
  /** Classes made in this slot, by their number on the driver: `instanceof` must keep holding. */
  readonly classes = new Map<number, AnyFunction>();
  /** Directory of the executor files; set by loadProgram. */
  directory = '';

  factory(functionId: number, make: FunctionFactory, lateIndexes: readonly number[] = []): void {
    this.factories.set(functionId, { make, lateIndexes });
  }

  /** Registers a function that its module creates once, and gives it back. */
  instance<T extends AnyFunction>(functionId: number, fn: T): T {
    this.instances.set(functionId, fn);
    return fn;
  }

  /** Registers methods of an object literal that its module creates once. */
  methods<T extends object>(object: T, ...namesAndIds: (string | symbol | number)[]): T {
    for (let index = 0; index < namesAndIds.length; index += 2) {
      const method: unknown = Reflect.get(object, namesAndIds[index] as string);
      if (typeof method === 'function') {
        this.instances.set(namesAndIds[index + 1] as number, method as AnyFunction);
      }
    }
    return object;
  }

  factoryOf(functionId: number): RegisteredFactory | undefined {
    return this.factories.get(functionId);
  }

  instanceOf(functionId: number): AnyFunction | undefined {
    return this.instances.get(functionId);
  }
}

const registries = new Map<string, ProgramRegistry>();

export function programRegistry(programId: string): ProgramRegistry {
  let registry = registries.get(programId);
  if (registry === undefined) {
    registry = new ProgramRegistry();
    registries.set(programId, registry);
  }
  return registry;
}
