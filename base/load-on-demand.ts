/**
 * Methods that are defined by a module of their own, loaded when one of them is first called: a
 * program that never calls them starts without them.
 */
import { createRequire } from 'node:module';
import { siblingModule } from './sibling-module.ts';

/** Names of methods by the module that defines them: a path without extension. */
export type MethodsByModule = Readonly<Record<string, readonly string[]>>;

/**
 * Puts a stub for each name on the prototype. The module replaces the stubs when it is loaded.
 * @param importMetaUrl of the module to which the paths are relative
 * @throws Error from a stub whose module does not define it
 */
export function loadOnDemand(
  prototype: object,
  importMetaUrl: string,
  methods: MethodsByModule,
): void {
  const load = createRequire(importMetaUrl);
  for (const [path, names] of Object.entries(methods)) {
    for (const name of names) {
      const stub = function (this: object, ...values: unknown[]): unknown {
        load(siblingModule(importMetaUrl, path));
        const method = Reflect.get(prototype, name) as typeof stub;
        if (method === stub) {
          throw new Error(`${path} does not define ${name}`);
        }
        return method.apply(this, values);
      };
      Object.defineProperty(prototype, name, { value: stub, writable: true, configurable: true });
    }
  }
}
