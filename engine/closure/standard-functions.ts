/** Functions and objects that every JavaScript process has: they travel by name. */

/** A path from `globalThis`, such as `['JSON', 'parse']`. */
export type GlobalPath = readonly string[];

export interface BuiltinPath {
  readonly module: string;
  readonly path: readonly string[];
}

/** Globals that Node defines through getters; reading any other getter could load half of Node. */
const globalsBehindGetters = ['Buffer', 'URL', 'URLSearchParams', 'TextEncoder', 'TextDecoder'];

let globalPaths: Map<unknown, GlobalPath> | undefined;
const builtinPaths = new Map<string, Map<unknown, readonly string[]>>();

/** Where a function or object is found in every process, if it is a global or part of one. */
export function globalPathOf(value: object): GlobalPath | undefined {
  globalPaths ??= collectGlobals();
  return globalPaths.get(value);
}

/** The same for what modules of Node export. */
export function builtinPathOf(value: object, modules: readonly string[]): BuiltinPath | undefined {
  for (const module of modules) {
    let paths = builtinPaths.get(module);
    if (paths === undefined) {
      paths = new Map();
      const exported = process.getBuiltinModule(module) as object | undefined;
      collectMembers(exported, [], paths);
      collectMembers(Reflect.get(exported ?? {}, 'posix'), ['posix'], paths);
      builtinPaths.set(module, paths);
    }
    const path = paths.get(value);
    if (path !== undefined) {
      return { module, path };
    }
  }
  return undefined;
}

/** @throws Error when this process lacks it: driver and executor run different versions of Node. */
export function resolvePath(root: unknown, path: readonly string[]): unknown {
  let value = root;
  for (const name of path) {
    value = Reflect.get(value as object, name);
  }
  if (value === undefined) {
    throw new Error(
      `${path.join('.')} does not exist in this version of Node (${process.version})`,
    );
  }
  return value;
}

function collectGlobals(): Map<unknown, GlobalPath> {
  const paths = new Map<unknown, GlobalPath>();
  const names = Object.getOwnPropertyNames(globalThis);
  for (const name of names) {
    const isReadable = globalsBehindGetters.includes(name);
    const value: unknown = isReadable
      ? Reflect.get(globalThis, name)
      : dataProperty(globalThis, name);
    if (typeof value === 'function') {
      remember(paths, value, [name]);
      collectMembers(value, [name], paths);
      collectMembers(dataProperty(value, 'prototype'), [name, 'prototype'], paths);
    } else if (typeof value === 'object' && value !== null && value !== globalThis) {
      const isNamespace = Symbol.toStringTag in value && name !== 'process';
      if (isNamespace) {
        remember(paths, value, [name]);
        collectMembers(value, [name], paths);
      }
    }
  }
  return paths;
}

function collectMembers(
  owner: unknown,
  path: GlobalPath,
  paths: Map<unknown, readonly string[]>,
): void {
  if (owner === null || (typeof owner !== 'object' && typeof owner !== 'function')) {
    return;
  }
  for (const name of Object.getOwnPropertyNames(owner)) {
    const member = dataProperty(owner, name);
    if (typeof member === 'function' && name !== 'constructor') {
      remember(paths, member, [...path, name]);
    }
  }
}

function remember(paths: Map<unknown, readonly string[]>, value: unknown, path: GlobalPath): void {
  if (!paths.has(value)) {
    paths.set(value, path);
  }
}

function dataProperty(owner: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(owner, name)?.value;
}
