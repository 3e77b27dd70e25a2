/** Gives the functions of a program their numbers and writes their rows of the manifest. */
import type { ManifestFunction } from '../program-manifest.ts';
import { isLate, type Liftable } from './liftable.ts';
import type { MappedSource } from './mapped-text.ts';
import type { ModuleRole } from './module-facts.ts';
import { mappingAt } from './source-mappings.ts';
import { child, identifierName } from './syntax.ts';

/** A function of the program with all that its texts need. */
export interface NumberedFunction {
  readonly id: number;
  readonly liftable: Liftable;
  /** Registered by its own module, once, instead of being made by a factory. */
  readonly isInstance: boolean;
  /** Expressions that read the captured values, in the order of the factory's parameters. */
  readonly readers: readonly string[];
  /** The factory's parameters. */
  readonly parameters: readonly string[];
  /** Which parameters a cycle of functions may have to set later. */
  readonly lateIndexes: readonly number[];
  readonly obstacle: string | undefined;
}

export interface FunctionNumbering {
  readonly files: string[];
  readonly functions: ManifestFunction[];
}

/** Where the captured `this` and `arguments` stand among a factory's parameters. */
export const thisParameter = '$this';
export const argumentsParameter = '$arguments';

export function numberFunction(
  liftable: Liftable,
  role: ModuleRole,
  source: MappedSource,
  executorFile: string,
  numbering: FunctionNumbering,
): NumberedFunction {
  const isInstance = role === 'helper' && liftable.atModuleLevel && capturesNothing(liftable);
  const variables = isInstance ? [] : [...liftable.captured];
  const obstacle = isInstance ? undefined : obstacleOf(liftable);
  const hasThis = !isInstance && liftable.usesThis && obstacle === undefined;
  const hasArguments = !isInstance && liftable.usesArguments && obstacle === undefined;
  const names = variables.map(([variable]) => variable.name);
  const id = numbering.functions.length;
  const lineOf = (offset: number) => (mappingAt(source.mappings, offset)?.line ?? 0) + 1;
  const start = mappingAt(source.mappings, liftable.node.start);
  numbering.functions.push({
    name: nameOf(liftable),
    isClass: liftable.kind === 'class',
    file: fileIndex(numbering, source.sources[start?.source ?? 0] ?? ''),
    line: (start?.line ?? 0) + 1,
    column: (start?.column ?? 0) + 1,
    executorFile,
    captured: [
      ...variables.map(([variable, use]) => ({ name: variable.name, line: lineOf(use) })),
      ...(hasThis ? [{ name: 'this', line: (start?.line ?? 0) + 1 }] : []),
      ...(hasArguments ? [{ name: 'arguments', line: (start?.line ?? 0) + 1 }] : []),
    ],
    hasPrivateMembers: liftable.hasPrivateMembers,
    obstacle,
  });
  return {
    id,
    liftable,
    isInstance,
    readers: [...names, ...(hasThis ? ['this'] : []), ...(hasArguments ? ['[...arguments]'] : [])],
    parameters: [
      ...names,
      ...(hasThis ? [thisParameter] : []),
      ...(hasArguments ? [argumentsParameter] : []),
    ],
    lateIndexes: variables.flatMap(([variable], index) =>
      isLate(variable, liftable) ? [index] : [],
    ),
    obstacle,
  };
}

function capturesNothing(liftable: Liftable): boolean {
  return liftable.captured.size === 0 && !liftable.usesThis && !liftable.usesArguments;
}

function obstacleOf(liftable: Liftable): string | undefined {
  return liftable.kind === 'class' && liftable.usesThis
    ? 'uses the this of the code around it'
    : liftable.obstacle;
}

function nameOf(liftable: Liftable): string {
  const { placement } = liftable;
  if ('name' in placement) {
    return placement.name;
  }
  const inferred = placement.kind === 'expression' ? placement.inferredName : undefined;
  return identifierName(child(liftable.node, 'id')) ?? inferred ?? 'anonymous';
}

function fileIndex(numbering: FunctionNumbering, file: string): number {
  const known = numbering.files.indexOf(file);
  return known === -1 ? numbering.files.push(file) - 1 : known;
}
