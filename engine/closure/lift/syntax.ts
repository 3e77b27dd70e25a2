/**
 * The little of ESTree that lifting needs. Acorn's own node types form a large union that a generic
 * walk cannot use; here a node is its type, its place in the text, and whatever else it holds.
 */
import { parse } from 'acorn';

export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [property: string]: unknown;
}

/** Parses what esbuild printed. A hashbang line may stand first. */
export function parseModule(text: string): SyntaxNode {
  return parse(text, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    allowHashBang: true,
    // A function is a function in every kind of file; esbuild has judged the rest.
    allowReturnOutsideFunction: true,
  }) as unknown as SyntaxNode;
}

export function isNode(value: unknown): value is SyntaxNode {
  return (
    typeof value === 'object' && value !== null && typeof Reflect.get(value, 'type') === 'string'
  );
}

/** Calls back for each child, in the order of the text. */
export function forEachChild(node: SyntaxNode, visit: (child: SyntaxNode) => void): void {
  for (const key in node) {
    const value = node[key];
    if (Array.isArray(value)) {
      for (const element of value) {
        if (isNode(element)) {
          visit(element);
        }
      }
    } else if (isNode(value)) {
      visit(value);
    }
  }
}

export function child(node: SyntaxNode, key: string): SyntaxNode | undefined {
  const value = node[key];
  return isNode(value) ? value : undefined;
}

export function children(node: SyntaxNode, key: string): SyntaxNode[] {
  const value = node[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The name of an identifier node, else undefined. */
export function identifierName(node: SyntaxNode | undefined): string | undefined {
  return node?.type === 'Identifier' ? String(node.name) : undefined;
}

export function isFunction(node: SyntaxNode): boolean {
  return (
    node.type === 'ArrowFunctionExpression' ||
    node.type === 'FunctionExpression' ||
    node.type === 'FunctionDeclaration'
  );
}

export function isClass(node: SyntaxNode): boolean {
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression';
}

/** The name of a property or member whose key is written down, `undefined` when it is computed. */
export function propertyName(node: SyntaxNode): string | undefined {
  const key = child(node, 'key');
  if (key === undefined || node.computed === true) {
    return undefined;
  }
  if (key.type === 'Literal') {
    return String(key.value);
  }
  return key.type === 'PrivateIdentifier' ? `#${String(key.name)}` : identifierName(key);
}

/** `Symbol.iterator` for a member that is named by it; undefined for every other name. */
export function wellKnownSymbolName(node: SyntaxNode): string | undefined {
  const key = child(node, 'key');
  if (node.computed !== true || key?.type !== 'MemberExpression' || key.computed === true) {
    return undefined;
  }
  const name = identifierName(child(key, 'property'));
  const isOfSymbol = identifierName(child(key, 'object')) === 'Symbol';
  return isOfSymbol && typeof Reflect.get(Symbol, name ?? '') === 'symbol'
    ? `Symbol.${name}`
    : undefined;
}

export function classMembers(node: SyntaxNode): SyntaxNode[] {
  return children(child(node, 'body') as SyntaxNode, 'body');
}

/** The names of a class's private members, without their `#`. */
export function privateNamesOf(node: SyntaxNode): Set<string> {
  const keys = classMembers(node).map((member) => child(member, 'key'));
  return new Set(
    keys.filter((key) => key?.type === 'PrivateIdentifier').map((key) => String(key?.name)),
  );
}
