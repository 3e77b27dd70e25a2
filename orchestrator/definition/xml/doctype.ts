/** What a document type declaration says; we read it only to refuse it as Oozie does. */

export interface Doctype {
  readonly offset: number;
  /** Whether something outside the document would be read. */
  readonly isExternal: boolean;
  /** Internal entities, so that the rest of the document can still be checked. */
  readonly entities: ReadonlyMap<string, string>;
}

/**
 * Longest entity value that is kept. Values are never expanded further, so that this bounds what a
 * reference costs.
 */
const ENTITY_LENGTH_MAX = 128;

const entityDeclaration =
  /<!ENTITY\s+([\w.:-]+)\s+(?:"([^"]*)"|'([^']*)'|((?:SYSTEM|PUBLIC)\b[^>]*))\s*>/g;

/**
 * @param declaration what stands between `<!DOCTYPE` and its `>`
 * @param document the whole text; an external entity counts only if it is used
 */
export function readDoctype(declaration: string, offset: number, document: string): Doctype {
  const entities = new Map<string, string>();
  const head = declaration.split('[', 1)[0] ?? '';
  let isExternal = /\b(SYSTEM|PUBLIC)\b/.test(head);
  for (const match of declaration.matchAll(entityDeclaration)) {
    const name = match[1] as string;
    const isReferenced = document.includes(`&${name};`);
    if (match[4] !== undefined && isReferenced) isExternal = true;
    entities.set(name, (match[2] ?? match[3] ?? '').slice(0, ENTITY_LENGTH_MAX));
  }
  return { offset, isExternal, entities };
}
