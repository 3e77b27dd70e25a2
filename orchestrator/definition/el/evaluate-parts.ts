/** The short way to evaluate an element: text by text, without writing and reading it. */
import type { Element } from '../../../actions/contract/element.ts';
import { type MarkupPlace, prettyMarkup, writePrettyXml } from '../xml/write-xml.ts';
import type { EvaluatedElement } from './evaluated-element.ts';
import { renderValue } from './evaluation/el-value.ts';
import type { Evaluator } from './evaluator.ts';
import { mayHoldExpression } from './syntax/parse-template.ts';
import type { Template } from './template.ts';

/**
 * Undefined when the parts cannot stand for the whole: one is no template of its own (the whole
 * text must be, or make the error), their markers differ, or a value brings markup along.
 */
export function evaluateParts<Context>(
  element: Element,
  evaluator: Evaluator<Context>,
): EvaluatedElement | undefined {
  const templates = compileParts(element, evaluator);
  if (templates === undefined) return undefined;
  const scope = evaluator.scope();
  const contents: string[] = [];
  let next = 0;
  let isPlain = true;
  const text = writePrettyXml(element, (markup, place) => {
    const template = templates[next++];
    const value = template === undefined ? markup : renderValue(template.evaluate(scope));
    const content = decode(value, place);
    if (content === undefined) isPlain = false;
    contents.push(content ?? '');
    return value;
  });
  return isPlain ? { element: rebuild(element, contents.values()), text } : undefined;
}

/** The template of each part, undefined for parts without expressions. */
function compileParts<Context>(
  element: Element,
  evaluator: Evaluator<Context>,
): (Template<Context> | undefined)[] | undefined {
  const templates: (Template<Context> | undefined)[] = [];
  const markers = new Set<string>();
  try {
    writePrettyXml(element, (markup) => {
      const template = mayHoldExpression(markup) ? evaluator.template(markup) : undefined;
      if (template?.marker !== undefined) markers.add(template.marker);
      templates.push(template);
      return markup;
    });
  } catch {
    return undefined;
  }
  return markers.size > 1 ? undefined : templates;
}

/** Tags, sections, characters that XML does not know, and half characters. */
const needsReading = /[<\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\]\]>|\p{Surrogate}/u;
const entity = /&(#xD|#x9|#xA|amp|lt|gt|quot|apos);/g;
const strayAmpersand = /&(?!(?:#xD|#x9|#xA|amp|lt|gt|quot|apos);)/;

const entities: Readonly<Record<string, string>> = {
  '#xD': '\r',
  '#x9': '\t',
  '#xA': '\n',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** What a reader of XML makes of markup without tags; undefined where it has to be asked. */
function decode(markup: string, place: MarkupPlace): string | undefined {
  if (needsReading.test(markup) || strayAmpersand.test(markup)) return undefined;
  let text = markup;
  if (place === 'attribute') {
    if (text.includes('"')) return undefined;
    text = text.replaceAll(/\r\n|[\r\n\t]/g, ' ');
  } else if (text.includes('\r')) text = text.replaceAll(/\r\n?/g, '\n');
  return text.includes('&')
    ? text.replaceAll(entity, (_, name: string) => entities[name] as string)
    : text;
}

/** The element with its attributes and texts replaced, in the order in which they are written. */
function rebuild(element: Element, contents: Iterator<string>): Element {
  const attributes = new Map<string, string>();
  for (const name of element.attributes.keys()) {
    attributes.set(name, contents.next().value as string);
  }
  const { markup: _, ...rest } = element;
  const isWritten = prettyMarkup(element) !== '';
  const text = isWritten ? (contents.next().value as string) : '';
  const children = element.children.map((child) => rebuild(child, contents));
  return { ...rest, attributes, text, children };
}
