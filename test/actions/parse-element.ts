/** Reads recorded action XML for tests of action types, which know nothing of definitions. */
import { XMLParser } from 'fast-xml-parser';
import type { Element } from '../../actions/contract/element.ts';
import { element } from './action-context.ts';

export function parseElement(xml: string): Element {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
  });
  const [root] = parser.parse(xml) as XmlNode[];
  return toElement(root as XmlNode);
}

type XmlNode = Readonly<Record<string, XmlNode[] | Record<string, string> | string>>;

function toElement(node: XmlNode): Element {
  const name = Object.keys(node).find((key) => key !== ':@') as string;
  const children = node[name] as XmlNode[];
  const attributes = (node[':@'] ?? {}) as Record<string, string>;
  const text = children.map((child) => child['#text']).join('');
  const below = children.filter((child) => !('#text' in child)).map(toElement);
  return element(name, below.length > 0 ? below : text, attributes);
}
