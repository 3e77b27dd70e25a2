/** The form that elements have after they were written and read again. */
import type { Element } from '../../../actions/contract/element.ts';

/** The element with its texts trimmed; itself if they are. */
export function normalizeElement(element: Element): Element {
  const children = element.children.map(normalizeElement);
  const text = element.text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
  const isSame =
    text === element.text && children.every((child, at) => child === element.children[at]);
  return isSame ? element : { ...element, children, text };
}

/** Gives an element that was read again the positions of the one that it comes from. */
export function alignPositions(read: Element, origin: Element): Element {
  const isAligned =
    read.children.length === origin.children.length &&
    read.children.every((child, at) => child.name === origin.children[at]?.name);
  const children = read.children.map((child, at) =>
    alignPositions(child, (isAligned ? origin.children[at] : undefined) ?? origin),
  );
  const { attributePositions } = origin;
  const aligned = { ...read, children, position: origin.position };
  return attributePositions === undefined ? aligned : { ...aligned, attributePositions };
}
