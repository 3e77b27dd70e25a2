/** What the analysis finds out about one function, method or class of a module. */
import type { Scope, Variable } from './scope.ts';
import { child, identifierName, type SyntaxNode } from './syntax.ts';

export type LiftableKind = 'function' | 'class' | 'method';

/** How the literal stands in its text, which decides how an annotation can be put around it. */
export type Placement =
  /** An expression: can be wrapped in a call. */
  | { readonly kind: 'expression'; readonly inferredName: string | undefined }
  /** The class after `new`, which a call around it would change the meaning of. */
  | { readonly kind: 'constructed' }
  /** A function declaration: hoisted, so annotated at `blockStart`. */
  | { readonly kind: 'function-declaration'; readonly name: string; readonly blockStart: number }
  /** A class declaration: annotated behind it. */
  | { readonly kind: 'class-declaration'; readonly name: string }
  /** A method of an object literal: annotated around the literal. */
  | {
      readonly kind: 'method';
      readonly name: string;
      /** The name as an expression: a text in quotes, or `Symbol.iterator`. */
      readonly key: string;
      readonly object: SyntaxNode;
    };

export interface Liftable {
  readonly node: SyntaxNode;
  readonly kind: LiftableKind;
  readonly placement: Placement;
  /** The scope it stands in. */
  readonly outer: Scope;
  /** The module scope that it belongs to, where a factory for it can stand. */
  readonly moduleBody: ModuleBody;
  /** Evaluated once, with its module, and not inside a function. */
  readonly atModuleLevel: boolean;
  /** Captured variables with the offset of their first use. */
  readonly captured: Map<Variable, number>;
  /** Imports that it uses; only collected where imports are not part of the module's own text. */
  readonly imports: Set<Variable>;
  usesThis: boolean;
  usesArguments: boolean;
  /** A class with private members: its instances cannot be made anew from their properties. */
  hasPrivateMembers: boolean;
  /** Why it cannot be lifted out of its place, in the words of the error message. */
  obstacle: string | undefined;
}

export function newLiftable(
  node: SyntaxNode,
  kind: LiftableKind,
  placement: Placement,
  surroundings: Pick<Liftable, 'outer' | 'moduleBody' | 'atModuleLevel'>,
): Liftable {
  return {
    node,
    kind,
    placement,
    ...surroundings,
    captured: new Map(),
    imports: new Set(),
    usesThis: false,
    usesArguments: false,
    hasPrivateMembers: false,
    obstacle: undefined,
  };
}

/** A module's top level, or that of a CommonJS module inside its wrapper function. */
export interface ModuleBody {
  /** Where statements can be inserted so that they run first. */
  readonly start: number;
}

/**
 * A captured variable that may get its value after the function was created, so that a cycle of
 * functions can run through it: its factory must be able to set it later.
 */
export function isLate(variable: Variable, liftable: Liftable): boolean {
  return (
    variable.kind === 'function' ||
    variable.reassigned ||
    (variable.kind !== 'parameter' && liftable.node.start < variable.declaration.end)
  );
}

/** Undefined for an unnamed `export default function`, which nothing in the module can refer to. */
export function functionPlacement(
  node: SyntaxNode,
  blockStart: number,
  inferredName: string | undefined,
): Placement | undefined {
  const name = identifierName(child(node, 'id'));
  if (node.type !== 'FunctionDeclaration') {
    return { kind: 'expression', inferredName: name === undefined ? inferredName : undefined };
  }
  return name === undefined ? undefined : { kind: 'function-declaration', name, blockStart };
}

export function classPlacement(node: SyntaxNode, inferredName: string | undefined): Placement {
  const name = identifierName(child(node, 'id'));
  return node.type === 'ClassDeclaration' && name !== undefined
    ? { kind: 'class-declaration', name }
    : { kind: 'expression', inferredName: name === undefined ? inferredName : undefined };
}
