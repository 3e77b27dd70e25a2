/** Makes changed copies of elements, which themselves never change. */
import type { Element } from '../../../actions/contract/element.ts';

/** Attributes that exist keep their place; new ones come last. */
export function withAttributes(
  element: Element,
  values: Readonly<Record<string, string>>,
): Element {
  return { ...element, attributes: new Map([...element.attributes, ...Object.entries(values)]) };
}

export function withoutAttributes(element: Element, names: readonly string[]): Element {
  const kept = [...element.attributes].filter(([name]) => !names.includes(name));
  return { ...element, attributes: new Map(kept) };
}

export function withChildren(element: Element, children: readonly Element[]): Element {
  return { ...element, children };
}

/** The element with every child of that name replaced by what becomes of it. */
export function mapChildren(
  element: Element,
  name: string,
  change: (child: Element) => Element,
): Element {
  return withChildren(
    element,
    element.children.map((child) => (child.name === name ? change(child) : child)),
  );
}

/** The element at the end of a path of names changed; itself where the path does not exist. */
export function mapPath(
  element: Element,
  [name, ...rest]: readonly string[],
  change: (element: Element) => Element,
): Element {
  if (name === undefined) return change(element);
  return mapChildren(element, name, (child) => mapPath(child, rest, change));
}

/** The element with a text of its own, CDATA sections gone. */
export function withText(element: Element, text: string): Element {
  const { markup: _, ...plain } = element;
  return { ...plain, text, children: [] };
}

/** A new child for an element, at the position of it. */
export function newChild(parent: Element, name: string, text: string): Element {
  const { namespace, prefix, position } = parent;
  const element = { name, namespace, attributes: new Map(), children: [], text, position };
  return prefix === undefined ? element : { ...element, prefix };
}
