/** Writes elements as XML text: as it is stored and evaluated, and as Oozie shows it. */
import type { Element } from '../../../actions/contract/element.ts';

/**
 * The element as XML without white space between elements; texts are kept to the letter. Reading
 * it again gives the same tree.
 */
export function writeXml(element: Element): string {
  return new XmlWriter(compact).write(element);
}

/**
 * The element as Oozie shows the `conf` of actions: two blanks a level, lines ended by CR LF, texts
 * trimmed, `<x />` for an empty element.
 */
export function writePrettyXml(element: Element): string {
  return new XmlWriter(pretty).write(element);
}

interface XmlStyle {
  readonly lineEnd: string;
  readonly indent: string;
  readonly emptyEnd: string;
  text(text: string): string;
}

const compact: XmlStyle = {
  lineEnd: '',
  indent: '',
  emptyEnd: '/>',
  text: (text) => escapeText(text),
};

const pretty: XmlStyle = {
  lineEnd: '\r\n',
  indent: '  ',
  emptyEnd: ' />',
  text: (text) => escapeText(trimXml(text)).replaceAll('\n', '\r\n'),
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
    const text = this.#style.text(element.text);
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

const textEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  // A bare carriage return would be read as a line feed.
  '\r': '&#xD;',
};

const attributeEscapes: Readonly<Record<string, string>> = {
  ...textEscapes,
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
};

/** Text for the inside of an element. */
export function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => textEscapes[character] as string);
}

function escapeAttribute(value: string): string {
  return value.replace(/[&<>"\r\t\n]/g, (character) => attributeEscapes[character] as string);
}

/** What XML calls white space; JavaScript's own notion is wider. */
function trimXml(text: string): string {
  return text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
}
