import type { SourcePosition } from '../../base/error/howdah-error.ts';

/**
 * An element of a definition, whichever syntax it was written in. Frozen plain data: whitespace
 * between elements, comments and processing instructions are gone, CDATA is plain text.
 */
export interface Element {
  /** The local name: `exec`. */
  readonly name: string;
  /** The namespace URI, empty if there is none. */
  readonly namespace: string;
  /** The prefix that stood for the namespace, if one did: `sla`. It matters to the text only. */
  readonly prefix?: string;
  /** Namespaces by the prefixes that the element declares for what is within it. */
  readonly prefixes?: ReadonlyMap<string, string>;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** The character data, untrimmed; empty for elements that hold elements. */
  readonly text: string;
  /**
   * The text as XML markup, if that is more than the text escaped: CDATA sections as written.
   * Expressions are evaluated on markup, so that `<![CDATA[${a < b}]]>` is one and `${a &lt; b}`
   * is none, as it was in Oozie.
   */
  readonly markup?: string;
  readonly position: SourcePosition;
  readonly attributePositions?: ReadonlyMap<string, SourcePosition>;
}

/** The first child of that name. */
export function child(element: Element, name: string): Element | undefined {
  return element.children.find((candidate) => candidate.name === name);
}

/** Every child of that name, in document order. */
export function childrenOf(element: Element, name: string): Element[] {
  return element.children.filter((candidate) => candidate.name === name);
}

/** The trimmed text of the first child of that name; undefined without such a child. */
export function childText(element: Element, name: string): string | undefined {
  return child(element, name)?.text.trim();
}
