/**
 * Functions of the engine itself that stand where a user's function may: they travel by name, with
 * what they are bound to and the users' functions that they call.
 */
import { createRequire } from 'node:module';
import { siblingModule } from '../../base/sibling-module.ts';
import { rowFunctions } from './library/row-functions.ts';

type RareFunctions = typeof import('./library/rare-functions.ts')['rareFunctions'];

export type LibraryName = keyof typeof rowFunctions | keyof RareFunctions;

export interface LibraryFunction {
  readonly library: LibraryName;
  /** What the function is bound to: passed to it first. */
  readonly bound?: unknown;
  /** Users' functions: passed to it next. */
  readonly functions?: readonly unknown[];
}

type AnyLibraryFunction = (...values: never[]) => unknown;

const loadModule = createRequire(import.meta.url);

/** The function itself, bound where the description says so. */
export function libraryFunctionOf(description: LibraryFunction): AnyLibraryFunction {
  const fn = namedFunction(description.library) as (...values: unknown[]) => unknown;
  const { functions = [] } = description;
  const first = 'bound' in description ? [description.bound, ...functions] : functions;
  return first.length === 0 ? fn : fn.bind(undefined, ...first);
}

export function isLibraryFunction(value: object): value is LibraryFunction {
  return 'library' in value;
}

/** Most programs need few of them: a slot must start quickly, so the others are loaded late. */
function namedFunction(name: LibraryName): AnyLibraryFunction {
  if (name in rowFunctions) {
    return rowFunctions[name as keyof typeof rowFunctions];
  }
  const path = siblingModule(import.meta.url, './library/rare-functions');
  const { rareFunctions } = loadModule(path) as { rareFunctions: RareFunctions };
  return rareFunctions[name as keyof RareFunctions];
}
