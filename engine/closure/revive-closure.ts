/** The executor's side of travelling functions: from a reference to the function itself. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AnyFunction } from './annotation.ts';
import type {
  CapturedClosure,
  ClosureReference,
  FunctionOrigin,
  Repair,
} from './closure-reference.ts';
import { type ProgramRegistry, programRegistry } from './program-registry.ts';
import { resolvePath } from './standard-functions.ts';
import { reviveStandIn } from './value-stand-ins.ts';

const loadModule = createRequire(import.meta.url);

/**
 * Makes the function, with captured values of its own. Call it on a cloned reference, once: the
 * clone's objects become what the function captured.
 */
export function reviveClosure<T extends AnyFunction = AnyFunction>(reference: ClosureReference): T {
  return new ClosureReviver(reference).revive() as T;
}

type ClosureRepair = Repair & { readonly kind: 'closure' };

class ClosureReviver {
  private readonly reference: ClosureReference;
  private readonly registry: ProgramRegistry;
  private readonly functions: (AnyFunction | undefined)[] = [];
  private readonly inProgress = new Set<number>();
  /** Functions among the captured values of a closure, by the array of those values. */
  private readonly captures = new Map<object, ClosureRepair[]>();
  private readonly setters: (() => void)[] = [];
  /** Own properties of the functions made here; what a module made itself has its own. */
  private readonly properties = new Map<AnyFunction, object>();

  constructor(reference: ClosureReference) {
    this.reference = reference;
    this.registry = programRegistry(reference.programId);
  }

  revive(): AnyFunction {
    const { closures, repairs } = this.reference.captured;
    const first = this.reference.functionIndex;
    if (repairs.length > 0) {
      this.prepare(repairs);
      for (const index of closures.keys()) {
        this.function(index);
      }
      this.repair(repairs);
    }
    const fn = this.function(first);
    for (const [made, properties] of this.properties) {
      Object.assign(made, properties);
    }
    return fn;
  }

  private prepare(repairs: readonly Repair[]): void {
    for (const { values } of this.reference.captured.closures) {
      this.captures.set(values, []);
    }
    for (const repair of repairs) {
      if (repair.kind === 'value' && repair.functions === undefined) {
        Reflect.set(repair.container, repair.key, reviveStandIn(repair.type, repair.state));
      } else if (repair.kind === 'prototype-null') {
        Object.setPrototypeOf(repair.container, null);
      } else if (repair.kind === 'closure') {
        this.captures.get(repair.container)?.push(repair);
      }
    }
    for (const repair of repairs) {
      if (repair.kind === 'value' && repair.functions !== undefined) {
        const functions = repair.functions.map((index) => this.function(index));
        const value = reviveStandIn(repair.type, repair.state, functions);
        Reflect.set(repair.container, repair.key, value);
      }
    }
  }

  private repair(repairs: readonly Repair[]): void {
    for (const repair of repairs) {
      if (repair.kind === 'closure') {
        Reflect.set(repair.container, repair.key, this.function(repair.index));
      } else if (repair.kind === 'instance') {
        const { prototype } = this.function(repair.classIndex);
        Object.setPrototypeOf(repair.container, prototype as object);
      }
    }
    for (const repair of repairs) {
      if (repair.kind === 'members') {
        fill(repair.container, repair.members);
      }
    }
    for (const set of this.setters) {
      set();
    }
  }

  private function(index: number): AnyFunction {
    let fn = this.functions[index];
    if (fn === undefined) {
      const closure = this.reference.captured.closures[index] as CapturedClosure;
      this.inProgress.add(index);
      fn = this.make(closure);
      this.inProgress.delete(index);
      this.functions[index] = fn;
    }
    return fn;
  }

  private make(closure: CapturedClosure): AnyFunction {
    const { origin } = closure;
    switch (origin.kind) {
      case 'program':
        return this.makeProgramFunction(origin, closure);
      case 'method': {
        const owner = this.function(origin.owner);
        return Reflect.get(origin.isStatic ? owner : owner.prototype, origin.name) as AnyFunction;
      }
      case 'global':
        return resolvePath(globalThis, origin.path) as AnyFunction;
      case 'builtin':
        return resolvePath(process.getBuiltinModule(origin.module), origin.path) as AnyFunction;
      case 'source':
        // biome-ignore lint/security/noGlobalEval: it is the user's own function, run as the user.
        return globalThis.eval(origin.source) as AnyFunction;
    }
  }

  private makeProgramFunction(
    origin: FunctionOrigin & { readonly kind: 'program' },
    { values, properties }: CapturedClosure,
  ): AnyFunction {
    const { registry } = this;
    const { functionId, classNumber } = origin;
    const existing = classNumber === undefined ? undefined : registry.classes.get(classNumber);
    if (existing !== undefined) {
      return existing;
    }
    if (
      registry.factoryOf(functionId) === undefined &&
      registry.instanceOf(functionId) === undefined
    ) {
      loadModule(join(registry.directory, origin.file));
    }
    const instance = registry.instanceOf(functionId);
    const fn = instance ?? this.callFactory(origin, values);
    if (instance === undefined && properties !== undefined) {
      this.properties.set(fn, properties);
    }
    if (classNumber !== undefined) {
      registry.classes.set(classNumber, fn);
    }
    return fn;
  }

  /**
   * Variables that got their values after the function was created are set after all functions are
   * made: each cycle of functions runs through one of them. Only a class may need them at once, for
   * its static members.
   */
  private callFactory(
    { functionId, classNumber }: FunctionOrigin & { readonly kind: 'program' },
    values: unknown[],
  ): AnyFunction {
    const factory = this.registry.factoryOf(functionId);
    if (factory === undefined) {
      throw new Error(`Function ${functionId} is not in program ${this.reference.programId}`);
    }
    const isClass = classNumber !== undefined;
    const postponed: ClosureRepair[] = [];
    for (const repair of this.captures.get(values) ?? []) {
      const { key, index } = repair;
      const isLate = factory.lateIndexes.includes(key as number);
      if (isLate && (!isClass || this.inProgress.has(index))) {
        postponed.push(repair);
      } else {
        values[key as number] = this.function(index);
      }
    }
    const made = factory.make(...values);
    if (factory.lateIndexes.length === 0) {
      return made as AnyFunction;
    }
    const [fn, set] = made as readonly [AnyFunction, (index: number, value: unknown) => void];
    for (const { key, index } of postponed) {
      this.setters.push(() => set(key as number, this.function(index)));
    }
    return fn;
  }
}

function fill(container: object, members: readonly unknown[]): void {
  if (container instanceof Set) {
    for (const member of members) {
      container.add(member);
    }
  } else if (container instanceof Map) {
    for (let index = 0; index < members.length; index += 2) {
      container.set(members[index], members[index + 1]);
    }
  } else {
    for (let index = 0; index < members.length; index += 2) {
      Reflect.set(container, members[index] as symbol, members[index + 1]);
    }
  }
}
