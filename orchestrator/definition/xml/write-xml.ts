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
 */
export function writePrettyXml(element: Element): string {
  return new XmlWriter(pretty).write(element);
}

interface XmlStyle {
  readonly lineEnd: string;
  readonly indent: string;
  readonly emptyEnd: string;
  text(markup: string): string;
}

const compact: XmlStyle = {
  lineEnd: '',
  indent: '',
  emptyEnd: '/>',
  text: (markup) => markup,
};

const pretty: XmlStyle = {
  lineEnd: '\r\n',
  indent: '  ',
  emptyEnd: ' />',
  text: (markup) => trimXml(markup).replaceAll('\n', '\r\n'),
};

class XmlWriter {
  readonly #style: XmlStyle;
  readonly #parts: string[] = [];

  constructor(style: XmlStyle) {
    this.#style = style;
  }

  write(element: Element): string {
    this.#writeElement(element, '', '');
    return this.#parts.join('');
  }

  /** Definitions nest a few levels deep only, so recursion is safe. */
  #writeElement(element: Element, parentNamespace: string, indent: string): void {
    const { lineEnd, emptyEnd } = this.#style;
    this.#parts.push('<', element.name);
    if (element.namespace !== parentNamespace) this.#writeAttribute('xmlns', element.namespace);
    for (const [name, value] of element.attributes) this.#writeAttribute(name, value);
    const text = this.#style.text(element.markup ?? escapeText(element.text));
    if (element.children.length === 0 && text === '') {
      this.#parts.push(emptyEnd);
      return;
    }
    this.#parts.push('>', text);
    const deeper = indent + this.#style.indent;
    for (const child of element.children) {
      this.#parts.push(lineEnd, deeper);
      this.#writeElement(child, element.namespace, deeper);
    }
    if (element.children.length > 0) this.#parts.push(lineEnd, indent);
    this.#parts.push('</', element.name, '>');
  }

  #writeAttribute(name: string, value: string): void {
    this.#parts.push(' ', name, '="', escapeAttribute(value), '"');
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

/** What XML calls white space; JavaScript's own notion is wider. */
function trimXml(text: string): string {
  return text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
}
