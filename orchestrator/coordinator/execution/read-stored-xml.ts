/**
 * Reads XML that this server has written itself (`writePrettyXml`, `writeConfiguration`). It is
 * known to be well-formed and nobody asks where in it an element stands, so that one pass of one
 * expression does; when thousands of actions start in one second, reading their texts with a
 * parser for everybody's XML takes a third of the time. What has more than tags, attributes and
 * text (CDATA, comments) goes to that parser.
 */
import type { Element } from '../../../actions/contract/element.ts';
import type { SourcePosition } from '../../../base/error/howdah-error.ts';
import { defaultDefinitionLimits } from '../../definition/definition-limits.ts';
import { readXml } from '../../definition/xml/read-xml.ts';

/** Bounds for XML that was made here. */
const STORED_LIMITS = { ...defaultDefinitionLimits, sizeBytesMax: 16_777_216 };

/** An end tag; or a start tag with its attributes and whether it is empty; or text. */
const tokens = /<\/[^>]*>|<([^\s/>]+)((?:\s+[^\s=]+="[^"]*")*)\s*(\/?)>|[^<]+/y;
const attributeTokens = /\s+([^\s=]+)="([^"]*)"/g;
const references = /&(?:(amp|lt|gt|quot|apos)|#(\d+)|#x([\dA-Fa-f]+));/g;

const entities: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" },
};

const nowhere: SourcePosition = { file: 'stored.xml', line: 1, column: 1 };
const noAttributes: ReadonlyMap<string, string> = new Map();
const noNamespaces: ReadonlyMap<string, string> = new Map([['', '']]);

/** @returns the root; positions are all alike @throws Error for what was not written here */
export function readStoredXml(xml: string): Element {
  return xml.includes('<!') || xml.includes('<?') ? readAnyXml(xml) : new StoredXml(xml).read();
}

function readAnyXml(xml: string): Element {
  const { root } = readXml(xml, nowhere.file, STORED_LIMITS);
  if (root === undefined) throw new Error('stored XML cannot be read');
  return root;
}

interface OpenElement {
  name: string;
  namespace: string;
  prefix?: string;
  prefixes?: ReadonlyMap<string, string>;
  attributes: ReadonlyMap<string, string>;
  readonly children: OpenElement[];
  text: string;
  readonly position: SourcePosition;
}

class StoredXml {
  readonly #xml: string;
  readonly #open: OpenElement[] = [];
  readonly #namespaces: ReadonlyMap<string, string>[] = [noNamespaces];
  #root: OpenElement | undefined;

  constructor(xml: string) {
    this.#xml = xml;
  }

  read(): Element {
    const xml = this.#xml;
    tokens.lastIndex = 0;
    while (tokens.lastIndex < xml.length) {
      const token = tokens.exec(xml);
      if (token === null) throw new Error('stored XML cannot be read');
      const [text, name, attributes = '', slash] = token;
      if (name !== undefined) this.#start(name, attributes, slash === '/');
      else if (text.startsWith('<')) this.#end();
      else this.#addText(text);
    }
    if (this.#root === undefined || this.#open.length > 0) {
      throw new Error('stored XML cannot be read');
    }
    return this.#root;
  }

  #start(qualifiedName: string, attributeText: string, isEmpty: boolean): void {
    const element: OpenElement = {
      ...{ name: qualifiedName, namespace: '', attributes: noAttributes },
      ...{ children: [], text: '', position: nowhere },
    };
    const namespaces = this.#readAttributes(element, attributeText);
    const colon = qualifiedName.indexOf(':');
    if (colon >= 0) {
      element.prefix = qualifiedName.slice(0, colon);
      element.name = qualifiedName.slice(colon + 1);
    }
    element.namespace = namespaces.get(element.prefix ?? '') ?? '';
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root = element;
    else parent.children.push(element);
    if (isEmpty) return;
    this.#open.push(element);
    this.#namespaces.push(namespaces);
  }

  /** @returns the namespaces that hold within the element */
  #readAttributes(element: OpenElement, text: string): ReadonlyMap<string, string> {
    const outer = this.#namespaces.at(-1) ?? noNamespaces;
    if (text === '') return outer;
    const attributes = new Map<string, string>();
    const declared = new Map<string, string>();
    for (const [, name = '', markup = ''] of text.matchAll(attributeTokens)) {
      const value = unescapeXml(markup);
      if (name === 'xmlns') declared.set('', value);
      else if (name.startsWith('xmlns:')) declared.set(name.slice('xmlns:'.length), value);
      else attributes.set(name, value);
    }
    element.attributes = attributes;
    if (declared.size === 0) return outer;
    const prefixes = new Map([...declared].filter(([prefix]) => prefix !== ''));
    if (prefixes.size > 0) element.prefixes = prefixes;
    return new Map([...outer, ...declared]);
  }

  #end(): void {
    const closed = this.#open.pop();
    this.#namespaces.pop();
    if (closed === undefined) throw new Error('stored XML cannot be read');
    if (closed.children.length > 0 && closed.text.trim() === '') closed.text = '';
  }

  #addText(markup: string): void {
    const current = this.#open.at(-1);
    if (current !== undefined) current.text += unescapeXml(markup);
  }
}

/** Ends of lines are written as CR LF and mean a line feed. */
function unescapeXml(markup: string): string {
  const text = markup.includes('\r') ? markup.replaceAll(/\r\n?/g, '\n') : markup;
  if (!text.includes('&')) return text;
  return text.replaceAll(references, (_, name?: string, decimal?: string, hex?: string) => {
    if (name !== undefined) return entities[name] as string;
    return String.fromCodePoint(decimal === undefined ? Number.parseInt(hex ?? '', 16) : +decimal);
  });
}
