/** Reads XML into elements, strictly and with the position of every element and attribute. */
import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { Element } from '../../../actions/contract/element.ts';
import type { SourcePosition } from '../../../base/error/howdah-error.ts';
import type { DefinitionLimits } from '../definition-limits.ts';
import { type Problem, problem } from '../problem.ts';
import { SourceText } from '../source-text.ts';
import { type Doctype, readDoctype } from './doctype.ts';
import { escapeText } from './escape-text.ts';

export interface XmlDocument {
  /** Undefined when the text is not well-formed; `problems` says why. */
  readonly root: Element | undefined;
  readonly doctype: Doctype | undefined;
  readonly problems: readonly Problem[];
  readonly source: SourceText;
}

/** An element whose end tag has not been seen. */
interface OpenElement {
  readonly name: string;
  readonly namespace: string;
  readonly prefix?: string;
  readonly prefixes?: ReadonlyMap<string, string>;
  readonly attributes: ReadonlyMap<string, string>;
  readonly attributePositions: ReadonlyMap<string, SourcePosition>;
  readonly position: SourcePosition;
  readonly children: Element[];
  text: string;
  markup?: string;
}

/** Ends the parser's run from within its callbacks. */
class StopReading extends Error {
  readonly mend: string;

  constructor(message: string, mend: string) {
    super(message);
    this.mend = mend;
  }
}

const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';
const XSI_NAMESPACE = 'http://www.w3.org/2001/XMLSchema-instance';
/** Attributes that say where a schema is; allowed everywhere and of no meaning to us. */
const schemaHints = new Set(['schemaLocation', 'noNamespaceSchemaLocation']);
const noAttributes: ReadonlyMap<string, string> = new Map();
const noPositions: ReadonlyMap<string, SourcePosition> = new Map();

/**
 * Reads a whole document. Namespaces are resolved, comments and processing instructions dropped,
 * CDATA and character references become text, white space between elements goes. Encoding
 * declarations mean nothing, as the text is decoded already. Entities other than the five of XML
 * are not expanded from anywhere but the document itself.
 */
export function readXml(text: string, file: string, limits: DefinitionLimits): XmlDocument {
  return new XmlReader(new SourceText(file, text), limits).read();
}

class XmlReader {
  readonly #source: SourceText;
  readonly #limits: DefinitionLimits;
  readonly #parser: SaxesParser<{ xmlns: true; position: true }>;
  readonly #open: OpenElement[] = [];
  /** Where the attribute that is read next begins to be looked for. */
  #attributeFrom = 0;
  #tagOffset = 0;
  #attributeOffsets: number[] = [];
  #elements = 0;
  /** Namespaces that were declared with white space around them, which the parser drops. */
  readonly #untrimmed = new Map<string, string>();
  #root: Element | undefined;
  #doctype: Doctype | undefined;

  constructor(source: SourceText, limits: DefinitionLimits) {
    this.#source = source;
    this.#limits = limits;
    this.#parser = new SaxesParser({ xmlns: true, position: true });
    this.#listen();
  }

  read(): XmlDocument {
    const problems: Problem[] = [];
    try {
      if (this.#source.text.startsWith('\uFEFF')) {
        throw new StopReading('a byte order mark stands before the document', 'remove it');
      }
      this.#parser.write(this.#source.text).close();
    } catch (error) {
      if (!(error instanceof StopReading)) throw error;
      problems.push(this.#malformed(error));
    }
    const root = problems.length === 0 ? this.#root : undefined;
    return { root, doctype: this.#doctype, problems, source: this.#source };
  }

  #listen(): void {
    const parser = this.#parser;
    parser.on('error', (error) => {
      // The parser prefixes its messages with line and column, which we tell on our own.
      const message = error.message.replace(/^(.*?:)?\d+:\d+: /, '');
      throw new StopReading(message, 'make the document well-formed XML');
    });
    parser.on('xmldecl', ({ version }) => {
      if (version === '1.0' || version === '1.1') return;
      throw new StopReading(`XML version ${version} is not known`, 'write version="1.0"');
    });
    parser.on('doctype', (declaration) => this.#readDoctype(declaration));
    parser.on('opentagstart', (tag) => this.#startTag(tag.name));
    parser.on('attribute', () => this.#noteAttribute());
    parser.on('opentag', (tag) => this.#openElement(tag));
    parser.on('closetag', () => this.#closeElement());
    parser.on('text', (text) => this.#addText(text));
    parser.on('cdata', (text) => this.#addCdata(text));
  }

  #readDoctype(declaration: string): void {
    const offset = this.#source.text.lastIndexOf('<!DOCTYPE', this.#parser.position);
    this.#doctype = readDoctype(declaration, offset, this.#source.text);
    for (const [name, value] of this.#doctype.entities) this.#parser.ENTITIES[name] = value;
  }

  #startTag(name: string): void {
    const end = this.#parser.position;
    this.#tagOffset = this.#source.text.lastIndexOf(`<${name}`, end);
    this.#attributeFrom = this.#tagOffset + name.length + 1;
    this.#attributeOffsets = [];
  }

  #noteAttribute(): void {
    let offset = this.#attributeFrom;
    while (/\s/.test(this.#source.text[offset] ?? '')) offset++;
    this.#attributeOffsets.push(offset);
    this.#attributeFrom = this.#parser.position;
  }

  #openElement(tag: SaxesTagNS): void {
    const { depthMax, elementsMax } = this.#limits;
    if (this.#open.length >= depthMax) {
      throw new StopReading(`elements are nested deeper than ${depthMax}`, 'nest them less');
    }
    if (++this.#elements > elementsMax) {
      throw new StopReading(`there are more than ${elementsMax} elements`, 'split the definition');
    }
    const position = this.#source.position(this.#tagOffset);
    const [attributes, attributePositions] = this.#attributes(tag);
    const name = tag.local;
    const namespace = this.#untrimmed.get(tag.uri) ?? tag.uri;
    const names = { name, namespace, ...prefixesOf(tag) };
    const element = { ...names, attributes, attributePositions, position };
    this.#open.push({ ...element, children: [], text: '' });
  }

  #attributes(tag: SaxesTagNS): [ReadonlyMap<string, string>, ReadonlyMap<string, SourcePosition>] {
    if (this.#attributeOffsets.length === 0) return [noAttributes, noPositions];
    const values = new Map<string, string>();
    const positions = new Map<string, SourcePosition>();
    let index = 0;
    for (const attribute of Object.values(tag.attributes)) {
      const offset = this.#attributeOffsets[index++] ?? this.#tagOffset;
      if (attribute.uri === XMLNS_NAMESPACE) {
        const uri = attribute.value.trim();
        if (uri !== attribute.value) this.#untrimmed.set(uri, attribute.value);
        continue;
      }
      if (attribute.uri === XSI_NAMESPACE && schemaHints.has(attribute.local)) continue;
      // A prefixed attribute keeps its prefix, so that no table knows it.
      values.set(attribute.name, attribute.value);
      positions.set(attribute.name, this.#source.position(offset));
    }
    return [values, positions];
  }

  #closeElement(): void {
    const closed = this.#open.pop() as OpenElement;
    if (closed.children.length > 0 && closed.text.trim() === '') {
      closed.text = '';
      delete closed.markup;
    }
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root = closed;
    else parent.children.push(closed);
  }

  #addText(text: string): void {
    const current = this.#open.at(-1);
    if (current === undefined) return;
    current.text += text;
    if (current.markup !== undefined) current.markup += escapeText(text);
  }

  #addCdata(text: string): void {
    const current = this.#open.at(-1);
    if (current === undefined) return;
    current.markup = `${current.markup ?? escapeText(current.text)}<![CDATA[${text}]]>`;
    current.text += text;
  }

  #malformed(stop: StopReading): Problem {
    const offset = Math.min(this.#parser.position, this.#source.text.length);
    return problem('E0701', [stop.message], {
      phase: 'schema',
      position: this.#source.position(Math.max(0, offset - 1)),
      mend: stop.mend,
    });
  }
}

/** What the text needs to be written again with the prefixes that it had. */
function prefixesOf({ prefix, ns }: SaxesTagNS): Pick<Element, 'prefix' | 'prefixes'> {
  const declared = Object.entries(ns).filter(([name]) => name !== '');
  return {
    ...(prefix === '' ? {} : { prefix }),
    ...(declared.length === 0 ? {} : { prefixes: new Map(declared) }),
  };
}
