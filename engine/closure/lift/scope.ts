/** Scopes and their variables, declared before the code in them is walked, as hoisting demands. */

import type { SyntaxNode } from './syntax.ts';
import { child, children, forEachChild, identifierName, isClass, isFunction } from './syntax.ts';

export type VariableKind =
  | 'import'
  | 'function'
  | 'class'
  | 'const'
  | 'let'
  | 'var'
  | 'parameter'
  /** The name of a function or class expression, seen only inside it. */
  | 'self';

export interface Variable {
  readonly name: string;
  readonly kind: VariableKind;
  readonly scope: Scope;
  /** The declaring function, class or declarator. */
  readonly declaration: SyntaxNode;
  /** Assigned somewhere besides its declaration. */
  reassigned: boolean;
}

export class Scope {
  readonly parent: Scope | undefined;
  readonly depth: number;
  readonly takesVar: boolean;
  /** Whether its bindings belong to a module: they are reached by scope and never captured. */
  readonly isModule: boolean;
  private readonly variables = new Map<string, Variable>();

  constructor(parent: Scope | undefined, takesVar: boolean, isModule = false) {
    this.parent = parent;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
    this.takesVar = takesVar;
    this.isModule = isModule;
  }

  declare(name: string, kind: VariableKind, declaration: SyntaxNode): void {
    const earlier = this.variables.get(name);
    const keepsEarlier = earlier !== undefined && earlier.kind !== 'self' && kind === 'var';
    if (!keepsEarlier) {
      this.variables.set(name, { name, kind, scope: this, declaration, reassigned: false });
    }
  }

  lookUp(name: string): Variable | undefined {
    for (let scope: Scope | undefined = this; scope !== undefined; scope = scope.parent) {
      const variable = scope.variables.get(name);
      if (variable !== undefined) {
        return variable;
      }
    }
    return undefined;
  }
}

/** Calls back for each name that a pattern binds. */
export function forEachBoundName(pattern: SyntaxNode, bind: (name: string) => void): void {
  switch (pattern.type) {
    case 'Identifier':
      bind(String(pattern.name));
      return;
    case 'AssignmentPattern':
      forEachBoundName(child(pattern, 'left') as SyntaxNode, bind);
      return;
    case 'RestElement':
      forEachBoundName(child(pattern, 'argument') as SyntaxNode, bind);
      return;
    case 'ArrayPattern':
      for (const element of children(pattern, 'elements')) {
        forEachBoundName(element, bind);
      }
      return;
    case 'ObjectPattern':
      for (const property of children(pattern, 'properties')) {
        forEachBoundName(child(property, 'value') ?? property, bind);
      }
      return;
    default: // A member expression binds nothing.
  }
}

/** Declares `let`, `const`, classes, functions and imports that stand directly in a block. */
export function declareLexical(scope: Scope, statements: readonly SyntaxNode[]): void {
  for (const statement of statements) {
    const declaration = statement.type.startsWith('Export')
      ? (child(statement, 'declaration') ?? statement)
      : statement;
    const name = identifierName(child(declaration, 'id'));
    if (declaration.type === 'FunctionDeclaration' && name !== undefined) {
      scope.declare(name, 'function', declaration);
    } else if (declaration.type === 'ClassDeclaration' && name !== undefined) {
      scope.declare(name, 'class', declaration);
    } else if (declaration.type === 'VariableDeclaration' && declaration.kind !== 'var') {
      declareDeclarators(scope, declaration);
    } else if (declaration.type === 'ImportDeclaration') {
      for (const specifier of children(declaration, 'specifiers')) {
        scope.declare(identifierName(child(specifier, 'local')) ?? '', 'import', specifier);
      }
    }
  }
}

/** Declares each `var` below a node, wherever it stands, without entering functions. */
export function declareVars(scope: Scope, node: SyntaxNode): void {
  if (node.type === 'VariableDeclaration' && node.kind === 'var') {
    declareDeclarators(scope, node);
  }
  forEachChild(node, (inner) => {
    if (!isFunction(inner) && !isClass(inner)) {
      declareVars(scope, inner);
    }
  });
}

export function declareDeclarators(scope: Scope, declaration: SyntaxNode): void {
  const written = String(declaration.kind);
  const kind = written === 'var' || written === 'let' ? written : 'const';
  for (const declarator of children(declaration, 'declarations')) {
    forEachBoundName(child(declarator, 'id') as SyntaxNode, (name) => {
      scope.declare(name, kind, declarator);
    });
  }
}

/** The scope of a block; that of a class's static block, which `var` does not leave, when given. */
export function blockScope(
  outer: Scope,
  statements: readonly SyntaxNode[],
  staticBlock?: SyntaxNode,
): Scope {
  const scope = new Scope(outer, staticBlock !== undefined);
  declareLexical(scope, statements);
  if (staticBlock !== undefined) {
    declareVars(scope, staticBlock);
  }
  return scope;
}

/** The scope of a function: its own name, its parameters and what its body declares. */
export function functionScope(node: SyntaxNode, outer: Scope, isModule = false): Scope {
  const scope = new Scope(outer, true, isModule);
  const name = identifierName(child(node, 'id'));
  if (node.type === 'FunctionExpression' && name !== undefined) {
    scope.declare(name, 'self', node);
  }
  for (const parameter of children(node, 'params')) {
    forEachBoundName(parameter, (bound) => scope.declare(bound, 'parameter', node));
  }
  const body = child(node, 'body') as SyntaxNode;
  if (body.type === 'BlockStatement') {
    declareVars(scope, body);
    declareLexical(scope, children(body, 'body'));
  }
  return scope;
}
