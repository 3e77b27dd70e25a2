/** Writes elements as XML text: as it is stored, and as Oozie shows and evaluates it. */
import type { Element } from '../../../actions/contract/element.ts';
import { escapeText } from './escape-text.ts';

/**
 * The element as XML without white space between elements; texts are kept to the letter. Reading
 * it again gives the same tree.
 */
export function writeXml(element: Element): string {
  return new XmlWriter(compact).write(element);
}

/**
 * The element as Oozie shows the `conf` of actions: two blanks a level, lines ended by CR LF, texts
 * trimmed, `<x />` for an empty element. Expressions are evaluated on this text.
 * @param rewrite gets the markup of each text and the escaped value of each attribute, in the order
 *   of the document, and says what is written in its place
 */
export function writePrettyXml(element: Element, rewrite = unchanged): string {
  return new XmlWriter({ ...pretty, rewrite }).write(element);
}

interface XmlStyle {
  readonly lineEnd: string;
  readonly indent: string;
  readonly emptyEnd: string;
  text(element: Element): string;
  rewrite(markup: string, place: MarkupPlace): string;
}

export type MarkupPlace = 'text' | 'attribute';

const unchanged: XmlStyle['rewrite'] = (markup) => markup;

const compact: XmlStyle = {
  lineEnd: '',
  indent: '',
  emptyEnd: '/>',
  text: ({ markup, text }) => markup ?? escapeText(text),
  rewrite: unchanged,
};

const pretty: Omit<XmlStyle, 'rewrite'> = {
  lineEnd: '\r\n',
  indent: '  ',
  emptyEnd: ' />',
  text: prettyMarkup,
};

/** The namespaces that are known at a place, by their prefixes; the default one has none. */
type Namespaces = ReadonlyMap<string, string>;

const noNamespaces: Namespaces = new Map([['', '']]);

class XmlWriter {
  readonly #style: XmlStyle;
  readonly #parts: string[] = [];

  constructor(style: XmlStyle) {
    this.#style = style;
  }

  write(element: Element): string {
    this.#writeElement(element, noNamespaces, '');
    return this.#parts.join('');
  }

  /** Definitions nest a few levels deep only, so recursion is safe. */
  #writeElement(element: Element, outer: Namespaces, indent: string): void {
    const { lineEnd, emptyEnd } = this.#style;
    const { prefix = '' } = element;
    const name = prefix === '' ? element.name : `${prefix}:${element.name}`;
    this.#parts.push('<', name);
    const namespaces = this.#declareNamespaces(element, outer);
    for (const [name, value] of element.attributes) {
      this.#writeAttribute(name, this.#style.rewrite(escapeAttribute(value), 'attribute'));
    }
    const text = this.#style.text(element);
    if (element.children.length === 0 && text === '') {
      this.#parts.push(emptyEnd);
      return;
    }
    const rewritten = text === '' ? '' : this.#style.rewrite(text, 'text');
    this.#parts.push('>', rewritten);
    const deeper = indent + this.#style.indent;
    for (const child of element.children) {
      this.#parts.push(lineEnd, deeper);
      this.#writeElement(child, namespaces, deeper);
    }
    if (element.children.length > 0) this.#parts.push(lineEnd, indent);
    this.#parts.push('</', name, '>');
  }

  /** Its own namespace first, then what it declares for others; never what is known already. */
  #declareNamespaces({ namespace, prefix = '', prefixes }: Element, outer: Namespaces): Namespaces {
    if (prefixes === undefined && outer.get(prefix) === namespace) return outer;
    const namespaces = new Map(outer);
    for (const [name, uri] of [[prefix, namespace] as const, ...(prefixes ?? [])]) {
      if (namespaces.get(name) === uri) continue;
      namespaces.set(name, uri);
      this.#writeAttribute(name === '' ? 'xmlns' : `xmlns:${name}`, escapeAttribute(uri));
    }
    return namespaces;
  }

  #writeAttribute(name: string, markup: string): void {
    this.#parts.push(' ', name, '="', markup, '"');
  }
}

const attributeEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#xD;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
};

function escapeAttribute(value: string): string {
  return value.replace(/[&<>"\r\t\n]/g, (character) => attributeEscapes[character] as string);
}

/**
 * The text of an element as `writePrettyXml` writes it; empty if it writes none. White space goes
 * at both ends, and within a CDATA section that is all of the text.
 */
export function prettyMarkup({ markup, text }: Element): string {
  const trimmed = markup === undefined ? escapeText(trimXml(text)) : trimSection(trimXml(markup));
  return trimmed.replaceAll('\n', '\r\n');
}

function trimSection(markup: string): string {
  const section = /^<!\[CDATA\[((?:(?!\]\]>)[\s\S])*)\]\]>$/.exec(markup)?.[1];
  if (section === undefined) return markup;
  const content = trimXml(section);
  return content === '' ? '' : `<![CDATA[${content}]]>`;
}

/** What XML calls white space; JavaScript's own notion is wider. */
function trimXml(text: string): string {
  return text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
}
