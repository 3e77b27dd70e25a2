/** The edits that put a call around, or a statement next to, each function literal of a module. */
import type { Placement } from './liftable.ts';
import type { Edit } from './mapped-text.ts';
import type { NumberedFunction } from './number-functions.ts';
import { children, type SyntaxNode } from './syntax.ts';

/** What stands around a literal: `before` and `after` an expression, or as a whole statement. */
export interface AnnotationWriter {
  /** Text around a function or class, given as an expression. */
  around(fn: NumberedFunction): readonly [before: string, after: string];
  /** Text around an object literal with methods. */
  aroundObject(methods: readonly NumberedFunction[]): readonly [before: string, after: string];
}

/** The edits for those functions, ordered for `appendRange`. */
export function annotationEdits(
  functions: readonly NumberedFunction[],
  writer: AnnotationWriter,
): Edit[] {
  const statements: Edit[] = [];
  const before: Edit[] = [];
  const after: Edit[] = [];
  const insert = (list: Edit[], at: number, text: string) =>
    list.push({ start: at, end: at, text });
  for (const fn of functions) {
    const { placement, node } = fn.liftable;
    if (placement.kind === 'method') {
      continue;
    }
    const [opening, closing] = writer.around(fn);
    switch (placement.kind) {
      case 'function-declaration':
        insert(statements, placement.blockStart, `${opening}${placement.name}${closing};`);
        break;
      case 'class-declaration':
        insert(after, node.end, `;${opening}${placement.name}${closing};`);
        break;
      case 'constructed':
        insert(before, node.start, `(${opening}`);
        insert(after, node.end, `${closing})`);
        break;
      case 'expression': {
        const [named, endOfNamed] = keepingName(placement.inferredName);
        insert(before, node.start, opening + named);
        insert(after, node.end, endOfNamed + closing);
      }
    }
  }
  for (const [object, methods] of methodsByObject(functions)) {
    const [opening, closing] = writer.aroundObject(methods);
    insert(before, object.start, opening);
    insert(after, object.end, closing);
  }
  // At one place an outer literal opens before an inner one and closes after it.
  return [...statements, ...before, ...after.reverse()];
}

/**
 * An anonymous function takes its name from the variable or property it is written to. A call in
 * between would lose the name, so the literal is written to a property of that name first.
 */
export function keepingName(name: string | undefined): readonly [before: string, after: string] {
  return name === undefined || name === '__proto__'
    ? ['', '']
    : [`{ ${JSON.stringify(name)}: `, ` }[${JSON.stringify(name)}]`];
}

function methodsByObject(
  functions: readonly NumberedFunction[],
): Map<SyntaxNode, NumberedFunction[]> {
  const objects = new Map<SyntaxNode, NumberedFunction[]>();
  for (const fn of functions) {
    const placement: Placement = fn.liftable.placement;
    if (placement.kind === 'method' && !isOverwritable(placement.object, fn.liftable.node)) {
      objects.set(placement.object, [...(objects.get(placement.object) ?? []), fn]);
    }
  }
  return objects;
}

/** Whether a spread behind the method may have put another function in its place. */
function isOverwritable(object: SyntaxNode, method: SyntaxNode): boolean {
  return children(object, 'properties').some(
    (property) => property.type === 'SpreadElement' && property.start > method.start,
  );
}
